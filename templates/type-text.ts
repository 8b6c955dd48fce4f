import type { Api, Parameter, Schema, Type } from "../generator/model/model.js";
import { stringLiteral } from "./literal.js";

/** The names of the twins of schemas for requests, by the schema's name. */
export type InputNames = ReadonlyMap<string, string>;

/** The twins of an API's schemas. */
export function inputNames({ schemas }: Api): InputNames {
  return new Map(
    schemas.flatMap(({ name, inputName }) => (inputName === null ? [] : [[name, inputName]])),
  );
}

/**
 * A type in TypeScript. `prefix` stands before the names of schemas: `"schemas."` outside of `schemas.ts`;
 * with `inputs` the type is that of a request.
 * Only keywords and brackets are used (`X[]`, never `Array<X>`), so that a schema may have any name.
 */
export function typeText(type: Type, prefix = "", inputs?: InputNames): string {
  switch (type.kind) {
    case "any":
      return "unknown";
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "string":
      return "string";
    case "enum":
      return [...type.values.map(({ value }) => stringLiteral(value)), "Unrecognized"].join(" | ");
    case "array":
      return `${elementText(typeText(type.items, prefix, inputs))}[]`;
    case "map":
      return `{ [key: string]: ${typeText(type.values, prefix, inputs)} }`;
    case "ref":
      return prefix + (inputs?.get(type.schema) ?? type.tsName);
  }
}

/** What a parameter takes: 64-bit integers also as `bigint`, lists also as read-only arrays. */
export function parameterText({ type, repeated }: Parameter): string {
  const isLong = type.kind === "string" && (type.format === "int64" || type.format === "uint64");
  const text = isLong ? "string | bigint" : typeText(type, "schemas.");
  return repeated ? `readonly ${elementText(text)}[]` : text;
}

function elementText(text: string): string {
  return text.includes(" ") && !text.startsWith("{") ? `(${text})` : text;
}

/** True if the text of a type names `Unrecognized`, which then has to be imported. */
export function hasEnum(type: Type): boolean {
  switch (type.kind) {
    case "enum":
      return true;
    case "array":
      return hasEnum(type.items);
    case "map":
      return hasEnum(type.values);
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "ref":
      return false;
  }
}

/** True if the text of a type names a schema. */
export function hasRef(type: Type): boolean {
  switch (type.kind) {
    case "ref":
      return true;
    case "array":
      return hasRef(type.items);
    case "map":
      return hasRef(type.values);
    case "any":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
      return false;
  }
}

/** The type behind names: what a reference to an alias really is. */
export function resolveType(type: Type, schemas: readonly Schema[]): Type | Schema {
  const seen = new Set<string>();
  let current = type;
  while (current.kind === "ref" && !seen.has(current.schema)) {
    const name = current.schema;
    seen.add(name);
    const schema = schemas.find((each) => each.name === name);
    if (schema === undefined || schema.kind !== "alias") return schema ?? current;
    current = schema.type;
  }
  return current;
}
