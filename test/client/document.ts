/** The discovery document as the tests read it: on their own, so that no mistake of the generator is shared. */
import { readFileSync } from "node:fs";

export interface DocumentParameter {
  readonly type: string;
  readonly location: "path" | "query";
  readonly required?: boolean;
  readonly enum?: readonly string[];
}

export interface DocumentMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, DocumentParameter>>;
  readonly request?: { readonly $ref: string };
  readonly response?: { readonly $ref: string };
  readonly scopes: readonly string[];
}

interface DocumentResource {
  readonly methods?: Readonly<Record<string, DocumentMethod>>;
  readonly resources?: Readonly<Record<string, DocumentResource>>;
}

interface DiscoveryDocument extends DocumentResource {
  readonly revision: string;
  readonly rootUrl: string;
  readonly servicePath: string;
  readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<object> }>>;
}

export const documentUrl = new URL("../../discovery/reseller-v1.json", import.meta.url);

export const discovery = JSON.parse(readFileSync(documentUrl, "utf8")) as DiscoveryDocument;

/** Every method of the document, whatever resource it is of. */
export const methods: readonly DocumentMethod[] = methodsBelow(discovery);

function methodsBelow({ methods = {}, resources = {} }: DocumentResource): DocumentMethod[] {
  return [...Object.values(methods), ...Object.values(resources).flatMap(methodsBelow)];
}

/** Its parameters by name. */
export function parametersOf(method: DocumentMethod): [string, DocumentParameter][] {
  return Object.entries(method.parameters ?? {});
}

/** Everything that a URL or a template treats specially, and what has no ASCII. */
export const wild = "a/b?c#d%2Fe+f g&h=i;j é💡 (default)*'!{x}\\\"<>|^`~:@[]";

/** A value for every parameter; `text` is that of strings that are free. */
export function valuesFor(method: DocumentMethod, text: string): Record<string, unknown> {
  const value = (parameter: DocumentParameter): unknown =>
    parameter.type === "integer" ? 7 : (parameter.enum?.[1] ?? text);
  return Object.fromEntries(parametersOf(method).map(([name, p]) => [name, value(p)]));
}

/** Path and sorted query of the request that these values make. */
export function requestLine(
  method: DocumentMethod,
  values: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, string>> = {},
): { path: string; query: string[] } {
  const path = method.path.replace(/\{(\w+)\}/g, (_, name: string) => encode(values[name]));
  const pairs = parametersOf(method)
    .filter(([name, { location }]) => location === "query" && name in values)
    .map(([name]): [string, unknown] => [name, values[name]]);
  const all = [...pairs, ...Object.entries({ alt: "json", prettyPrint: "false", ...more })];
  return {
    path: `/${discovery.servicePath}${path}`,
    query: all.map(([name, value]) => `${encode(name)}=${encode(value)}`).sort(),
  };
}

function encode(value: unknown): string {
  return encodeURIComponent(String(value));
}
