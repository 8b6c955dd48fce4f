/**
 * F3: whole documents whose every string may be hostile. Each is refused with places, or becomes sources in
 * which none of its texts is code: by the parser gate, by the scanner, and by the compiler for some of them.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { documentJson, type Json } from "../model/models.js";
import { filesOfApi, hostileApi, printedSources } from "../output/clients.js";
import { compileErrors } from "../output/compile.js";
import { marker, strayMarkers, syntaxErrors } from "../output/sources.js";
import { hostileText } from "./dictionary.js";
import { fuzz } from "./regressions.js";

const text = hostileText();
/** Names that several elements wish for, and names that nobody would think of. */
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "A", "Book", "book", "BookInput", "Unrecognized") },
  { weight: 1, arbitrary: hostileText(2).map(longer) },
);

/** A name becomes an identifier; one that were the marker itself could not be told from code. */
function longer(text: string): string {
  return text.replaceAll(marker, `x${marker}x`);
}

const scalar = fc.record(
  {
    type: fc.constantFrom("string", "integer", "number", "boolean", "any"),
    format: fc.constantFrom("int64", "byte", "date-time", "odd"),
    description: text,
    default: text,
    pattern: text,
    minimum: text,
    maximum: text,
    enum: fc.array(text, { minLength: 1, maxLength: 3 }),
    enumDescriptions: fc.array(text, { minLength: 1, maxLength: 3 }),
    deprecated: fc.constant(true),
    readOnly: fc.constant(true),
  },
  { requiredKeys: ["type"] },
);

const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.record({ $ref: name }),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ type: fc.constant("object"), additionalProperties: tie("schema") }),
    fc.record({
      type: fc.constant("object"),
      description: text,
      properties: fc.dictionary(name, tie("schema"), { maxKeys: 3 }),
    }),
  ),
}));

const method = fc.record(
  {
    id: text,
    httpMethod: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE"),
    path: fc.oneof(fc.constantFrom("books", "v1/{+x}", "{x}/a:b"), text),
    description: text,
    parameters: fc.dictionary(
      name,
      scalar.chain((kind) =>
        fc.constantFrom("path", "query").map((location) => ({
          ...kind,
          location,
          required: location === "path",
        })),
      ),
      { maxKeys: 3 },
    ),
    request: schema,
    response: schema,
    scopes: fc.array(text, { maxLength: 2 }),
    streamingType: fc.constantFrom("SERVER_SIDE", "NONE"),
    supportsMediaDownload: fc.constant(true),
    apiVersion: text,
  },
  { requiredKeys: ["id", "httpMethod", "path"] },
);

const document: fc.Arbitrary<Json> = fc
  .record(
    {
      title: text,
      description: text,
      documentationLink: text,
      canonicalName: text,
      schemas: fc.dictionary(name, schema, { maxKeys: 4 }),
      methods: fc.dictionary(name, method, { maxKeys: 2 }),
      resources: fc.dictionary(
        name,
        fc.record({ methods: fc.dictionary(name, method, { maxKeys: 3 }) }),
        { maxKeys: 2 },
      ),
      parameters: fc.constant({ fields: { type: "string", location: "query" } }),
    },
    { requiredKeys: [] },
  )
  .map(withOwnIds);

/** Most documents would be refused for what they say of one method elsewhere: those mistakes are mended. */
function withOwnIds(members: object): Json {
  const json = documentJson(JSON.parse(JSON.stringify(members)) as object);
  let count = 0;
  const mend = (holder: unknown): void => {
    const { methods = {}, resources = {} } = (holder ?? {}) as Record<string, Json>;
    for (const each of Object.values(methods) as Json[]) {
      each["id"] = `library.m${count++}`;
      each["scopes"] = [];
      const path = String(each["path"]);
      const parameters = (each["parameters"] ?? {}) as Record<string, Json>;
      for (const parameter of Object.values(parameters)) parameter["location"] = "query";
      if (path.includes("x}")) {
        parameters["x"] = { type: "string", location: "path", required: true };
        each["parameters"] = parameters;
      }
    }
    for (const each of Object.values(resources)) mend(each);
  };
  mend(json);
  const schemas = (json["schemas"] ?? {}) as Json;
  // A reference to nothing is told by other tests.
  const known = Object.keys(schemas);
  return JSON.parse(
    JSON.stringify(json, (key, value: unknown) =>
      key === "$ref" && typeof value === "string"
        ? (known[value.length % known.length] ?? value)
        : value,
    ),
  ) as Json;
}

test("F3: no text of any document becomes code", { timeout: 3_600_000 }, async () => {
  const counts = { generated: 0, refused: 0 };
  await fuzz({
    name: "whole-generation",
    inputs: document,
    check: async (json) => {
      const api = hostileApi(json);
      if (api === null) {
        counts.refused++;
        return;
      }
      counts.generated++;
      const sources = printedSources(api);
      for (const source of sources.values()) {
        expect(syntaxErrors(source)).toEqual([]);
        expect(strayMarkers(source)).toEqual([]);
      }
      if (counts.generated % 50 === 0) {
        expect(compileErrors(await filesOfApi(api))).toEqual([]);
      }
    },
  });
  // Else the documents prove nothing.
  expect(counts.generated).toBeGreaterThan(counts.refused / 4);
});
