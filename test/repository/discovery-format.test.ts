/** docs/discovery-format.md: every key, its meaning, an example, and the test that proves it. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { everyKey } from "../document/documents.js";
import { apiOf } from "../model/models.js";
import { readJson, readText, root } from "./paths.js";

/** A line of one of the tables. */
interface Row {
  readonly section: string;
  readonly keys: readonly string[];
  readonly meaning: string;
  readonly seenIn: readonly string[];
  readonly tests: readonly string[];
}

const page = readText("docs/discovery-format.md");
const rows = page.split(/^## /m).slice(1).flatMap(rowsOf);

function rowsOf(part: string): Row[] {
  const [section = "", ...lines] = part.split("\n");
  return lines
    .filter((line) => line.startsWith("| `"))
    .map((line) => {
      const [keys = "", meaning = "", seenIn = "", tests = ""] = line.split("|").slice(1);
      const all = { keys: quoted(keys), seenIn: quoted(seenIn), tests: quoted(tests) };
      return { section, meaning: meaning.trim(), ...all };
    });
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
}

interface Shape {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
}

interface DocumentShape extends Shape {
  readonly definitions: Readonly<Record<string, Shape>>;
}

const shape = readJson<DocumentShape>("generator/document/document.schema.json");

/** The keys of an object and of the nameless objects in it: `auth.oauth2.scopes.*.description`. */
function keysOf({ properties = {} }: Shape, prefix = ""): string[] {
  return Object.entries(properties).flatMap(([key, value]) => [
    prefix + key,
    ...keysOf(value, `${prefix}${key}.`),
    ...keysOf(value.items ?? {}, `${prefix}${key}[].`),
    ...(typeof value.additionalProperties === "object"
      ? keysOf(value.additionalProperties, `${prefix}${key}.*.`)
      : []),
  ]);
}

/** What every schema has is told once, under "Schema". */
function knownKeys(section: string): string[] {
  if (section === "Document") return keysOf(shape);
  const keys = keysOf(shape.definitions[section.toLowerCase()] ?? {});
  if (section !== "Request" && section !== "Parameter") return keys;
  const inner = keys.filter((key) => !/^(annotations|variant)\./.test(key));
  const common = section === "Request" ? knownKeys("Schema") : [];
  return inner.filter((key) => !common.includes(key));
}

const sections = ["Document", "Resource", "Method", "Request", "Schema", "Parameter"];

test.each(sections)(
  "every key of a %s that is known stands there once, and no other",
  (section) => {
    const told = rows.filter((row) => row.section === section).flatMap(({ keys }) => keys);
    expect(told.toSorted()).toEqual(knownKeys(section).toSorted());
    expect(told.length).toBeGreaterThan(0);
  },
);

test("no section is forgotten", () => {
  expect([...new Set(rows.map(({ section }) => section))].toSorted()).toEqual(sections.toSorted());
  const parts = Object.keys(shape.definitions).map((name) => name.toLowerCase());
  expect(["document", ...parts].toSorted()).toEqual(
    sections.map((name) => name.toLowerCase()).toSorted(),
  );
});

test("every key has a meaning or a reason, and a test that exists", () => {
  for (const { keys, meaning, tests } of rows) {
    expect([keys, meaning.length > 10, tests.length > 0]).toEqual([keys, true, true]);
    expect([keys, tests.filter((path) => !existsSync(root + path))]).toEqual([keys, []]);
  }
});

const cases = readText("docs/real-documents.md");

test("every test that docs/real-documents.md names exists, and each of its 64 cases names one", () => {
  const named = [...cases.matchAll(/`(test\/[^`]+)`/g)].map(([, path = ""]) => path);
  expect(named.filter((path) => !existsSync(root + path))).toEqual([]);
  const lines = cases.split("\n").filter((line) => /^\| \d+ /.test(line));
  const numbers = lines.map((line) => Number(/\d+/.exec(line)?.[0]));
  expect(numbers).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
  expect(lines.filter((line) => !line.includes("`test/"))).toEqual([]);
});

test("what is called ignored is in the model's rest, and all that is there is told", () => {
  const told = rows.filter(({ section }) => /^(Document|Resource|Method)$/.test(section));
  const keysWhere = (pattern: RegExp): string[] =>
    told.flatMap(({ section, keys, meaning }) =>
      pattern.test(meaning) ? keys.map((key) => `${section} ${key}`) : [],
    );
  const kept = new Set(apiOf(everyKey).rest.flatMap(({ at }) => placeOf(at)));
  const ignored = keysWhere(/^Ignored/);
  // Of an object that is ignored, rest has the leaves.
  const leaves = ignored.filter((key) => !ignored.some((other) => other.startsWith(`${key}.`)));
  expect(leaves.filter((key) => !kept.has(key))).toEqual([]);
  expect(leaves.length).toBeGreaterThan(10);
  const inRest = keysWhere(/^Ignored|`rest`/);
  expect([...kept].filter((key) => !inRest.includes(key))).toEqual([]);
});

/** `/resources/books/methods/get/etagRequired` → `Method etagRequired`; nothing inside types. */
function placeOf(pointer: string): string[] {
  const inner = pointer.replace(/^(\/resources\/[^/]+)*/, "");
  const method = /^\/methods\/[^/]+\/(.+)$/.exec(inner)?.[1];
  const path = method ?? inner.slice(1);
  if (/^(schemas|parameters|request|response)\//.test(path)) return [];
  const section = method !== undefined ? "Method" : inner === pointer ? "Document" : "Resource";
  return [`${section} ${path.replace(/\/\d+/g, "").replaceAll("/", ".")}`];
}

const corpus = process.env["DISCOGEN_CORPUS"] ?? "";

test.skipIf(corpus === "")(
  "every key is in its example, and where none is named, in no document",
  () => {
    const folder = join(corpus, "documents");
    const found = new Map(
      readdirSync(folder).map((name) => {
        const json = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
          readonly id: string;
        };
        return [json.id, documentKeys(json)];
      }),
    );
    for (const { section, keys, seenIn } of rows) {
      for (const key of keys.map((each) => `${section} ${each}`)) {
        for (const id of seenIn)
          expect([key, id, found.get(id)?.has(key)]).toEqual([key, id, true]);
        const owners = [...found].filter(([, has]) => has.has(key)).map(([id]) => id);
        if (seenIn.length === 0) expect([key, owners]).toEqual([key, []]);
      }
    }
  },
);

type Node = Readonly<Record<string, unknown>>;

/** The keys that a document really has, written as in the tables. */
function documentKeys(json: object): ReadonlySet<string> {
  const keys = new Set<string>();
  addKeys(keys, "Document", shape, json as Node);
  return keys;
}

function addKeys(keys: Set<string>, section: string, known: Shape, node: Node, prefix = ""): void {
  for (const [key, value] of Object.entries(node)) {
    const next = known.properties?.[key] ?? {};
    keys.add(`${section} ${prefix}${key}`);
    // A request is a schema too.
    if (section === "Request") keys.add(`Schema ${prefix}${key}`);
    const inner = (each: Shape, member: unknown, path: string): void => {
      const name = each.$ref?.split("/").at(-1) ?? "";
      const [place, target, start] =
        name === ""
          ? [section, each, path]
          : [name.charAt(0).toUpperCase() + name.slice(1), shape.definitions[name] ?? {}, ""];
      if (typeof member === "object" && member !== null)
        addKeys(keys, place, target, member as Node, start);
    };
    if (Array.isArray(value)) {
      for (const item of value) inner(next.items ?? {}, item, `${prefix}${key}[].`);
    } else if (typeof next.additionalProperties === "object") {
      for (const member of Object.values(value as Node))
        inner(next.additionalProperties, member, `${prefix}${key}.*.`);
    } else inner(next, value, `${prefix}${key}.`);
  }
}
