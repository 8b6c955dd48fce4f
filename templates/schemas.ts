import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type OptionalKind,
  type PropertySignatureStructure,
  type TypeAliasDeclarationStructure,
} from "ts-morph";
import type { Api, ObjectSchema, Property, Schema } from "../generator/model/model.js";
import { code, docComment, enumList, valueFacts } from "./doc-comment.js";
import { memberName, stringLiteral } from "./literal.js";
import type { PlannedSource } from "./planned-file.js";
import { imports, sourceFile } from "./source-file.js";
import { hasEnum, typeText } from "./type-text.js";

/** `src/schemas.ts`: every schema as an interface or a type of its own. */
export function schemasFile(api: Api): PlannedSource {
  const types = api.schemas.some(usesUnrecognized) ? ["Unrecognized"] : [];
  return sourceFile(api, "src/schemas.ts", [
    ...imports("@discogen/runtime", [], { types }),
    ...api.schemas.map(schemaStructure),
    ...(api.schemas.length === 0 ? ["export {};"] : []),
  ]);
}

function schemaStructure(
  schema: Schema,
): InterfaceDeclarationStructure | TypeAliasDeclarationStructure {
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
      return {
        kind: StructureKind.TypeAlias,
        ...facts,
        docs: docComment({ doc: schema.doc, list: enumList(schema.type) }),
        type: typeText(schema.type),
      };
    case "variant": {
      const name = memberName(schema.discriminant);
      const members = schema.members.map(
        ({ value, type }) => `(${typeText(type)} & { ${name}: ${stringLiteral(value)} })`,
      );
      return {
        kind: StructureKind.TypeAlias,
        ...facts,
        docs: docComment({ doc: schema.doc }),
        type: [...members, `{ ${name}: Unrecognized }`].join(" | "),
      };
    }
  }
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
): OptionalKind<PropertySignatureStructure> {
  const { name, doc, type, limits, readOnly } = property;
  return {
    name: memberName(name),
    hasQuestionToken: true,
    // What is sent may be written as `{ phone: form.phone }`, which `exactOptionalPropertyTypes` checks.
    type: schema.inRequests ? `${typeText(type)} | undefined` : typeText(type),
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
