/** The parameters of a request: read from texts, and held against what the document says of them. */
import type { Api, Limits, Method, Parameter, Type } from "../model/model.js";
import { didYouMean } from "../did-you-mean.js";
import { quoted } from "../problem.js";
import { numberRanges, textFormat } from "./formats.js";
import type { Violation } from "./google-error.js";
import { PathPattern } from "./path-pattern.js";
import { insteadOf } from "./known-names.js";
import { quotedList } from "./quoted-list.js";
import type { PathValues } from "./route.js";

/** Parameters as JavaScript has them; lists are arrays. */
export type Params = Readonly<Record<string, unknown>>;

/** What was read, and what is wrong with it. */
export interface ReadParams {
  readonly params: Params;
  readonly violations: readonly Violation[];
}

/** Parameters that Google's front ends take for every API, whatever its document says. */
const standardNames = [
  "$.xgafv",
  "access_token",
  "alt",
  "callback",
  "fields",
  "key",
  "oauth_token",
  "prettyPrint",
  "quotaUser",
  "upload_id",
  "upload_protocol",
  "uploadType",
  "userIp",
];

/** Reads path and query. */
export function readParams(
  method: Method,
  { parameters: shared }: Pick<Api, "parameters">,
  values: PathValues,
  query: URLSearchParams,
): ReadParams {
  const violations: Violation[] = [];
  const params: Record<string, unknown> = {};
  const own = new Map(method.parameters.map((each) => [each.name, each]));
  for (const parameter of method.parameters) {
    const texts = textsOf(parameter, values, query);
    if (texts.length === 0) {
      if (parameter.required) violations.push(missing(parameter.name));
      continue;
    }
    violations.push(...violationsOf(parameter, texts));
    const read = texts.map((text) => valueOf(parameter.type, text));
    params[parameter.name] = parameter.repeated || read.length > 1 ? read : read[0];
  }
  const isFree = (name: string): boolean =>
    standardNames.includes(name) || shared.some((each) => each.name === name);
  for (const name of new Set(query.keys())) {
    const isQuery = own.get(name)?.location === "query";
    if (isQuery) continue;
    if (isFree(name)) params[name] = query.get(name);
    else violations.push(unknown(name, method));
  }
  return { params, violations };
}

function textsOf(
  { name, location }: Parameter,
  values: PathValues,
  query: URLSearchParams,
): readonly string[] {
  if (location === "query") return query.getAll(name);
  const value = Object.hasOwn(values, name) ? (values[name] ?? []) : [];
  return typeof value === "string" ? [value] : value;
}

function missing(name: string): Violation {
  return { field: name, description: "is required, and is missing", reason: "required" };
}

function unknown(name: string, { id, parameters }: Method): Violation {
  const own = parameters.filter(({ location }) => location === "query");
  // Of those that every method takes users know this one.
  const known = [...own.map((each) => each.name), "fields"];
  return {
    field: name,
    description: `is no parameter of ${id}${insteadOf(name, known, "takes")}`,
    reason: "invalidParameter",
  };
}

function violationsOf(parameter: Parameter, texts: readonly string[]): Violation[] {
  const { name, type, limits, repeated, location } = parameter;
  const descriptions =
    texts.length > 1 && !repeated && location === "query"
      ? [`is given ${texts.length} times, and takes one value`]
      : texts.map((text) => faultOf(type, limits, text)).filter((fault) => fault !== null);
  return [...new Set(descriptions)].map((description) => ({
    field: name,
    description,
    reason: "invalidParameter",
  }));
}

/** What is wrong with the text of a value, or `null`. */
function faultOf(type: Type, limits: Limits, text: string): string | null {
  const shown = quoted(text);
  switch (type.kind) {
    case "boolean":
      return /^(?:true|false)$/.test(text) ? null : `must be true or false, and is ${shown}`;
    case "integer":
    case "number":
      return numberFault(type, limits, text);
    case "enum": {
      const values = type.values.map(({ value }) => value);
      if (values.includes(text)) return null;
      return `must be one of ${quotedList(values)}, and is ${shown}${didYouMean(text, values)}`;
    }
    case "string": {
      const format = textFormat(type.format);
      if (format !== null && !format.fits(text)) {
        return `must be ${format.words}, such as ${format.example}, and is ${shown}`;
      }
      const pattern = PathPattern.read(limits.pattern);
      if (pattern === null || pattern.fits(text)) return null;
      return `must fit ${limits.pattern}, such as ${pattern.example()}, and is ${shown}`;
    }
    case "any":
    case "array":
    case "map":
    case "ref":
      return null;
  }
}

function numberFault(
  { kind, format }: Extract<Type, { kind: "integer" | "number" }>,
  { minimum, maximum }: Limits,
  text: string,
): string | null {
  const shown = quoted(text);
  const form =
    kind === "integer" ? /^-?\d{1,20}$/ : /^-?\d{1,300}(?:\.\d{1,300})?(?:e[+-]?\d{1,3})?$/i;
  if (!form.test(text)) {
    return `must be ${kind === "integer" ? "an integer" : "a number"}, and is ${shown}`;
  }
  const value = Number(text);
  const [low, high] = (format !== null && numberRanges[format]) || [-Infinity, Infinity];
  const least = Math.max(low, Number(minimum ?? -Infinity));
  const most = Math.min(high, Number(maximum ?? Infinity));
  if (value < least) return `must be at least ${least}, and is ${text}`;
  return value > most ? `must be at most ${most}, and is ${text}` : null;
}

function valueOf({ kind }: Type, text: string): unknown {
  if (kind === "boolean") return text === "true";
  return kind === "integer" || kind === "number" ? Number(text) : text;
}
