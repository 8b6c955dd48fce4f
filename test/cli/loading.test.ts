/** What a command loads: opening a file takes Node as long as comparing a dozen methods. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { config, plant, test } from "./folders.js";
import { library } from "./library.js";
import { fineLines, runCli } from "./run-cli.js";

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** The files that a command loads, by Node's own account, as paths. */
async function loadedBy(folder: string, ...words: string[]): Promise<readonly string[]> {
  const coverage = join(folder, "coverage", ...words);
  const run = await runCli(words, { cwd: folder, env: { NODE_V8_COVERAGE: coverage } });
  expect(run.code).toBe(0);
  const files: string[] = [];
  for (const name of await readdir(coverage)) {
    const { result } = JSON.parse(await readFile(join(coverage, name), "utf8")) as Coverage;
    for (const { url } of result) if (url.startsWith("file:")) files.push(fileURLToPath(url));
  }
  return files;
}

const ours = /\/dist\/generator\/bundle\/[^/]+$/;

test("diff loads itself in few files, and no package", async ({ folder }) => {
  const young = library((document) => void (document.schemas["Cover"] = { id: "Cover" }));
  await plant(folder, { "old.json": library(), "new.json": young });
  const files = await loadedBy(folder, "diff", "old.json", "new.json");
  expect(files.filter((file) => !ours.test(file))).toEqual([]);
  expect(files.some((file) => /\/diff-\w+\.js$/.test(file))).toBe(true);
  expect(files.length).toBeLessThanOrEqual(12);
});

for (const command of ["generate", "check"]) {
  test(`${command} with nothing changed loads no package and nothing that compares revisions`, async ({
    folder,
  }) => {
    const clients = config([{ document: "library.json" }]);
    // What a finished run leaves for the next one is kept there.
    await plant(folder, { "library.json": library(), "node_modules/x/index.js": "", ...clients });
    fineLines(await runCli(["generate"], { cwd: folder }));
    const files = await loadedBy(folder, command);
    expect(files.filter((file) => !ours.test(file))).toEqual([]);
    expect(files.some((file) => file.includes(`/${command}-`))).toBe(true);
    expect(files.some((file) => /\/(?:diff|write-clients|check-clients)-\w+\.js$/.test(file))).toBe(
      false,
    );
    expect(files.length).toBeLessThanOrEqual(10);
  });
}
