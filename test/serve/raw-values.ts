/** What the raw document lets callers send, read by the tests on their own. */
import type { RawMethod } from "../corpus/raw-document.js";
import { targetOf, type RawNode, type RawSchemas } from "./raw-schema.js";

const texts: Readonly<Record<string, string>> = {
  int64: "-9007199254740993",
  uint64: "18446744073709551615",
  byte: "8J+SqQ==",
  date: "1999-12-31",
  "date-time": "1999-12-31T23:59:59.999Z",
  "google-datetime": "1999-12-31T23:59:59.999Z",
  "google-duration": "0.5s",
  "google-fieldmask": "a.b,c",
};

/** A value of a type, no deeper than `depth`; `undefined` where it would be deeper. */
export function rawValue(node: RawNode, schemas: RawSchemas, depth: number): unknown {
  if (node.$ref !== undefined) {
    return depth === 0 ? undefined : rawValue(targetOf(node, schemas), schemas, depth - 1);
  }
  if (node.variant !== undefined) return undefined;
  if (node.properties !== undefined) return objectValue(node.properties, schemas, depth);
  switch (node.type) {
    case "array": {
      const item = rawValue(node.items ?? {}, schemas, depth);
      return item === undefined ? [] : [item];
    }
    case "object": {
      const { additionalProperties: values } = node;
      const value = values === undefined ? undefined : rawValue(values, schemas, depth);
      return value === undefined ? {} : { "a/b": value };
    }
    default:
      return scalarValue(node);
  }
}

function objectValue(
  properties: Readonly<Record<string, RawNode>>,
  schemas: RawSchemas,
  depth: number,
): object {
  const members = Object.entries(properties).map(([name, each]) => [
    name,
    rawValue(each, schemas, depth),
  ]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as object;
}

function scalarValue({
  type,
  enum: values,
  format = "",
  pattern,
  minimum,
  maximum,
}: RawNode): unknown {
  switch (type) {
    case "string":
      return values?.at(-1) ?? texts[format] ?? textFor(pattern);
    case "integer":
    case "number":
      return Number(maximum ?? minimum ?? 7);
    case "boolean":
      return false;
    default:
      return ["anything", 1, null];
  }
}

/** A text of a resource name's pattern. */
function textFor(pattern: string | undefined): string {
  const [, inner = "*"] = /^\^(.*)\$$/.exec(pattern ?? "") ?? [];
  const isName = /^[\w/[\]^+.~:@-]*$/.test(inner.replace(/\.\*$/, ""));
  if (!isName) return "té xt";
  return inner.replaceAll("[^/]+", "p é").replace(/\.[+*]$/, "x/y");
}

/** How a call is made: with what it needs, or with all that it takes. */
export type Manner = "needed" | "all";

type Params = Record<string, unknown>;

/** Parameters and body that are as the document wants them. */
export function rawParams(method: RawMethod, schemas: RawSchemas, manner: Manner): Params {
  const wanted = (Object.entries(method.parameters ?? {}) as [string, RawNode][]).filter(
    ([name, node]) => node.required === true || (manner === "all" && !isToken(name)),
  );
  const params: Params = {};
  for (const [name, node] of wanted) {
    const value = rawValue({ ...node, type: node.type ?? "string" }, schemas, 1);
    params[name] = node.repeated === true ? [value] : value;
  }
  const body = rawBody(method, schemas, manner);
  return body === undefined ? params : { ...params, body };
}

/** Tokens are the server's own. */
function isToken(name: string): boolean {
  return /token$|^(?:start|continue|startKey|start-index)$/i.test(name);
}

function rawBody({ request, id }: RawMethod, schemas: RawSchemas, manner: Manner): unknown {
  const node = request as RawNode | undefined;
  if (node === undefined) return undefined;
  const whole = manner === "all" ? rawValue(node, schemas, 7) : undefined;
  if (whole !== undefined) return withoutTokens(whole);
  const target = targetOf(node, schemas);
  if (target.type === "array") return [];
  const needed = Object.entries(target.properties ?? {}).filter(([, each]) =>
    each.annotations?.required?.includes(id),
  );
  return objectValue(Object.fromEntries(needed), schemas, 7);
}

function withoutTokens(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !isToken(name)));
}

/** Calls with one mistake each, by what it is. */
export function mistakes(method: RawMethod, schemas: RawSchemas): [string, Params][] {
  const params = rawParams(method, schemas, "needed");
  const parameters = Object.entries(method.parameters ?? {}) as [string, RawNode][];
  return [
    ...parameters
      .filter(([, { location }]) => location === "query")
      .flatMap(([name, node]) => parameterMistakes(name, node, params)),
    ...bodyMistakes(method, schemas).map(([what, body]): [string, Params] => [
      what,
      { ...params, body: { ...(params["body"] as object), ...body } },
    ]),
  ];
}

function parameterMistakes(name: string, node: RawNode, params: Params): [string, Params][] {
  const { [name]: _, ...without } = params;
  const wrong: [boolean, string, Params][] = [
    [node.required === true, `without ${name}`, without],
    [node.enum !== undefined, `${name} is no value`, { ...params, [name]: "no such value" }],
    [node.type === "integer", `${name} is no integer`, { ...params, [name]: "1.5" }],
    [node.type === "boolean", `${name} is no flag`, { ...params, [name]: "yes" }],
  ];
  return wrong.flatMap(([applies, what, each]): [string, Params][] =>
    applies ? [[what, each]] : [],
  );
}

function bodyMistakes({ request }: RawMethod, schemas: RawSchemas): [string, object][] {
  const { properties } = targetOf((request ?? {}) as RawNode, schemas);
  if (properties === undefined) return [];
  const typed = Object.entries(properties)
    .map(([name, each]) => [name, targetOf(each, schemas).type] as const)
    .filter(([, type]) => type !== undefined && type !== "any");
  return [
    ["an unknown property", { "no such property": 1 }],
    ...typed.map(([name, type]): [string, object] => [
      `${name} of another type`,
      { [name]: type === "array" ? {} : [] },
    ]),
  ];
}
