import { describe, expect, test } from "vitest";
import type { Api } from "#generator/model/model.js";
import { publishedNames } from "#generator/model/api-names.js";
import { apiOf, documentJson, found, methodOf, type Json } from "./models.js";

const text = { type: "string" };
const anything = { type: "object", additionalProperties: { type: "any" } };
const longRunning = {
  type: "object",
  properties: {
    name: text,
    done: { type: "boolean" },
    error: { type: "object" },
    response: anything,
    metadata: anything,
  },
};
const compute = {
  type: "object",
  properties: {
    name: text,
    selfLink: text,
    status: { ...text, enum: ["PENDING", "RUNNING", "DONE"] },
  },
};

/** Methods `library.<resource>.<name>` that give the schema `Operation`, by `resource.name`. */
function documentWith(methods: { readonly [id: string]: object }, operation: object): Json {
  const resources: Record<string, { methods: Record<string, object> }> = {};
  for (const [id, method] of Object.entries(methods)) {
    const [resource = "", name = ""] = id.split(".");
    const whole = {
      id: `library.${id}`,
      httpMethod: name === "get" ? "GET" : "POST",
      path: name === "get" ? "v1/{+name}" : `v1/${resource}`,
      parameters: name === "get" ? { name: { ...text, location: "path", required: true } } : {},
      response: { $ref: "Operation" },
      ...method,
    };
    (resources[resource] ??= { methods: {} }).methods[name] = whole;
  }
  return documentJson({ resources, schemas: { Operation: operation } });
}

/** The role of each method, with the resource whose member waits. */
function rolesOf(api: Api): Record<string, string | null> {
  return Object.fromEntries(
    api.resources.flatMap(({ methods }) =>
      methods.map(({ id, operation }) => [
        id.replace("library.", ""),
        operation === null
          ? null
          : `${operation.role} ${operation.style} ${operation.poll.split("/")[2]}.${operation.waitName}`,
      ]),
    ),
  );
}

function roles(
  methods: { readonly [id: string]: object },
  operation: object = longRunning,
): Record<string, string | null> {
  return rolesOf(apiOf(documentWith(methods, operation)));
}

describe("an operation is known by its structure", () => {
  test("google.longrunning: name, done, error, and response or metadata", () => {
    expect(roles({ "operations.get": {}, "books.copy": {} })).toEqual({
      "operations.get": "poll done operations.waitUntilDone",
      "books.copy": "start done operations.waitUntilDone",
    });
  });

  test("compute: name, status with DONE, selfLink or operationType", () => {
    expect(roles({ "operations.get": {}, "books.copy": {} }, compute)).toEqual({
      "operations.get": "poll status operations.waitUntilDone",
      "books.copy": "start status operations.waitUntilDone",
    });
  });

  test("a status without enum counts if its words say DONE", () => {
    const said = { ...text, description: "One of `PENDING`, `RUNNING`, or `DONE`." };
    const properties = { ...compute.properties, status: said };
    expect(roles({ "operations.get": {} }, { type: "object", properties })).toEqual({
      "operations.get": "poll status operations.waitUntilDone",
    });
  });

  test.each([
    ["without a name", { ...longRunning.properties, name: undefined }],
    ["whose done is text", { ...longRunning.properties, done: text }],
    ["without error", { ...longRunning.properties, error: undefined }],
    [
      "that has neither response nor metadata",
      { name: text, done: { type: "boolean" }, error: {} },
    ],
    ["whose status knows no DONE", { ...compute.properties, status: { ...text, enum: ["done"] } }],
    ["with a status alone", { name: text, status: compute.properties.status }],
  ])("a schema %s is none", (_, properties) => {
    const operation = JSON.parse(JSON.stringify({ type: "object", properties })) as object;
    const found = roles({ "operations.get": {}, "books.copy": {} }, operation);
    expect(found).toEqual({ "operations.get": null, "books.copy": null });
  });
});

describe("polls", () => {
  test("without one the methods give plain values", () => {
    expect(roles({ "books.copy": {} })).toEqual({ "books.copy": null });
  });

  test("a GET of another name starts an operation", () => {
    const check = { httpMethod: "GET" };
    expect(roles({ "operations.get": {}, "books.check": check })).toMatchObject({
      "books.check": "start done operations.waitUntilDone",
    });
  });

  test("a GET named get whose path ends with a word is none", () => {
    const found = roles({ "books.get": { path: "v1/{+name}/state" } });
    expect(found).toEqual({ "books.get": null });
  });

  test("of several the one whose parameters the starter has waits for it", () => {
    const path = (...names: string[]): object => ({
      path: names.map((name) => `${name}s/{${name}}`).join("/"),
      parameters: Object.fromEntries(
        names.map((name) => [name, { ...text, location: "path", required: true }]),
      ),
    });
    const found = roles(
      {
        "zoneOperations.get": path("project", "zone", "operation"),
        "globalOperations.get": path("project", "operation"),
        "disks.insert": path("project", "zone"),
        "images.insert": path("project"),
      },
      compute,
    );
    expect(found).toMatchObject({
      "disks.insert": "start status zoneOperations.waitUntilDone",
      "images.insert": "start status globalOperations.waitUntilDone",
    });
  });
});

describe("the member that waits", () => {
  const methods = { "operations.get": {}, "operations.waitUntilDone": {} };

  test("gives way to a method of the document that has the name", () => {
    const api = apiOf(documentWith(methods, longRunning));
    expect(methodOf(api, "library.operations.waitUntilDone").tsName).toBe("waitUntilDone");
    expect(methodOf(api, "library.operations.get").operation?.waitName).toBe("waitUntilDone2");
  });

  test("keeps the name once it is published", () => {
    const before = apiOf(documentWith({ "operations.get": {} }, longRunning));
    const api = apiOf(documentWith(methods, longRunning), publishedNames(before));
    expect(methodOf(api, "library.operations.get").operation?.waitName).toBe("waitUntilDone");
    expect(methodOf(api, "library.operations.waitUntilDone").tsName).toBe("waitUntilDone2");
  });

  test("stands in the lock beside the method that it asks by", () => {
    const names = publishedNames(apiOf(documentWith({ "operations.get": {} }, longRunning)));
    const at = "/resources/operations/methods/get/wait";
    expect(found(names.get(at), at)).toBe("waitUntilDone");
  });
});
