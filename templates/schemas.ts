import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type OptionalKind,
  type PropertySignatureStructure,
  type TypeAliasDeclarationStructure,
} from "ts-morph";
import type {
  AliasSchema,
  Api,
  ObjectSchema,
  Property,
  Schema,
  VariantSchema,
} from "../generator/model/model.js";
import { code, docComment, enumList, valueFacts } from "./doc-comment.js";
import { memberName, stringLiteral } from "./literal.js";
import type { PlannedSource } from "./planned-file.js";
import { imports, sourceFile } from "./source-file.js";
import { hasEnum, inputNames, typeText, type InputNames } from "./type-text.js";

type SchemaStructure = InterfaceDeclarationStructure | TypeAliasDeclarationStructure;

/** `src/schemas.ts`: every schema as an interface or a type of its own, its twin for requests behind it. */
export function schemasFile(api: Api): PlannedSource {
  const types = api.schemas.some(usesUnrecognized) ? ["Unrecognized"] : [];
  const inputs = inputNames(api);
  return sourceFile(api, "src/schemas.ts", [
    ...imports("@discogen/runtime", [], { types }),
    ...api.schemas.flatMap((schema) => [
      schemaStructure(schema),
      ...(schema.inputName === null ? [] : [inputStructure(schema, schema.inputName, inputs)]),
    ]),
    ...(api.schemas.length === 0 ? ["export {};"] : []),
  ]);
}

function schemaStructure(schema: Schema): SchemaStructure {
  const facts = { name: schema.tsName, isExported: true };
  switch (schema.kind) {
    case "object":
      return {
        kind: StructureKind.Interface,
        ...facts,
        docs: schemaComment(schema),
        properties: schema.properties.map((property) => propertyStructure(property, schema)),
      };
    case "alias":
    case "variant":
      return {
        kind: StructureKind.TypeAlias,
        ...facts,
        docs: docComment({
          doc: schema.doc,
          list: schema.kind === "alias" ? enumList(schema.type) : [],
        }),
        type: aliasText(schema),
      };
  }
}

/** A schema as requests take it: without what only the server sets, here or further inside. */
function inputStructure(schema: Schema, name: string, inputs: InputNames): SchemaStructure {
  const facts = { name, isExported: true };
  const docs = [`{@link ${schema.tsName}} as requests take it: without what only the server sets.`];
  if (schema.kind !== "object") {
    return { kind: StructureKind.TypeAlias, ...facts, docs, type: aliasText(schema, inputs) };
  }
  const properties = schema.properties.filter(({ setByServer }) => !setByServer);
  const isSame =
    properties.length === schema.properties.length &&
    properties.every(({ type }) => typeText(type) === typeText(type, "", inputs));
  // Published once, the name stays.
  if (isSame) return { kind: StructureKind.TypeAlias, ...facts, docs, type: schema.tsName };
  return {
    kind: StructureKind.Interface,
    ...facts,
    docs,
    properties: properties.map((property) => propertyStructure(property, schema, inputs)),
  };
}

function aliasText(schema: AliasSchema | VariantSchema, inputs?: InputNames): string {
  if (schema.kind === "alias") return typeText(schema.type, "", inputs);
  const name = memberName(schema.discriminant);
  const members = schema.members.map(
    ({ value, type }) => `(${typeText(type, "", inputs)} & { ${name}: ${stringLiteral(value)} })`,
  );
  return [...members, `{ ${name}: Unrecognized }`].join(" | ");
}

/** An inline object has its words at the property that holds it, and here only whose it is. */
function schemaComment({ name, at, doc }: ObjectSchema): string[] {
  const isNamed = /^\/schemas\/[^/]+$/.test(at);
  if (isNamed) return docComment({ doc });
  const holder = code(name.slice(0, -2));
  if (name.endsWith("[]")) return [`An item of ${holder}.`];
  return [name.endsWith("{}") ? `A value of ${holder}.` : `What ${code(name)} holds.`];
}

function propertyStructure(
  property: Property,
  schema: ObjectSchema,
  inputs?: InputNames,
): OptionalKind<PropertySignatureStructure> {
  const { name, doc, type, limits, readOnly } = property;
  return {
    name: memberName(name),
    hasQuestionToken: true,
    // What is sent may be written as `{ phone: form.phone }`, which `exactOptionalPropertyTypes` checks.
    type: typeText(type, "", inputs) + (schema.inRequests ? " | undefined" : ""),
    docs: docComment(
      { doc, facts: valueFacts(type, limits, { readOnly }), list: enumList(type) },
      2,
    ),
  };
}

function usesUnrecognized(schema: Schema): boolean {
  switch (schema.kind) {
    case "object":
      return schema.properties.some(({ type }) => hasEnum(type));
    case "alias":
      return hasEnum(schema.type);
    case "variant":
      return true;
  }
}
