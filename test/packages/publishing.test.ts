/** What npm makes of the packages: a publication that could be, and the same bytes whoever packs. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { start } from "../cli/run-cli.js";
import { readJson, root } from "../repository/paths.js";
import { packages, packInto, type PackageName } from "./packed.js";

const scratch = mkdtempSync(join(tmpdir(), "discogen-publishing-"));
const timeout = 240_000;

afterAll(() => rmSync(scratch, { recursive: true }));

interface Publication {
  readonly name: string;
  readonly publishConfig: object;
}

describe.each(Object.keys(packages) as PackageName[])("the package of the %s", (name) => {
  const cwd = join(root, packages[name]);

  test("npm publish --dry-run has nothing to mend", { timeout }, async () => {
    // Nobody listens there: that is no reason to fail for a dry run.
    const registry = ["--registry", "http://127.0.0.1:9/", "--fetch-retries", "0"];
    const words = ["publish", "--dry-run", "--ignore-scripts", "--json", ...registry];
    const run = await start("npm", words, { cwd, timeout }).ended;
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const warnings = run.stderr.split("\n").filter((line) => /^npm (?:warn|error)/i.test(line));
    expect(warnings.filter((line) => !line.includes("requires you to be logged in"))).toEqual([]);
    const manifest = readJson<Publication>(join(packages[name], "package.json"));
    expect(run.stdout).toContain(`"name": "${manifest.name}"`);
    expect(manifest.publishConfig).toEqual({ access: "public", provenance: true });
  });

  test("two copies of other times and rights pack to the same bytes", { timeout }, () => {
    const hashes = [new Date(0), new Date(1e12)].map((time, index) => {
      const copy = join(scratch, `${name}-${index}`);
      cpSync(cwd, copy, {
        recursive: true,
        filter: (path) =>
          !/\/(?:node_modules|\.git|test|generated|discovery)$/.test(path.slice(cwd.length)),
      });
      utimesSync(join(copy, "package.json"), time, time);
      chmodSync(join(copy, "LICENSE"), index === 0 ? 0o664 : 0o644);
      const path = packInto(join(scratch, `${name}-packed-${index}`), [name], copy)[name];
      return createHash("sha256").update(readFileSync(path)).digest("hex");
    });
    expect(hashes[1]).toBe(hashes[0]);
  });
});

test("the client builds to the same bytes in any folder", { timeout }, async () => {
  const cwd = join(root, packages.client);
  const built = await Promise.all(
    ["a", "b/c"].map(async (folder) => {
      const copy = join(scratch, folder);
      const isSource = (path: string): boolean => !/\/(?:node_modules|dist)$/.test(path);
      cpSync(cwd, copy, { recursive: true, filter: isSource });
      symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
      const run = await start("npm", ["pack", "--silent"], { cwd: copy, timeout }).ended;
      expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
      return readFileSync(join(copy, run.stdout.trim())).toString("base64");
    }),
  );
  expect(built[1] === built[0]).toBe(true);
});

test("knip finds nothing in the client, as it stands by itself", { timeout }, async () => {
  const copy = join(scratch, "alone");
  cpSync(join(root, packages.client), copy, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  writeFileSync(join(copy, ".gitignore"), "dist/\nnode_modules\n");
  const knip = join(root, "node_modules/knip/bin/knip.js");
  const run = await start(process.execPath, [knip], { cwd: copy, timeout }).ended;
  expect(run, run.stdout + run.stderr).toMatchObject({ code: 0, stdout: "" });
});
