/**
 * TypeDoc, as a team may run it over its client: no warning. It is installed from the registry, so only with
 * `DISCOGEN_NETWORK`.
 */
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resellerPath, runCli, start } from "../cli/run-cli.js";
import { installed } from "../installed.js";
import { root } from "../repository/paths.js";

const scratch = mkdtempSync(join(tmpdir(), "discogen-typedoc-"));
const timeout = 400_000;
const corpus = join(process.env["DISCOGEN_CORPUS"] ?? scratch, "documents");
const documents = ["drive.v3", "homegraph.v1", "run.v1", "mapsengine.v1"]
  .map((name) => join(corpus, `${name}.json`))
  .filter((path) => existsSync(path));

afterAll(() => rmSync(scratch, { recursive: true }));

describe.skipIf(process.env["DISCOGEN_NETWORK"] === undefined)("TypeDoc", () => {
  let typedoc = "";

  beforeAll(() => {
    const folder = installed("typedoc-0.28.20", ["typedoc@0.28.20", "typescript@6.0.3"]);
    typedoc = join(folder, "node_modules/typedoc/bin/typedoc");
    symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));
  }, timeout);

  /** What it says of a client. */
  async function warnings(cwd: string): Promise<string> {
    const words = ["--entryPoints", "src", "--entryPointStrategy", "expand", "--logLevel", "Warn"];
    const all = [typedoc, ...words, "--readme", "README.md", "--out", join(scratch, "html")];
    const run = await start(process.execPath, all, { cwd, timeout }).ended;
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(existsSync(join(scratch, "html/index.html"))).toBe(true);
    return run.stdout + run.stderr;
  }

  test.each([resellerPath, ...documents])("%s", { timeout }, async (document) => {
    const out = mkdtempSync(join(scratch, "client-"));
    const run = await runCli(["generate", document, "-o", out, "--json"], {
      cwd: scratch,
      timeout,
    });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const [{ folder }] = (JSON.parse(run.stdout) as { clients: [{ folder: string }] }).clients;
    expect(await warnings(join(out, folder))).toBe("");
  });
});
