/** G-INJ-01 to 05: whatever a document says, its client is data and comments. */
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { documentJson, found, resellerJson, type Json } from "../model/models.js";
import { filesOfApi, hostileApi, printedSources } from "./clients.js";
import { compileErrors, strippedDeclarations } from "./compile.js";
import { attack, commentsOf, faultsOf, nodesOf, parsed } from "./sources.js";

/** A document with this text wherever a document has words for people. */
function documentThatSays(words: string): Json {
  const text = { type: "string", description: words };
  const kind = { ...text, enum: ["a", "b"], enumDescriptions: [words, words] };
  return documentJson({
    title: words,
    description: words,
    documentationLink: "https://example.com/",
    icons: { x16: words },
    auth: { oauth2: { scopes: { "https://example.com/auth/a": { description: words } } } },
    parameters: { fields: { ...text, location: "query" } },
    schemas: {
      Book: {
        type: "object",
        description: words,
        properties: {
          kind: { ...kind, default: words, pattern: words, minimum: words, maximum: words },
          list: { type: "array", description: words, items: kind },
        },
      },
      Books: { type: "array", description: words, items: { $ref: "Book" } },
    },
    resources: {
      books: {
        methods: {
          get: {
            id: "library.books.get",
            httpMethod: "GET",
            path: "books/{id}",
            description: words,
            parameters: { id: { ...kind, location: "path", required: true } },
            scopes: ["https://example.com/auth/a"],
            response: { $ref: "Books" },
          },
        },
      },
    },
  });
}

async function filesThatSay(words: string): Promise<Map<string, string>> {
  const api = found(hostileApi(documentThatSays(words)), "model");
  return new Map(await filesOfApi(api));
}

test("G-INJ-01: the end of a comment in every description ends none", async () => {
  const files = await filesThatSay(attack);
  expect(faultsOf(files)).toEqual([]);
  expect(compileErrors(files)).toEqual([]);
});

describe("G-INJ-02: code in every string of the document, one at a time", () => {
  test("is refused, or stays a string or a comment", () => {
    const json = resellerJson();
    const places = oneOfEachKindAndText(json);
    expect(places.length).toBeGreaterThan(200);
    const broken = places.flatMap((path) => faultsWith(withText(json, path, attack), path));
    expect(broken).toEqual([]);
  }, 120_000);
  test("and so it is in every name, one of each kind at a time", () => {
    const json = resellerJson();
    const broken = oneOfEachKind(namesOf(json)).flatMap((path) =>
      faultsWith(withName(json, path, attack), path),
    );
    expect(broken).toEqual([]);
  });
  test("and so it is after Prettier, one of each kind at a time", async () => {
    const json = resellerJson();
    for (const path of oneOfEachKind(stringsOf(json))) {
      const api = hostileApi(withText(json, path, attack));
      if (api !== null) expect([path, faultsOf(await filesOfApi(api))]).toEqual([path, []]);
    }
  });
});

describe("G-INJ-03: signs that end lines, hide or reorder", () => {
  const signs = [
    "\r",
    "\r\n",
    "\u2028",
    "\u2029",
    "\0",
    "\u001b[31m",
    "\u202e",
    "\u2066",
    "\ud800",
  ];
  const words = ["${x}", "`", "</script>", "//# sourceMappingURL=x", "\u0085", "\u200f", "\ufeff"];
  test.each([...signs, ...words])("%j", async (sign) => {
    const files = await filesThatSay(`before${sign}after ${sign} ${attack}`);
    expect(faultsOf(files)).toEqual([]);
    for (const comment of [...files.values()].flatMap(commentsOf)) {
      expect(comment).not.toMatch(/[^\n\P{Cc}]|[\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u);
      expect(comment).not.toMatch(/[#@] ?sourceMappingURL/);
    }
  });
});

const directives = [
  ["@internal", "{@internal x}", "@deprecated", "@ts-ignore", "@ts-nocheck", "@jsx h"],
  ['/// <reference path="/etc/passwd"/>', "/* eslint-disable */", "eslint-disable-next-line x"],
  ["/* #__PURE__ */", "@__PURE__", "@license x", "`see @internal`", "`see @deprecated now`"],
].flat();

describe("G-INJ-04: words that tell a tool what to do", () => {
  test.each(directives)("%s tells none", async (words) => {
    const files = await filesThatSay(words);
    for (const text of [...files]
      .filter(([path]) => path.endsWith(".ts"))
      .map(([, each]) => each)) {
      const source = parsed(text) as ReturnType<typeof parsed> & { commentDirectives?: unknown };
      expect(source.referencedFiles).toEqual([]);
      expect(source.commentDirectives).toBeUndefined();
      expect(text).not.toMatch(/@internal|@ts-|[#@]__PURE__|eslint-disable|@jsx|@license/i);
      const tags = [...nodesOf(source, ts.isTypeElement), ...nodesOf(source, ts.isClassElement)];
      expect(tags.filter((node) => ts.getJSDocDeprecatedTag(node) !== undefined)).toEqual([]);
    }
  });
  test.each(directives)("%s strips no declaration", async (words) => {
    const stripped = strippedDeclarations(await filesThatSay(words));
    const plain = strippedDeclarations(await filesThatSay("Plain."));
    for (const [path, text] of plain) {
      expect([path, withoutComments(stripped.get(path) ?? "")]).toEqual([
        path,
        withoutComments(text),
      ]);
    }
  });
});

test("G-INJ-04: a link that says @internal strips no declaration", async () => {
  const plain = documentThatSays("Plain.");
  const files = async (json: Json): Promise<string> => {
    const api = found(hostileApi(json), "model");
    return withoutComments(strippedDeclarations(await filesOfApi(api)).get("client.d.ts") ?? "");
  };
  const hostile = { ...plain, documentationLink: "https://example.com/@internal" };
  expect(await files(hostile)).toBe(await files(plain));
});

describe("G-INJ-05: addresses and ids", () => {
  const hostile = ["'", '"', "`", "${x}", "\\", "\n", "\u2028", "\ud800", attack, "*/", " //"];
  const places = ["path", "flatPath", "rootUrl", "servicePath", "batchPath", "id", "methodId"];
  test.each(places)("%s", (place) => {
    for (const sign of hostile) {
      const api = hostileApi(documentWithAddress(place, `x${sign}y`));
      if (api !== null) expect([sign, faultsOf(printedSources(api))]).toEqual([sign, []]);
    }
  });
});

function documentWithAddress(place: string, text: string): Json {
  const method = { id: "library.get", httpMethod: "GET", path: "a/b" };
  const inMethod: Record<string, object> = {
    path: { path: text },
    flatPath: { flatPath: text },
    methodId: { id: text },
  };
  const members: Record<string, object> = {
    rootUrl: { rootUrl: `https://example.com/${text}` },
    servicePath: { servicePath: text },
    batchPath: { batchPath: text },
    id: { id: text },
  };
  const methods = { get: { ...method, ...inMethod[place] } };
  return documentJson({ ...members[place], methods });
}

/** What is wrong with the client of a hostile document; nothing if the document is refused. */
function faultsWith(json: Json, path: readonly string[]): string[] {
  try {
    const api = hostileApi(json);
    const faults = api === null ? [] : faultsOf(printedSources(api));
    return faults.slice(0, 1).map((fault) => `/${path.join("/")}: ${fault}`);
  } catch (error) {
    return [`/${path.join("/")}: ${String(error).slice(0, 200)}`];
  }
}

type Path = readonly string[];

function stringsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => stringsOf(member, [...path, key]));
}

/** The places of all members that have a name of the API's own. */
function namesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const named = /^(schemas|properties|parameters|methods|resources|scopes)$/;
  return Object.entries(value).flatMap(([key, member]) => {
    const inner = namesOf(member, [...path, key]);
    return named.test(path.at(-1) ?? "") && !Array.isArray(value)
      ? [[...path, key], ...inner]
      : inner;
  });
}

/** The first of all places that are alike but for the names in them. */
function oneOfEachKind(paths: readonly Path[]): Path[] {
  return [...new Map(paths.toReversed().map((path) => [kindOf(path), path])).values()];
}

/** All strings, but of those of one kind that say the same (`"type": "string"`) only the first. */
function oneOfEachKindAndText(json: Json): Path[] {
  const text = (path: Path): string =>
    String(path.reduce<unknown>((value, key) => (value as Json)[key], json));
  const places = stringsOf(json).toReversed();
  return [...new Map(places.map((path) => [`${kindOf(path)} ${text(path)}`, path])).values()];
}

// A path without the names of the API, such as "schemas/*/type".
function kindOf(path: Path): string {
  const named = /^(schemas|properties|parameters|methods|resources|scopes)$/;
  return path
    .map((key, index) => (named.test(path[index - 1] ?? "") ? "*" : key))
    .map((key) => (/^\d+$/.test(key) ? "0" : key))
    .join("/");
}

function withText(json: Json, path: Path, text: string): Json {
  const copy = structuredClone(json);
  const owner = path.slice(0, -1).reduce<Json>((value, key) => value[key] as Json, copy);
  owner[path.at(-1) ?? ""] = text;
  return copy;
}

function withName(json: Json, path: Path, name: string): Json {
  const copy = structuredClone(json);
  const owner = path.slice(0, -1).reduce<Json>((value, key) => value[key] as Json, copy);
  const last = path.at(-1) ?? "";
  owner[name] = owner[last];
  delete owner[last];
  return copy;
}

function withoutComments(text: string): string {
  return commentsOf(text)
    .reduce((rest, comment) => rest.replace(comment, ""), text)
    .replace(/\s+/g, " ");
}
