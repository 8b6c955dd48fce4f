/** F1: any bytes are refused with places, or become a document and a model that is plain data. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDocument } from "#generator/document/read-document.js";
import { buildModel } from "#generator/model/build-model.js";
import { hasErrors, type Problem } from "#generator/problem.js";
import { bytesOf, everyKey } from "../document/documents.js";
import { resellerJson, type Json } from "../model/models.js";
import { hostileText } from "./dictionary.js";
import { fuzz } from "./regressions.js";

/** Long random tests: `npm run soak` makes twenty times as many. */
const patience = { timeout: 3_600_000 };

function checkProblems(value: unknown, problems: readonly Problem[]): void {
  expect(value === null).toBe(hasErrors(problems));
  for (const { pointer, message, remedy, offset } of problems) {
    expect(pointer).toMatch(/^(?:\/|$)/);
    expect(message + remedy).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(offset ?? 0).toBeGreaterThanOrEqual(0);
  }
}

/** Reads and builds; everything that holds of any outcome. */
function check(bytes: Uint8Array): readonly Problem[] {
  const { value, problems } = readDocument(bytes);
  checkProblems(value, problems);
  if (value === null) return problems;
  const model = buildModel(value);
  checkProblems(model.value, model.problems);
  const isPlain = isDeepStrictEqual(JSON.parse(JSON.stringify(model.value)), model.value);
  expect(isPlain).toBe(true);
  return [...problems, ...model.problems];
}

test("F1: bytes of any kind", patience, async () => {
  const piece = fc.oneof(
    fc.constantFrom("{", "}", "[", "]", ":", ",", '"name":', '"schemas":', '"x"', "1", "null"),
    hostileText().map((text) => JSON.stringify(text)),
  );
  const inputs = fc.oneof(
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
    fc.json({ maxDepth: 5 }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  );
  await fuzz({
    name: "bytes",
    inputs,
    check: (text) => {
      check(bytesOf(text));
      check(Buffer.from(text, "latin1"));
    },
  });
});

/** The documents that are changed: ours, and real ones where there are some. */
function seeds(): Json[] {
  const folder = join(process.env["DISCOGEN_CORPUS"] ?? "", "documents");
  const small = ["kgsearch.v1", "translate.v2", "oauth2.v2", "discovery.v1", "homegraph.v1"];
  const isThere = process.env["DISCOGEN_CORPUS"] !== undefined && existsSync(folder);
  const names = isThere
    ? readdirSync(folder).filter((name) => small.includes(name.slice(0, -5)))
    : [];
  const real = names.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Json);
  return [everyKey, resellerJson(), ...real];
}

const originals = seeds().map((json) => JSON.stringify(json));

/** One change of a document; the numbers choose a place in it, and one in another document. */
interface Change {
  readonly kind: "delete" | "retype" | "text" | "splice" | "nest" | "rename";
  readonly at: number;
  readonly other: number;
  readonly text: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("delete", "retype", "text", "splice", "nest", "rename"),
  at: fc.nat(),
  other: fc.nat(),
  text: hostileText(),
});

const mutant = fc.record({
  seed: fc.nat(),
  changes: fc.array(change, { minLength: 1, maxLength: 5 }),
  /** Where the text ends, of a thousand; 1,000 is its end. */
  end: fc.oneof(
    { weight: 9, arbitrary: fc.constant(1_000) },
    { weight: 1, arbitrary: fc.nat(999) },
  ),
});

interface Place {
  readonly owner: Json;
  readonly key: string;
}

function placesIn(value: unknown, places: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return places;
  for (const key of Object.keys(value)) {
    places.push({ owner: value as Json, key });
    placesIn((value as Json)[key], places);
  }
  return places;
}

function apply(json: Json, { kind, at, other, text }: Change): void {
  const places = placesIn(json);
  const place = places[at % Math.max(places.length, 1)];
  if (place === undefined) return;
  const { owner, key } = place;
  const put = (value: unknown, name = key): void => {
    Object.defineProperty(owner, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  };
  if (kind === "delete") delete owner[key];
  if (kind === "retype") put([null, 5, true, "", [], {}, ["a"], { a: {} }, -1, 1.5][other % 10]);
  if (kind === "text") put(text);
  if (kind === "rename" && !Array.isArray(owner)) put(owner[key], text);
  if (kind === "nest") {
    put(Array.from({ length: 100 }).reduce<unknown>((inner) => ({ items: inner }), owner[key]));
  }
  if (kind === "splice") {
    const source = JSON.parse(originals[other % originals.length] ?? "{}") as Json;
    const parts = placesIn(source);
    const part = parts[other % parts.length];
    if (part !== undefined) put(part.owner[part.key]);
  }
}

/** Of the documents that are changed some remain documents: only they try the model. */
let [models, refused] = [0, 0];

test("F1: real documents, changed in one to five places", patience, async () => {
  await fuzz({
    name: "document",
    inputs: mutant,
    sizeOf: ({ seed }) => originals[seed % originals.length]?.length ?? 0,
    check: ({ seed, changes, end }) => {
      const json = JSON.parse(originals[seed % originals.length] ?? "{}") as Json;
      for (const each of changes) apply(json, each);
      const text = JSON.stringify(json);
      const problems = check(bytesOf(text.slice(0, Math.ceil((text.length * end) / 1_000))));
      if (hasErrors(problems)) refused++;
      else models++;
    },
  });
  expect(models).toBeGreaterThan(refused / 10);
});

test("F1: a key that stands twice is always found", patience, async () => {
  const inputs = fc.record({ seed: fc.nat(), at: fc.nat(), key: hostileText(2) });
  await fuzz({
    name: "duplicate-key",
    inputs,
    sizeOf: ({ seed }) => originals[seed % originals.length]?.length ?? 0,
    check: ({ seed, at, key }) => {
      const json = JSON.parse(originals[seed % originals.length] ?? "{}") as Json;
      const places = placesIn(json).filter(({ owner }) => !Array.isArray(owner));
      const { owner, key: first } = places[at % places.length] ?? { owner: json, key: "name" };
      // Two keys that no document has, one of which then becomes the other's twin.
      const [one, two] = ["\u0001first", "\u0001second"];
      owner[one] = owner[first];
      owner[two] = 5;
      const name = JSON.stringify(key);
      const text = JSON.stringify(json)
        .replace(JSON.stringify(one), () => name)
        .replace(JSON.stringify(two), () => name);
      const codes = readDocument(bytesOf(text)).problems.map(({ code }) => code);
      expect(codes).toContain("duplicate-key");
    },
  });
});
