/** Example values that look like what a user would write in their place. */
import type { Api, Limits, Parameter, Property, Type } from "../generator/model/model.js";
import { memberName, stringLiteral } from "./literal.js";
import { resolveType } from "./type-text.js";

/** The value of a parameter. */
export function parameterExample({ name, type, repeated, limits }: Parameter): string {
  const value = valueExample(name, type, limits);
  return repeated ? `[${value}]` : value;
}

/**
 * A body with a few properties that a caller sets, and with all that the method requires; always a value
 * that compiles.
 */
export function bodyExample(type: Type, required: readonly string[], api: Api): string {
  const schema = resolveType(type, api.schemas);
  if (schema.kind === "array") return "[]";
  if (schema.kind !== "object") return "{}";
  const settable = schema.properties.filter(isPlain);
  const wanted = schema.properties.filter(({ name }) => required.includes(name));
  const others = settable.filter(({ name }) => !required.includes(name));
  const shown = [...wanted, ...others.slice(0, Math.max(0, 2 - wanted.length))];
  if (shown.length === 0) return "{}";
  const members = shown.map(
    ({ name, type: each, limits }) =>
      `${memberName(name)}: ${propertyExample(name, each, limits, api)}`,
  );
  return `{ ${members.join(", ")} }`;
}

/** Properties that say something of themselves: no kinds, tags and sub-objects. */
function isPlain({ name, type, setByServer, doc }: Property): boolean {
  if (setByServer || doc.deprecated || /^(kind|etag|id|selfLink)$/.test(name)) return false;
  return (
    /^(boolean|integer|number|string|enum)$/.test(type.kind) && !/^output only/i.test(doc.text)
  );
}

function propertyExample(name: string, type: Type, limits: Limits, api: Api): string {
  const { kind } = type.kind === "ref" ? resolveType(type, api.schemas) : type;
  return kind === "array" ? "[]" : valueExample(name, type, limits);
}

function valueExample(name: string, type: Type, { pattern }: Limits): string {
  switch (type.kind) {
    case "integer":
    case "number":
      return "1";
    case "boolean":
      return "true";
    case "enum": {
      const known = type.values.find(({ value }) => !/unspecified|unknown/i.test(value));
      return stringLiteral((known ?? type.values[0])?.value ?? "");
    }
    case "array":
      return "[]";
    case "string":
      return stringLiteral(textExample(name, type.format, pattern));
    case "any":
    case "map":
    case "ref":
      return "{}";
  }
}

const formats: Readonly<Record<string, string>> = {
  int64: "1",
  uint64: "1",
  date: "2026-01-31",
  "date-time": "2026-01-31T12:00:00Z",
  "google-datetime": "2026-01-31T12:00:00Z",
  "google-duration": "3.5s",
  byte: "aGVsbG8=",
};

/** `"my-customer"` for `customerId`; for a name with a pattern, `"projects/my-project/locations/my-location"`. */
function textExample(name: string, format: string | null, pattern: string | null): string {
  if (format !== null && Object.hasOwn(formats, format)) return formats[format] ?? "";
  return nameExample(pattern ?? "") ?? `my-${dashed(name)}`;
}

/** The pattern of a resource name as such a name, if it is no more than that. */
function nameExample(pattern: string): string | null {
  const segments = /^\^((?:[A-Za-z]+|\[\^\/\]\+)(?:\/(?:[A-Za-z]+|\[\^\/\]\+))*)\$$/.exec(
    pattern,
  )?.[1];
  if (segments === undefined) return null;
  const names = segments.split(/\/(?!\])/);
  return names
    .map((segment, index) =>
      segment.startsWith("[") ? `my-${dashed(singular(names[index - 1] ?? "name"))}` : segment,
    )
    .join("/");
}

function singular(name: string): string {
  return name.replace(/ies$/, "y").replace(/s$/, "");
}

function dashed(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replace(/[^A-Za-z0-9]+/g, "-");
  const short = words.toLowerCase().replace(/^-|-$/g, "");
  return short.replace(/(.)-(id|name|key)$/, "$1") || "value";
}
