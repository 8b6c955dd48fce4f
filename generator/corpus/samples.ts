/** The samples of a package's documentation, as sources that a compiler can check. */

import type { PlannedClient } from "../commands/plan-client.js";

/** A file of a package. */
export type PackageFile = PlannedClient["files"][number];

/** What every runtime has beside the language; the strictest settings want all of it used. */
const head = `declare const console: { log(...values: unknown[]): void };
declare class AbortController {
  readonly signal: NonNullable<import("@discogen/runtime").RequestOptions["signal"]>;
}
void [console, AbortController];
`;

/**
 * Each TypeScript sample of each Markdown file as a file of its own below `samples`. A sample that makes no
 * client stands behind one that does: there is a `client`.
 *
 * @param name - What the samples import from.
 * @param className - The class of the client.
 */
export function sampleFiles(
  files: readonly PackageFile[],
  name: string,
  className: string,
): PackageFile[] {
  const pages = files.filter(({ path }) => path.endsWith(".md") && path !== "api.md");
  return pages
    .flatMap(({ text }) => [...text.matchAll(/^```ts\n([^]*?)^```$/gm)])
    .map(([, sample = ""], index) => ({
      path: `samples/sample-${index + 1}.ts`,
      text: sampleText(sample, name, className),
    }));
}

function sampleText(sample: string, name: string, className: string): string {
  const hasClient = sample.includes(`new ${className}(`);
  const used = /^const client = /m.test(sample) ? "void client;\n" : "";
  const client = hasClient
    ? ""
    : `import type { ${className} } from "../src/index.js";\ndeclare const client: ${className};\nvoid client;\n`;
  return `${head}${client}${withPaths(sample, name)}\n${used}export {};\n`;
}

/** The package's own names as the files that they lead to. */
function withPaths(sample: string, name: string): string {
  return sample
    .replaceAll(JSON.stringify(name), '"../src/index.js"')
    .replaceAll(JSON.stringify(`${name}/testing`), '"../src/testing.js"');
}
