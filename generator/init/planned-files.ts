/** What `discogen init` writes. */
import { posix } from "node:path";
import { generatorVersion } from "../version.js";
import { checkWorkflow } from "./check-workflow.js";
import type { ProjectFacts } from "./project-facts.js";
import { publishWorkflow } from "./publish-workflow.js";
import { updateWorkflow } from "./update-workflow.js";

/** A document that becomes a client. */
export interface InitDocument {
  readonly name: string;
  readonly version: string;
  /** Where it lies or will lie, from the project's folder, with `/`. */
  readonly path: string;
  readonly lenient: boolean;
}

/** A file that is to be written where none has its name. */
export interface InitFile {
  /** From the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** `discogen.config.json` for some documents. */
export function configText(
  documents: readonly InitDocument[],
  facts: ProjectFacts,
  name: string | undefined,
): string {
  const { out } = facts;
  const content = {
    ...(facts.manager.hasNodeModules
      ? { $schema: "./node_modules/discogen/generator/config/config.schema.json" }
      : {}),
    ...(out === "generated" ? {} : { out }),
    clients: documents.map((document) => ({
      document: document.path,
      ...(document.lenient ? { lenient: true } : {}),
      ...packageMember(document, facts, name),
    })),
  };
  return jsonText(content);
}

/** A package has a name where its owner is known, or it is private. */
function packageMember(
  { name, version }: InitDocument,
  { scope, license, repository }: ProjectFacts,
  wanted: string | undefined,
): { package?: object } {
  const own = scope === null ? undefined : `${scope}/${name}-${version}`.toLowerCase();
  const member = {
    ...(wanted === undefined && own === undefined ? {} : { name: wanted ?? own }),
    ...(license === null ? {} : { license }),
    ...(repository === null ? {} : { repository }),
  };
  return Object.keys(member).length === 0 ? {} : { package: member };
}

/** The files beside the configuration that a new project needs. */
export function projectFiles(facts: ProjectFacts, folderName: string): InitFile[] {
  if (facts.hasManifest) return [];
  const workspace = `${facts.out}/*`;
  const isPnpm = facts.manager.name === "pnpm";
  const content = {
    name: packageName(folderName),
    private: true,
    type: "module",
    ...(isPnpm ? {} : { workspaces: [workspace] }),
    scripts: { generate: "discogen generate", check: "discogen check" },
    devDependencies: { discogen: `^${generatorVersion}` },
  };
  return [
    { path: ".gitignore", text: "node_modules/\ndist/\n" },
    ...(isPnpm ? [{ path: "pnpm-workspace.yaml", text: `packages:\n  - "${workspace}"\n` }] : []),
    // The last one: a run that finds it takes the project for one of the user's.
    { path: "package.json", text: jsonText(content) },
  ];
}

/** npm takes no other signs. */
function packageName(folderName: string): string {
  const name = folderName
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name === "" ? "api-clients" : name;
}

/**
 * The workflows of a project.
 *
 * @param place - The project's folder from the top of its repository, with `/`; `""` for the top.
 */
export function workflowFiles({ manager, out }: ProjectFacts, place: string): InitFile[] {
  const facts = { manager, out, place };
  const folder = posix.join(posix.relative(place, ""), ".github/workflows");
  return [
    { path: posix.join(folder, "discogen-check.yml"), text: checkWorkflow(facts) },
    { path: posix.join(folder, "discogen-update.yml"), text: updateWorkflow(facts) },
    { path: posix.join(folder, "discogen-publish.yml"), text: publishWorkflow(facts) },
  ];
}

/** What comes next, in its order: commands, and what no command can do. */
export function nextSteps(facts: ProjectFacts): string[] {
  const { manager, hasManifest, hasDiscogen, hasWorkspace, out } = facts;
  const discogen = hasDiscogen ? manager.run.replace(" --no", "") : manager.fetchAndRun;
  const workspace =
    manager.name === "pnpm"
      ? `add "${out}/*" to "packages" in pnpm-workspace.yaml`
      : `npm pkg set "workspaces[]=${out}/*"`;
  return [
    ...(hasManifest && !hasWorkspace ? [workspace] : []),
    `${discogen} discogen generate`,
    hasManifest && !hasDiscogen ? `${manager.add} discogen` : manager.install,
  ];
}

function jsonText(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
