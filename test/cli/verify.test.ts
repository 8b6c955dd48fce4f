/** Witnesses of a verdict, as users ask them: `diff --verify`, and `update` by itself. */
import { cp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect } from "vitest";
import { readJson } from "../repository/paths.js";
import { folderTest, plant } from "./folders.js";
import { readSarif } from "./sarif.js";
import { fineLines, runCli, type Run } from "./run-cli.js";
import { first, path, project, test as serviceTest, third, versions } from "./update-project.js";

const runtime = fileURLToPath(new URL("../../runtime", import.meta.url));
const slow = { timeout: 120_000 };

interface Witness {
  readonly confirmed: boolean;
  readonly uses: number;
  readonly failures: number;
  readonly calls: number;
  readonly disagreements: readonly { readonly rule: string | null; readonly at: string }[];
}

describe("diff --verify", () => {
  folderTest("tells that the compiler agrees, in text and as JSON", slow, async ({ folder }) => {
    await plant(folder, { "old.json": first, "new.json": third });
    const text = await verified(folder);
    expect(fineLines(text).at(-1)).toMatch(
      /^witness: confirmed \(\d+ uses compiled, [1-9]\d* fail; /,
    );
    const json = await verified(folder, "--format", "json");
    const report = JSON.parse(json.stdout) as { readonly witness: Witness };
    const ajv = new Ajv({ strict: false });
    ajv.validate(readJson<object>("generator/changes/report.schema.json"), report);
    expect(ajv.errors).toBeNull();
    expect(report.witness).toMatchObject({ confirmed: true, disagreements: [] });
  });

  folderTest("ends with 70 where it does not", slow, async ({ folder }) => {
    await plant(folder, {
      "old.json": withKinds(["novel", "poem"]),
      "new.json": withKinds(["novel"]),
      "discogen.config.json": "{}",
    });
    await plantRuntime(folder);
    const run = await verified(folder, "--format", "json", "--no-config");
    expect(run.code).toBe(70);
    expect(run.stderr).toContain("a bug of discogen; please report it");
    const { witness } = JSON.parse(run.stdout) as { readonly witness: Witness };
    expect(witness.disagreements.map(({ rule, at }) => [rule, at])).toEqual([
      ["property-enum-value-removed", "/schemas/Book/properties/title"],
    ]);
  });

  folderTest.for([
    ["markdown", "**The verdict is wrong.** `witness: contradicted ("],
    ["github", "::error title=witness-contradicts::library:v1: types /schemas/Book/"],
    ["html", "<p>witness: contradicted ("],
    ["junit", 'type="witness-contradicts"'],
    ["sarif", '"executionSuccessful": false'],
  ] as const)("says so as %s", slow, async ([format, words], { folder }) => {
    await plant(folder, {
      "old.json": withKinds(["novel", "poem"]),
      "new.json": withKinds(["novel"]),
    });
    await plantRuntime(folder);
    const run = await verified(folder, "--format", format);
    expect(run.code).toBe(70);
    expect(run.stdout).toContain(words);
    expect(run.stdout).toContain("property-enum-value-removed breaks no compilation");
    if (format !== "sarif") return;
    const { invocations = [] } = readSarif(run.stdout);
    const notes = invocations.flatMap((each) => each.toolExecutionNotifications);
    expect(notes.map(({ level }) => level)).toEqual(["note", "error"]);
  });

  folderTest("compiles with the project's native compiler", slow, async ({ folder }) => {
    await plant(folder, { "old.json": first, "new.json": third });
    const own = await verified(folder, "--format", "json");
    await plantCompiler(folder, "7.0.2");
    const native = await verified(folder, "--format", "json");
    expect(native).toMatchObject({ code: own.code, stdout: own.stdout });
    expect(await readFile(join(folder, "asked.txt"), "utf8")).toBe(
      "-p tsconfig.json --pretty false",
    );
  });

  folderTest.for([
    [
      "that does not work",
      "7.0.2",
      'console.log("error TS5023: Unknown option."); process.exit(1);',
    ],
    ["that ends without a word", "7.0.2", "process.exit(3);"],
    ["that is not native", "6.0.3", "process.exit(3);"],
  ] as const)("does without a compiler %s", slow, async ([, version, script], { folder }) => {
    await plant(folder, { "old.json": first, "new.json": third });
    await plantCompiler(folder, version, script);
    expect(fineLines(await verified(folder)).at(-1)).toMatch(/^witness: confirmed /);
  });

  folderTest("without it no witness is asked", async ({ folder }) => {
    await plant(folder, { "old.json": first, "new.json": third });
    const run = await runCli(["diff", "old.json", "new.json"], { cwd: folder });
    expect(fineLines(run).join("\n")).not.toContain("witness");
  });
});

describe("update", () => {
  serviceTest("asks witnesses, and takes what they confirm", slow, async ({ folder, service }) => {
    await project(folder);
    service.documents.set(path, third);
    const run = await runCli(["update", ...service.words], { cwd: folder, timeout: 100_000 });
    expect(fineLines(run).join("\n")).toContain("witness: confirmed");
    expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
  });

  serviceTest(
    "leaves what they contradict, unless nobody asks them",
    slow,
    async ({ folder, service }) => {
      await project(folder);
      await plant(folder, { "discovery/library.json": withKinds(["novel", "poem"]) });
      fineLines(await runCli(["generate"], { cwd: folder }));
      await plantRuntime(folder);
      service.documents.set(path, withKinds(["novel"], "20240301"));
      const words = ["update", ...service.words];
      const run = await runCli(words, { cwd: folder, timeout: 100_000 });
      expect(run.code).toBe(70);
      expect(run.stdout).toContain("witness: contradicted");
      expect(run.stderr).toContain("it was not taken, and --no-verify takes it");
      expect(await versions(folder)).toEqual(["1.0.0", "1.0.0"]);
      fineLines(await runCli([...words, "--no-verify"], { cwd: folder }));
      expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
    },
  );
});

function verified(cwd: string, ...words: string[]): Promise<Run> {
  return runCli(["diff", "old.json", "new.json", "--verify", ...words], { cwd, timeout: 100_000 });
}

/** A library whose titles are of these kinds, and which a request sends. */
function withKinds(kinds: readonly string[], revision = "20240101"): string {
  const document = JSON.parse(first) as {
    revision: string;
    etag: string;
    schemas: { Book: { properties: Record<string, object> } };
  };
  document.revision = revision;
  document.etag = `"${kinds.join()}"`;
  document.schemas.Book.properties["title"] = { type: "string", enum: kinds };
  return JSON.stringify(document);
}

/** A runtime that is not ours any more: its enums are open, so no compiler can miss a value. */
async function plantRuntime(folder: string): Promise<void> {
  const place = join(folder, "node_modules/@discogen/runtime");
  await cp(runtime, place, { recursive: true, filter: (path) => !/[\\/]src$/.test(path) });
  const types = join(place, "dist/index.d.ts");
  const text = await readFile(types, "utf8");
  const open = text.replace(/export type Unrecognized = .*;/, "export type Unrecognized = string;");
  expect(open).not.toBe(text);
  await writeFile(types, open);
}

/** A package with the command line of another TypeScript, which notes how it was called. */
async function plantCompiler(folder: string, version: string, script = ""): Promise<void> {
  const asked = JSON.stringify(join(folder, "asked.txt"));
  const note = `require("node:fs").writeFileSync(${asked}, process.argv.slice(2).join(" "));`;
  const tsc = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
  await plant(join(folder, "node_modules/typescript"), {
    "package.json": JSON.stringify({ name: "typescript", version, bin: { tsc: "tsc.cjs" } }),
    "tsc.cjs": `${note}\n${script}\nrequire(${JSON.stringify(tsc)});\n`,
  });
}
