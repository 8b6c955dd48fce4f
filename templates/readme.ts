import type { Api } from "../generator/model/model.js";
import { code, isLink, safeText } from "./doc-comment.js";
import type { PackageFacts } from "./package-facts.js";
import type { PlannedText } from "./planned-file.js";
import { fence, type Section } from "./readme-section.js";
import { callSections } from "./readme-calls.js";
import { authSection, setUpSections } from "./readme-set-up.js";
import { mediaSections } from "./readme-media.js";
import { offlineSection } from "./readme-offline.js";
import { trustSections } from "./readme-trust.js";
import { sampleCalls } from "./sample-calls.js";

/** `README.md`: what users want to do, one section each, in samples that compile as they stand. */
export function readmeFile(api: Api, facts: PackageFacts): PlannedText {
  const name = facts.name ?? facts.folder;
  const calls = sampleCalls(api);
  const place = { api, name, calls };
  const sections: readonly (Section | null)[] = [
    installSection(facts),
    ...setUpSections(place),
    authSection(place),
    ...callSections(place),
    ...trustSections(place),
    ...mediaSections(place),
    offlineSection(place, facts),
    moreSection(api),
  ];
  const parts = [
    `# ${name}`,
    `A typed client of the ${safeText(api.title)} (${code(api.id)}), generated from its discovery document by discogen. It is not an official Google product; the descriptions are Google's.`,
    safeText(api.doc.text),
    isLink(api.documentationUrl) ? `Google's documentation: <${api.documentationUrl}>` : "",
    ...sections.flatMap((section) =>
      section === null ? [] : [`## ${section.title}`, ...section.paragraphs],
    ),
  ];
  const text = `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  return { kind: "text", path: "README.md", text };
}

/** A private package is in no registry: its name there may be somebody else's. */
function installSection({ name, folder }: PackageFacts): Section {
  const paragraphs =
    name === null
      ? [
          'The package is private: it has no name of its own in the registry. Give it one with "package": { "name": … } in discogen.config.json, or install it from its folder:',
          fence("sh", `npm install ./${folder}`),
        ]
      : [fence("sh", `npm install ${name}`)];
  return {
    title: "Install",
    paragraphs: [
      ...paragraphs,
      "It needs Node 20.19 or newer and is an ES module with types of its own. It runs in Deno, Bun, edge runtimes and browsers too, there through `fetch`.",
    ],
  };
}

function moreSection(api: Api): Section {
  return {
    title: "Versions and files",
    paragraphs: [
      `The version follows what a user of the package sees: a new revision of the API's document that breaks a program is a major version, one that adds something a minor one. ${code(`${api.className}.document`)} tells the revision the client was generated from; CHANGELOG.md tells what came when.`,
      "[api.md](api.md) lists every method with its HTTP request, parameters and scopes. Who comes from Google's own client finds its calls in [docs/from-googleapis.md](docs/from-googleapis.md).",
      "The files under `src` are generated: run `discogen generate` instead of editing them.",
    ],
  };
}
