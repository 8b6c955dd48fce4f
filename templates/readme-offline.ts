import { code } from "./doc-comment.js";
import { fakeSample } from "./fake-sample.js";
import { stringLiteral } from "./literal.js";
import type { PackageFacts } from "./package-facts.js";
import { fence, type Place, type Section } from "./readme-section.js";

/** How users try their own code without a network. */
export function offlineSection(
  { api, name, calls: { first } }: Place,
  { document }: PackageFacts,
): Section | null {
  if (first === null) return null;
  return {
    title: "Offline tests",
    paragraphs: [
      "A client with a fake transport sends nothing, and needs no `auth`. Handlers stand where their methods stand and are typed from them:",
      fence("ts", fakeSample(api, name, first)),
      'A handler takes what its method takes (the body as `body`), and returns the plain JSON of one answer, of a list that of one page, or a promise of it; or `fakeError(404, { reason: "notFound" })`, as Google would say it. It is called for each page and each attempt, so retries and paging are tried as they are. An answer with a property that its schema does not have fails the call, and so does a call without a handler.',
      ...(document === null ? [] : documentFakes(api.className, name)),
    ],
  };
}

/** What can be done with the document that the package has. */
function documentFakes(className: string, name: string): string[] {
  const sample = `import { ${className} } from ${stringLiteral(name)};
import document from ${stringLiteral(`${name}/document.json`)} with { type: "json" };
import { fakeFromDocument } from "discogen/testing";

const transport = fakeFromDocument(document, { stateful: true });
const client = new ${className}({ transport });`;
  return [
    "A fake of the whole API comes from the document that this package has, with `discogen` among your devDependencies. Every method answers with values that are true to its types, in pages, in batches, and refuses what the document does not know; with `stateful` it remembers what is created, where methods are plain:",
    fence("js", sample),
    `The option ${code("failures")} and the header ${code("x-fake-error: 503")} make calls fail. The same as a server on this machine, for programs in any language:`,
    fence("sh", `npx discogen serve node_modules/${name}/document.json`),
  ];
}
