/** Comparing two revisions: as a command, and in process. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
    corpusPairs(process.env["DISCOGEN_CORPUS"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A person takes this for at once. */
const atOnce = 100;

/**
 * The slowest pair of revisions that follow each other, where there are real ones.
 *
 * @param {string | undefined} corpus
 */
function corpusPairs(corpus) {
  if (corpus === undefined) return;
  let slowest = 0;
  for (const api of readdirSync(join(corpus, "revisions"))) {
    const folder = join(corpus, "revisions", api);
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    const models = names.sort().map((name) => modelOf(readFileSync(join(folder, name))));
    for (const [index, young] of models.slice(1).entries()) {
      const old = models[index];
      if (old !== undefined)
        slowest = Math.max(slowest, median(timesOf(() => compare(old, young), 5)));
    }
  }
  const facts = { value: slowest, base: atOnce, against: "the limit", budget: 1, unit: "ms" };
  report("diff of the slowest pair of the corpus, in process", facts);
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
  const [old, young] = bytes.map(modelOf);
  if (old === undefined || young === undefined) throw new Error("there are two documents");
  const base = median(timesOf(() => bytes.forEach((each) => readDocument(each)), 15));
  const value = median(timesOf(() => compare(old, young), 15));
  report(what, { value, base, against: "reading both documents", budget: 3, unit: "ms" });
}

/** @param {Uint8Array} bytes */
function modelOf(bytes) {
  const { value } = readDocument(bytes);
  const { value: api } =
    value === null ? { value: null } : buildModel(value, undefined, { lenient: true });
  if (api === null) throw new Error("the document has no model");
  return api;
}

/**
 * @param {ReturnType<typeof modelOf>} old
 * @param {ReturnType<typeof modelOf>} young
 */
function compare(old, young) {
  judge(compareApis(old, young), { policy: ownPolicy, today: "2026-11-25" });
}

/**
 * @param {() => void} work
 * @param {number} rounds
 */
function timesOf(work, rounds) {
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
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
