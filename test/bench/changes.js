/** Comparing two revisions: as a command, and in process. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { compareApis } from "../../dist/generator/changes/compare-apis.js";
import { judge, ownPolicy } from "../../dist/generator/changes/judge.js";
import { readDocument } from "../../dist/generator/document/read-document.js";
import { buildModel } from "../../dist/generator/model/build-model.js";
import { median, report, wallTimes } from "./measure.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(root, "dist/generator/bundle/cli.js");
const reseller = join(root, "discovery/reseller-v1.json");

export function benchChanges() {
  const folder = mkdtempSync(join(tmpdir(), "discogen-bench-"));
  try {
    const text = readFileSync(reseller, "utf8");
    const after = join(folder, "reseller-v1.json");
    writeFileSync(after, changed(text));
    const [node = 0, diff = 0] = wallTimes(
      [
        { name: "node", command: [process.execPath, "-e", "0"] },
        { name: "diff", command: [process.execPath, cli, "diff", reseller, after] },
      ],
      15,
    );
    report("diff of two reseller revisions", {
      value: diff,
      base: node,
      against: "node -e 0",
      budget: 2.5,
      unit: "ms",
    });
    inProcess("diff of reseller, in process", text, 1);
    // As large as all but the largest real documents: 1.5 MB.
    inProcess("diff of 25 times reseller, in process", text, 25);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Comparing and judging against reading the two documents, which every command does.
 *
 * @param {string} what
 * @param {string} text
 * @param {number} times
 */
function inProcess(what, text, times) {
  const [before, after] = [repeated(text, times), repeated(changed(text), times)];
  const bytes = [before, after].map((each) => new TextEncoder().encode(each));
  const models = bytes.map((each) => {
    const { value } = readDocument(each);
    const { value: api } = value === null ? { value: null } : buildModel(value);
    if (api === null) throw new Error("the document has no model");
    return api;
  });
  const [old, young] = models;
  if (old === undefined || young === undefined) throw new Error("there are two documents");
  const time = (/** @type {() => void} */ work) => {
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    });
    return median(times);
  };
  const base = time(() => bytes.forEach((each) => readDocument(each)));
  const value = time(() => {
    judge(compareApis(old, young), { policy: ownPolicy, today: "2026-11-25" });
  });
  report(what, { value, base, against: "reading both documents", budget: 3, unit: "ms" });
}

/**
 * A revision with a change of most kinds.
 *
 * @param {string} text
 */
function changed(text) {
  return text
    .replaceAll("DOMAIN", "domain")
    .replaceAll('"numberOfSeats"', '"seatCount"')
    .replaceAll("subscription", "contract")
    .replaceAll('"$ref": "Seats"', '"$ref": "Subscription"');
}

/**
 * A document with each schema and each resource so many times.
 *
 * @param {string} text
 * @param {number} times
 */
function repeated(text, times) {
  const document = JSON.parse(text);
  const { schemas, resources } = document;
  for (let index = 1; index < times; index++) {
    const names = Object.keys(schemas).join("|");
    const renamed = (/** @type {unknown} */ value) =>
      JSON.parse(JSON.stringify(value).replaceAll(new RegExp(`"(${names})"`, "g"), `"$1${index}"`));
    document.schemas = { ...document.schemas, ...renamed(schemas) };
    const all = JSON.stringify(resources).replaceAll('"id":"', `"id":"copy${index}.`);
    const copies = Object.entries(renamed(JSON.parse(all))).map(([name, resource]) => [
      `${name}${index}`,
      resource,
    ]);
    document.resources = { ...document.resources, ...Object.fromEntries(copies) };
  }
  return JSON.stringify(document);
}
