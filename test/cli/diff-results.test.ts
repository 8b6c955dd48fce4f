/** The forms of `discogen diff` that other tools read: SARIF and the XML of JUnit. */
import { describe, expect } from "vitest";
import { plant, test } from "./folders.js";
import { hostileRevisions, hostileTexts } from "./hostile-revisions.js";
import { library } from "./library.js";
import { linesOf, runCli, type Run } from "./run-cli.js";
import { readSarif } from "./sarif.js";
import { elementsOf, readXml, type Element } from "./xml.js";

const before = library();
const after = library((document) => {
  document["revision"] = "20250101";
  document.schemas["Shelf"] = { id: "Shelf", type: "object" };
  document.schemas["Board"] = { id: "Board", type: "object", description: "A board." };
});

function diff(folder: string, ...words: string[]): Promise<Run> {
  return runCli(["diff", "a.json", "./b c.json", ...words], { cwd: folder });
}

async function plantHostile(folder: string): Promise<void> {
  const [old, young] = hostileRevisions();
  await plant(folder, { "a.json": old, "b c.json": young });
}

interface JsonReport {
  readonly counts: Readonly<Record<string, number>>;
  readonly changes: readonly {
    readonly id: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
}

async function jsonOf(folder: string): Promise<JsonReport> {
  const { stdout } = await diff(folder, "--format", "json");
  return JSON.parse(stdout) as JsonReport;
}

describe("--format sarif", () => {
  test("has a result for each change with impact, in the new document", async ({ folder }) => {
    await plant(folder, { "a.json": before, "b c.json": after });
    const run = await diff(folder, "--format", "sarif");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const { results, tool, properties } = readSarif(run.stdout);
    expect(properties).toEqual({
      api: "library:v1",
      from: "20240101",
      to: "20250101",
      bump: "major",
    });
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(["property-removed", "schema-added"]);
    const startLine = linesOf(after).findIndex((line) => line.includes('"Shelf": {')) + 1;
    expect(results).toMatchObject([
      {
        ruleId: "property-removed",
        ruleIndex: 0,
        level: "error",
        message: { text: "Shelf.title: property 'title' removed" },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "./b%20c.json" },
              region: { startLine, startColumn: 5 },
            },
            logicalLocations: [{ fullyQualifiedName: "Shelf.title" }],
          },
        ],
        properties: { name: "property-removed@response", at: "/schemas/Shelf/properties/title" },
      },
      { ruleId: "schema-added", ruleIndex: 1, level: "note" },
    ]);
    const { changes } = await jsonOf(folder);
    const ids = new Set(changes.map(({ id }) => id));
    for (const { partialFingerprints } of results) {
      expect(ids).toContain(partialFingerprints["discogenChange/v1"]);
    }
  });

  test("--all adds what hits nobody; --fail-on decides the exit code alone", async ({ folder }) => {
    await plant(folder, { "a.json": before, "b c.json": after });
    const all = await diff(folder, "--format", "sarif", "--all", "--fail-on", "breaking");
    expect(all).toMatchObject({ code: 1, stderr: "" });
    const { results } = readSarif(all.stdout);
    const { changes } = await jsonOf(folder);
    expect(results).toHaveLength(changes.length);
    expect(results.at(-1)).toMatchObject({ ruleId: "revision-changed", level: "none" });
  });

  test("a document that is no file has no place in one", async ({ folder }) => {
    await plant(folder, { "a.json": before });
    const run = await runCli(["diff", "a.json", "-", "--format", "sarif"], {
      cwd: folder,
      stdin: after,
    });
    expect(run.code).toBe(0);
    expect(readSarif(run.stdout).results[0]?.locations).toEqual([
      { logicalLocations: [{ fullyQualifiedName: "Shelf.title" }] },
    ]);
  });

  test("G-INJ-14: whatever a document says is text, and what it said is kept", async ({
    folder,
  }) => {
    await plantHostile(folder);
    const run = await diff(folder, "--format", "sarif", "--all");
    expect(run.code).toBe(0);
    const { results, tool } = readSarif(run.stdout);
    const { changes } = await jsonOf(folder);
    expect(results).toHaveLength(changes.length);
    for (const { ruleId, ruleIndex } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
    const told = new Set(
      results.flatMap(({ properties }) => [properties["from"], properties["to"]]),
    );
    for (const { from, to } of changes)
      expect([told.has(from), told.has(to)]).toEqual([true, true]);
    for (const text of hostileTexts.slice(0, 11)) expect(told).toContain(`${text}new`);
  });
});

/** Holds a report to its own counts. */
function checkCounts(root: Element): void {
  for (const each of [root, ...elementsOf(root, "testsuite")]) {
    const found = (name: string): string => String(elementsOf(each, name).length);
    expect(each.attributes).toMatchObject({
      tests: found("testcase"),
      failures: found("failure"),
      errors: found("error"),
      skipped: found("skipped"),
    });
  }
}

describe("--format junit", () => {
  test("has a test for each change with impact; what breaks fails", async ({ folder }) => {
    await plant(folder, { "a.json": before, "b c.json": after });
    const run = await diff(folder, "--format", "junit");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const root = readXml(run.stdout);
    checkCounts(root);
    expect(root.name).toBe("testsuites");
    const [suite] = root.children;
    expect(suite?.attributes["name"]).toBe("library:v1 20240101 → 20250101");
    const line = linesOf(before).findIndex((text) => text.includes('"Shelf": {')) + 5;
    expect(elementsOf(root, "testcase")).toMatchObject([
      {
        attributes: {
          classname: "Shelf.title",
          name: "property-removed@response: property 'title' removed",
        },
        children: [
          {
            name: "failure",
            attributes: {
              type: "property-removed",
              message: "Shelf.title: property 'title' removed",
            },
            text: expect.stringMatching(
              new RegExp(`^a.json:${line}:9\nerror: types; bump major\n.`),
            ),
          },
        ],
      },
      { attributes: { classname: "Board" }, children: [{ name: "system-out" }] },
    ]);
  });

  test("fails what --fail-on stops at, and nothing with never", async ({ folder }) => {
    await plant(folder, { "a.json": before, "b c.json": after });
    const found = { never: [0, 0], breaking: [1, 1], additive: [1, 2], any: [1, 2] };
    for (const [failOn, [code, failures]] of Object.entries(found)) {
      const run = await diff(folder, "--format", "junit", "--fail-on", failOn);
      expect(run).toMatchObject({ code, stderr: "" });
      expect(elementsOf(readXml(run.stdout), "failure")).toHaveLength(failures ?? 0);
    }
  });

  test("is not empty where nothing changed", async ({ folder }) => {
    await plant(folder, { "a.json": before, "b c.json": before });
    const root = readXml((await diff(folder, "--format", "junit")).stdout);
    checkCounts(root);
    expect(elementsOf(root, "testcase")).toHaveLength(1);
  });

  test("G-INJ-14: is well-formed, and as long as it should be, whatever a document says", async ({
    folder,
  }) => {
    await plantHostile(folder);
    const { stdout, code } = await diff(folder, "--format", "junit", "--fail-on", "breaking");
    expect(code).toBe(1);
    const root = readXml(stdout);
    checkCounts(root);
    const { counts } = await jsonOf(folder);
    const { error = 0, warning = 0, info = 0 } = counts;
    expect(elementsOf(root, "failure")).toHaveLength(error);
    const cases = elementsOf(root, "testcase");
    expect(cases).toHaveLength(error + warning + info);
    const names = cases.map(({ attributes }) => attributes["name"]).join("\n");
    expect(names).toContain("<script>globalThis.PWN=1</script>");
    expect(names).toContain("]]><failure>PWN</failure><![CDATA[");
  });
});
