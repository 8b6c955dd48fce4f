/** Links of documentation lead somewhere: to files that are there, and to anchors that their pages have. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokenLinks, linksOf, pagesIn } from "../links.js";
import { readText, root } from "./paths.js";

test("the client's pages", () => {
  const client = join(root, "generated/reseller-v1");
  expect(pagesIn(client).toSorted()).toEqual([
    "CHANGELOG.md",
    "README.md",
    "api.md",
    "docs/from-googleapis.md",
    "llms.txt",
  ]);
  expect(linksOf(readText("generated/reseller-v1/api.md")).length).toBeGreaterThan(30);
  expect(brokenLinks(client)).toEqual([]);
});

test("the project's own pages", () => {
  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "runtime/README.md",
  ];
  const docs = pagesIn(join(root, "docs")).map((page) => `docs/${page}`);
  expect(brokenLinks(root, [...pages, ...docs])).toEqual([]);
});

test("a broken link would be seen", () => {
  const folder = mkdtempSync(join(tmpdir(), "discogen-links-"));
  try {
    mkdirSync(join(folder, "docs"));
    const page = `# One & two\n\n<a id="here"></a>\n
[a](#one--two) [b](#here) [c](docs/b.md#x-y) [d](docs/b.md) <https://a.example/> \`[code](nowhere)\`
[e](#three) [f](docs/c.md) [g](docs/b.md#here) [h](../outside.md) [i](https://[) \\[no\\](link)
\`\`\`md\n[code](nowhere)\n\`\`\`\n\n[name]: gone.md\n`;
    writeFileSync(join(folder, "a.md"), page);
    writeFileSync(join(folder, "docs/b.md"), "## `X` y\n[up](../a.md#here)\n");
    expect(brokenLinks(folder)).toEqual([
      "a.md: #three",
      "a.md: docs/c.md",
      "a.md: docs/b.md#here",
      "a.md: ../outside.md",
      "a.md: https://[",
      "a.md: gone.md",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
