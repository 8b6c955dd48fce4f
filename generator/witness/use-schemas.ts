/** What a user does with the types of an API. */
import { stringLiteral } from "../../templates/literal.js";
import type { Schema, Type, VariantSchema } from "../model/model.js";
import type { Pairs } from "./pairs.js";
import type { Add } from "./statement.js";
import { keyText, schemaName, useSlot } from "./use-types.js";

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

function useVariant(schema: VariantSchema, { read, write }: Sides, add: Add, pairs: Pairs): void {
  const { discriminant, members, at } = schema;
  const young = pairs.schema(schema);
  for (const { value, type } of members) {
    const beside = `${keyText(discriminant)}: ${stringLiteral(value)}`;
    const own = `{ ${beside} }`;
    const slot = {
      type,
      newType: young?.kind === "variant" ? caseOf(young, value) : null,
      at,
      beside: `${beside}, `,
      written: (text: string) => `${text} & ${own}`,
      ...(read !== null && { read: `given<Extract<${read}, ${own}>>()` }),
      ...(write !== null && { write: (text: string) => `take<${write}>(${text});` }),
    };
    useSlot(slot, add, pairs);
    if (read === null) continue;
    const [key, text] = [stringLiteral(discriminant), stringLiteral(value)];
    // A case that its own type contradicts is none.
    const also = type.kind === "ref" ? [pairs.oldSchema(type.schema)?.at ?? at] : [];
    const facts = { use: "read", at, also, isBroad: true } as const;
    add(`take<boolean>(given<${read}>()[${key}] === ${text});`, facts);
  }
}

function caseOf({ members }: VariantSchema, value: string): Type | null {
  return members.find((each) => each.value === value)?.type ?? null;
}
