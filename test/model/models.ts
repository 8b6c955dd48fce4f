import { readFileSync } from "node:fs";
import type { Document } from "#generator/document/document.js";
import { readDocument } from "#generator/document/read-document.js";
import { buildModel } from "#generator/model/build-model.js";
import type { Api, Method, Resource, Schema } from "#generator/model/model.js";
import type { Names } from "#generator/model/names.js";

/** A JSON object whose members are not looked at by the types. */
export interface Json {
  [key: string]: unknown;
}

/** The reseller document as plain JSON, fresh with each call. */
export function resellerJson(): Json {
  const path = new URL("../../discovery/reseller-v1.json", import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as Json;
}

/** A document with these members besides the necessary ones. */
export function documentJson(members: object): Json {
  const head = { name: "library", version: "v1", title: "Library API" };
  return { ...head, rootUrl: "https://library.example.com/", ...members };
}

/** The document that a JSON value is, verified. */
export function documentOf(json: object): Document {
  const { value, problems } = readDocument(new TextEncoder().encode(JSON.stringify(json)));
  if (value === null) throw new Error(problems.map((each) => each.message).join("\n"));
  return value;
}

/** The model of a document given as JSON. */
export function apiOf(json: object, published?: Names, options?: { lenient: boolean }): Api {
  const { value, problems } = buildModel(documentOf(json), published, options);
  if (value === null) throw new Error(problems.map((each) => each.message).join("\n"));
  return value;
}

/** The problems of a document's model, each as `code pointer`. */
export function problemsOf(json: object): string[] {
  return buildModel(documentOf(json)).problems.map(({ code, pointer }) => `${code} ${pointer}`);
}

/** Methods `library.books.<name>` of a resource `books`, each a GET of `books` unless it says otherwise. */
export function booksMethods(methods: { readonly [name: string]: object }): Json {
  const whole = Object.entries(methods).map(([name, method]) => [
    name,
    { id: `library.books.${name}`, httpMethod: "GET", path: "books", ...method },
  ]);
  return { books: { methods: Object.fromEntries(whole) } };
}

/** Every method of an API, parents before their children. */
export function methodsOf(parent: Pick<Resource, "methods" | "resources">): Method[] {
  return [...parent.methods, ...parent.resources.flatMap(methodsOf)];
}

/** The method with this id. */
export function methodOf(api: Api, id: string): Method {
  return found(
    methodsOf(api).find((each) => each.id === id),
    id,
  );
}

/** The schema with this TypeScript name. */
export function schemaOf(api: Api, tsName: string): Schema {
  return found(
    api.schemas.find((each) => each.tsName === tsName),
    tsName,
  );
}

/** A value that a test takes for granted. */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value == null) throw new Error(`there is no ${what}`);
  return value;
}

/** A model as text, without the places that a comparison leaves out. */
export function comparable(api: Api): string {
  return JSON.stringify(api, (key, value: unknown) => (key === "at" ? undefined : value));
}
