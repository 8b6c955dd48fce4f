/** Documents as large as the limits allow become clients in seconds: no step takes the square of their size. */
import { describe, expect, test } from "vitest";
import { buildModel } from "#generator/model/build-model.js";
import { planFiles } from "#templates/plan-files.js";
import { found } from "../model/models.js";
import { facts } from "../output/clients.js";
import { documentWith, problemsOf, read } from "./documents.js";

const most = 20_000;
/** How many things the documents have that are timed: all that is allowed in `npm run soak`. */
const size = process.env["DISCOGEN_SOAK"] === undefined ? most / 2 : most;
const text = { type: "string" };

function many<T>(
  count: number,
  member: (index: number) => readonly [string, T],
): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => member(index)));
}

/** Methods `m0`, `m1`, …. */
function methods(more: (index: number) => object = () => ({}), count = size): object {
  const method = (index: number): object => ({
    id: `library.m${index}`,
    httpMethod: "POST",
    path: "x",
    ...more(index),
  });
  return many(count, (index) => [`m${index}`, method(index)]);
}

/** Schemas `S0`, `S1`, …, each of which holds the next. */
function ring(more: object = {}): object {
  return many(size, (index) => {
    const next = { $ref: `S${(index + 1) % size}` };
    return [`S${index}`, { type: "object", properties: { next, ...more } }];
  });
}

const shared = { request: { $ref: "S" }, response: { $ref: "S" } };
const token = { pageToken: { ...text, location: "query" } };

const large: Record<string, () => object> = {
  "methods of one resource": () => ({ resources: { a: { methods: methods() } } }),
  "resources of one method each": () => ({
    resources: many(size, (index) => [
      `r${index}`,
      { methods: { get: { id: `library.r${index}`, httpMethod: "GET", path: "x" } } },
    ]),
  }),
  "methods that share their names with resources": () => ({
    resources: {
      a: { methods: methods(), resources: many(size - 1, (index) => [`m${index}`, {}]) },
    },
  }),
  "schemas that hold one another, each sent and received": () => ({
    schemas: ring(),
    methods: methods((index) => ({
      request: { $ref: `S${index}` },
      response: { $ref: `S${index}` },
    })),
    parameters: { fields: { ...text, location: "query" } },
  }),
  "schemas with twins for requests": () => ({
    schemas: ring({ id: { ...text, readOnly: true } }),
    methods: methods((index) => ({ request: { $ref: `S${index}` } })),
  }),
  "references in a chain": () => ({
    schemas: many(size, (index) => [
      `S${index}`,
      index === size - 1 ? text : { $ref: `S${index + 1}` },
    ]),
    methods: methods((index) => ({ response: { $ref: `S${index}` } })),
  }),
  "properties of the request of all methods": () => ({
    schemas: {
      S: { type: "object", properties: many(size, (index) => [`p${index}`, text]) },
    },
    methods: methods(() => shared),
  }),
  "lists in the page of all methods": () => ({
    schemas: {
      S: {
        type: "object",
        properties: {
          nextPageToken: text,
          ...many(size, (index) => [`p${index}`, { type: "array", items: { $ref: "S" } }]),
        },
      },
    },
    methods: methods(() => ({ ...shared, parameters: token })),
  }),
  "operations, polls and scopes": () => ({
    auth: { oauth2: { scopes: many(size, (index) => [`https://example.com/auth/s${index}`, {}]) } },
    schemas: {
      S: {
        type: "object",
        properties: {
          name: text,
          done: { type: "boolean" },
          error: text,
          response: text,
          ...many(size, (index) => [`p${index}`, text]),
        },
      },
    },
    methods: methods(
      (index) => ({ response: { $ref: "S" }, scopes: [`https://example.com/auth/s${index}`] }),
      size - 1_000,
    ),
    resources: many(1_000, (index) => [
      `r${index}`,
      {
        methods: {
          get: {
            id: `library.r${index}`,
            httpMethod: "GET",
            path: "x/{name}",
            parameters: { name: { ...text, location: "path", required: true } },
            response: { $ref: "S" },
          },
        },
      },
    ]),
  }),
  "values of an enum that all pages hold": () => ({
    schemas: {
      S: {
        type: "object",
        properties: {
          nextPageToken: text,
          kinds: {
            type: "array",
            items: {
              ...text,
              enum: Array.from({ length: 10_000 }, (_, index) => "v".repeat(100) + index),
            },
          },
        },
      },
    },
    methods: methods(() => ({ parameters: token, response: { $ref: "S" } })),
  }),
  "parameters in an order": () => ({
    methods: {
      get: {
        id: "library.get",
        httpMethod: "GET",
        path: "x",
        parameterOrder: Array.from({ length: size }, (_, index) => `p${size - index}`),
        parameters: many(size + 1, (index) => [`p${index}`, { ...text, location: "query" }]),
      },
    },
  }),
  "names that are all one name without their signs": () => ({
    schemas: many(size, (index) => [
      `a${"-".repeat(index % 100)}.${"+".repeat((index / 100) % 100)}.${"~".repeat(index / 10_000)}`,
      {},
    ]),
  }),
};

/** The processor's time, which a busy machine does not change much. */
function secondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

// Several times what it takes; the square of the size takes minutes.
const mostSeconds = (20 * size) / most + 5;

test.each(Object.keys(large))("thousands of %s", { timeout: 120_000 }, (title) => {
  const seconds = secondsOf(() => {
    const { value, problems } = read(documentWith(large[title]?.() ?? {}));
    expect(problems).toEqual([]);
    const model = buildModel(found(value, "document"));
    expect(planFiles(found(model.value, "model"), facts).length).toBeGreaterThan(5);
  });
  expect(seconds).toBeLessThan(mostSeconds);
});

test("thousands of long names without a near one are searched in no time", () => {
  const long = (index: number): string => `${index}`.padStart(150, "abcdefghij");
  const document = documentWith({
    schemas: many(size, (index) => [`S${long(index)}`, {}]),
    methods: methods((index) => ({ response: { $ref: `T${long(index)}` } }), 100),
  });
  const seconds = secondsOf(() => {
    expect(buildModel(found(read(document).value, "document")).problems).toHaveLength(100);
  });
  expect(seconds).toBeLessThan(mostSeconds);
});

describe("what would make generated code many times the document is refused", () => {
  test("inline objects count as schemas", () => {
    const inline = { type: "object", properties: { a: {} } };
    const properties = many(most, (index) => [`p${index}`, inline]);
    const schemas = { S: { type: "object", properties } };
    expect(problemsOf(documentWith({ schemas }))).toEqual(["too-large /schemas"]);
    delete properties["p0"];
    expect(problemsOf(documentWith({ schemas }))).toEqual([]);
  });
  test("members and elements, of whatever they are", () => {
    const scopes = Array.from({ length: 499_990 }, () => "s");
    const document = (all: readonly string[]): object =>
      documentWith({ methods: methods(() => ({ scopes: all }), 1) });
    expect(problemsOf(document([...scopes, ...scopes.slice(0, 10)]))).toEqual(["too-large "]);
    expect(problemsOf(document(scopes))).toEqual([]);
  });
  test("variables of paths", () => {
    const paths = (count: number): object =>
      documentWith({ methods: methods(() => ({ path: "{a}/".repeat(count) }), 200) });
    expect(problemsOf(paths(501))).toEqual(["too-large "]);
    expect(problemsOf(paths(500))).toEqual([]);
  });
  test("resources", () => {
    const resources = many(most + 1, (index) => [`r${index}`, {}]);
    expect(problemsOf(documentWith({ resources }))).toEqual(["too-large "]);
  });
  test("values of an enum", () => {
    const values = Array.from({ length: 10_001 }, (_, index) => `v${index}`);
    const schemas = { S: { type: "array", items: { ...text, enum: values } } };
    expect(problemsOf(documentWith({ schemas }))).toEqual(["too-large /schemas/S/items/enum"]);
  });
  test("long names above many methods", () => {
    const nested = (depth: number): object =>
      depth === 0
        ? { methods: methods(undefined, 2_000) }
        : { resources: { ["n".repeat(250)]: nested(depth - 1) } };
    expect(problemsOf(documentWith(nested(10)))).toEqual(["too-large "]);
    expect(problemsOf(documentWith(nested(3)))).toEqual([]);
  });
  test("long keys above many members, also where nobody knows them", () => {
    const icons = many(2_000, (index) => [`i${index}`, 1]);
    const document = documentWith({ labs: { ["n".repeat(40_000)]: icons } });
    expect(problemsOf(document)).toEqual(["unknown-key /labs", "too-large "]);
  });
  test("titles, names and links that every file or method repeats", () => {
    const long = {
      title: "t".repeat(257),
      canonicalName: "c".repeat(257),
      revision: "r".repeat(257),
    };
    const links = { documentationLink: `https://example.com/${"d".repeat(2_048)}` };
    expect(problemsOf(documentWith({ ...long, ...links })).toSorted()).toEqual([
      "too-large /canonicalName",
      "too-large /documentationLink",
      "too-large /revision",
      "too-large /title",
    ]);
  });
});
