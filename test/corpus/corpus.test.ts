/**
 * Real documents, where `DISCOGEN_CORPUS` says they are: all generate, what they generate compiles, and every
 * method of every document sends what the document says.
 */
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiOf } from "../model/models.js";
import { start } from "../cli/run-cli.js";
import { brokenLinks } from "../links.js";
import { root } from "../repository/paths.js";
import { loadClient, memberPaths, transpile } from "./clients.js";
import { methodsOf, type PlacedMethod, type RawDocument } from "./raw-document.js";
import { expectedPath, patience, runCorpus, type CorpusReport } from "./run-corpus.js";
import { hasMedia } from "./values.js";
import { differences, recorder, type WireCase } from "./wire.js";

const corpus = process.env["DISCOGEN_CORPUS"] ?? "";
const scratch = mkdtempSync(join(tmpdir(), "discogen-corpus-test-"));
const output = join(scratch, "packages");

let report: CorpusReport;
let code: number | null;

/** A document of the corpus as its file has it, and all its methods. */
interface CorpusDocument {
  readonly folder: string;
  readonly json: RawDocument;
  readonly methods: readonly PlacedMethod[];
}
let documents: ReadonlyMap<string, CorpusDocument>;

afterAll(() => rmSync(scratch, { recursive: true }));

describe.skipIf(corpus === "")("the corpus", () => {
  beforeAll(async () => {
    const folders = [join(corpus, "documents"), join(corpus, "revisions")];
    const words = ["--json", "--both", "--expect", expectedPath, "--output", output];
    const run = await runCorpus([...folders, ...words], scratch);
    expect(run.signal).toBe(null);
    expect(run.stderr).toBe("");
    report = JSON.parse(run.stdout) as CorpusReport;
    code = run.code;
    const generated = report.documents.filter(
      ({ path, lines }) => lines > 0 && path.startsWith(join(corpus, "documents")),
    );
    await transpile(
      output,
      generated.map(({ folder }) => folder),
    );
    documents = new Map(
      generated.map(({ path, folder }) => {
        const json = JSON.parse(readFileSync(path, "utf8")) as RawDocument;
        return [basename(path, ".json"), { folder, json, methods: methodsOf(json) }];
      }),
    );
  }, patience);

  test("every document and revision generates, or has the problems that are known", () => {
    expect(report.findings).toEqual([]);
    expect(code).toBe(0);
    expect(report.documents.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(report.documents).toHaveLength(107);
    const faulty = report.documents.filter(({ problems }) => problems.length > 0);
    expect(faulty.map(({ document, revision }) => `${document} ${revision}`)).toEqual([
      "integrations.v1 20221215",
    ]);
    // Where a document has problems, it is generated with what `--lenient` does.
    expect(documents.size).toBe(30);
  });

  test("all compile, with exactOptionalPropertyTypes and without", () => {
    expect(
      report.checks.map(({ exactOptionalPropertyTypes: exact, errors }) => [exact, errors]),
    ).toEqual([
      [true, []],
      [false, []],
    ]);
  });

  test.each([true, false])(
    "an error in generated code would be seen (exact: %s)",
    async (exact) => {
      const [check] = report.checks;
      const options = `tsconfig.${check?.typescript}.${exact ? "exact" : "plain"}.json`;
      const client = join(output, "reseller.v1/src");
      const wrong = join(client, "wrong.ts");
      const config = join(output, `wrong.${options}`);
      const { compilerOptions } = JSON.parse(readFileSync(join(output, options), "utf8")) as {
        compilerOptions: object;
      };
      expect(compilerOptions).toMatchObject({
        exactOptionalPropertyTypes: exact,
        skipLibCheck: false,
      });
      writeFileSync(
        wrong,
        "export const wrong: { a?: 1 } = { a: undefined };\nexport const b: 1 = 2;\n",
      );
      writeFileSync(config, JSON.stringify({ compilerOptions, include: ["reseller.v1/src"] }));
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const words = [tsc, "-p", config, "--pretty", "false"];
      const run = await start(process.execPath, words, { cwd: output, timeout: patience }).ended;
      rmSync(wrong);
      expect(run.stdout.match(/wrong\.ts\(\d+,\d+\): error TS\d+/g)).toEqual([
        ...(exact ? ["wrong.ts(1,14): error TS2375"] : []),
        "wrong.ts(2,14): error TS2322",
      ]);
    },
  );

  test("links of documentation lead somewhere, and llms.txt is small", () => {
    const packages = readdirSync(output).filter((name) =>
      existsSync(join(output, name, "llms.txt")),
    );
    expect(packages.length).toBeGreaterThanOrEqual(documents.size);
    for (const name of packages) {
      expect(brokenLinks(join(output, name)), name).toEqual([]);
      expect(statSync(join(output, name, "llms.txt")).size, name).toBeLessThan(10_000);
    }
  });

  test.each(documentNames())("every method of %s sends what the document says", async (name) => {
    const found = documents.get(name);
    if (found === undefined) throw new Error(`${name} was not generated`);
    const { json, methods } = found;
    const wire = await wireCase(found);
    const wrong: string[] = [];
    for (const method of methods) {
      wrong.push(...(await differences(wire, method, "all")));
      wrong.push(...(await differences(wire, method, "needed")));
      if (hasMedia(method.method)) wrong.push(...(await differences(wire, method, "media")));
    }
    await wire.client.close();
    expect(wrong).toEqual([]);
    expect([...wire.members.keys()].toSorted()).toEqual(methodKeys(json));
  });
});

/** The documents whose methods are called; none without a corpus. */
function documentNames(): string[] {
  const folder = join(corpus, "documents");
  if (corpus === "" || !existsSync(folder)) return [];
  return readdirSync(folder).map((name) => basename(name, ".json"));
}

function methodKeys(json: RawDocument): string[] {
  return methodsOf(json)
    .map(({ keys }) => keys.join("/"))
    .toSorted();
}

/** A client of a document whose requests are recorded. */
async function wireCase({ folder, json, methods }: CorpusDocument): Promise<WireCase> {
  const api = apiOf(json, new Map(), { lenient: true });
  const { sent, transport } = recorder(json, methods);
  const Client = await loadClient(output, folder, api.className);
  return { document: json, client: new Client({ transport }), members: memberPaths(api), sent };
}
