/** What a user does with the types of an API. */
import { stringLiteral } from "../../templates/literal.js";
import type { Schema, VariantSchema } from "../model/model.js";
import type { Pairs } from "./pairs.js";
import type { Add } from "./statement.js";
import { keyText, schemaName, useSlot, userType } from "./use-types.js";

/** Names a schema, and reads and writes all that is in it, as far as its direction allows. */
export function useSchema(schema: Schema, add: Add, pairs: Pairs): void {
  const { tsName, inputName, at, inRequests, inResponses } = schema;
  add(`given<New.schemas.${tsName}>();`, { use: "name", at });
  if (inputName !== null) add(`given<New.schemas.${inputName}>();`, { use: "name", at });
  const young = pairs.schema(schema);
  if (young === null) return;
  const type = {
    read: inResponses || !inRequests ? nameOf(schema, young, "read", pairs) : null,
    write: inRequests ? nameOf(schema, young, "write", pairs) : null,
  };
  switch (schema.kind) {
    case "object":
      return useProperties(schema, type, add, pairs);
    case "alias":
      return useSlot(
        {
          type: schema.type,
          newType: young.kind === "alias" ? young.type : null,
          at,
          ...(type.read === null ? {} : { read: `given<${type.read}>()` }),
          ...(type.write === null ? {} : { write: (value) => `take<${type.write}>(${value});` }),
        },
        add,
        pairs,
      );
    case "variant":
      return useVariant(schema, type, add, pairs);
  }
}

/** The name that users know, unless it is gone. */
function nameOf(old: Schema, young: Schema, side: "read" | "write", { after }: Pairs): string {
  const isKept = after.schemas.some(({ tsName }) => tsName === old.tsName);
  const isTaken = isKept && old.tsName !== young.tsName;
  return `New.schemas.${isTaken ? old.tsName : schemaName(young, side)}`;
}

/** The types of a schema on both sides; `null` where it is not used. */
interface Sides {
  readonly read: string | null;
  readonly write: string | null;
}

function useProperties(
  schema: Extract<Schema, { kind: "object" }>,
  { read, write }: Sides,
  add: Add,
  pairs: Pairs,
): void {
  const whole = nameOf(schema, pairs.schema(schema) ?? schema, "read", pairs);
  if (schema.properties.length === 0) useEmpty(schema, { read, write }, add);
  for (const property of schema.properties) {
    const { name, type, at, setByServer } = property;
    const slot = {
      type,
      newType: pairs.property(property)?.type ?? null,
      at,
      // What only the server sets is in the whole type, also where only requests hold the schema.
      ...(read === null && !setByServer
        ? {}
        : { read: `given<${read ?? whole}>()[${stringLiteral(name)}]` }),
      ...(write === null || setByServer
        ? {}
        : { write: (value: string) => `take<${write}>({ ${keyText(name)}: ${value} });` }),
    };
    useSlot(slot, add, pairs);
  }
}

/** An object without properties is still an object. */
function useEmpty({ at }: Schema, { read, write }: Sides, add: Add): void {
  if (read !== null) add(`take<object>(given<${read}>());`, { use: "read", at });
  if (write !== null) add(`take<${write}>({});`, { use: "write", at });
}

function useVariant(
  { discriminant, members, at }: VariantSchema,
  { read, write }: Sides,
  add: Add,
  pairs: Pairs,
): void {
  for (const { value, type } of members) {
    const [key, text] = [stringLiteral(discriminant), stringLiteral(value)];
    if (read !== null) {
      const member = userType(type, "read", pairs);
      add(
        `{ const value = given<${read}>(); if (value[${key}] === ${text}) take<${member}>(value); }`,
        { use: "read", at },
      );
    }
    if (write !== null) {
      const member = userType(type, "write", pairs);
      add(`take<${write}>({ ...given<${member}>(), ${keyText(discriminant)}: ${text} });`, {
        use: "write",
        at,
      });
    }
  }
}
