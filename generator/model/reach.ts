/** Which schemas calls send and which answers hold: what is typed how is decided by it. */
import type { Document, DocumentSchema } from "../document/document.js";
import { pointerTo } from "../problem.js";
import { methodSources } from "./method-sources.js";
import { sortedEntries } from "./order.js";
import { innerPart, isInlineObject, isVariant, type SchemaSource } from "./schema-sources.js";

/** Places of schemas, by what they are used for. */
export interface Reach {
  /** Sent by calls, inside others or as they are. */
  readonly sent: ReadonlySet<string>;
  /** Held by answers. */
  readonly received: ReadonlySet<string>;
  /** Sent, and with a property somewhere inside that only the server sets: they have a twin without it. */
  readonly inputs: ReadonlySet<string>;
}

/** Follows every method's request and response through references, items, maps and inline objects. */
export function findReach(document: Document, sources: readonly SchemaSource[]): Reach {
  const graph = new Map(
    sources.map((source) => [source.at, nodesOf(source).flatMap(targetsOf)] as const),
  );
  const methods = methodSources(document);
  const roots = (key: "request" | "response"): string[] =>
    methods.flatMap(({ method, at }) => {
      const node = method[key];
      return node === undefined ? [] : targets(node, pointerTo(at, key));
    });
  const sent = closure(roots("request"), graph);
  const marked = sources.filter(hasServerProperty).map(({ at }) => at);
  const holders = closure(marked, reversed(graph));
  return {
    sent,
    received: closure(roots("response"), graph),
    inputs: new Set([...sent].filter((at) => holders.has(at))),
  };
}

/** True for a property that a request need not hold; one that some method requires is no such. */
export function isSetByServer({ readOnly, annotations }: DocumentSchema): boolean {
  return readOnly === true && (annotations?.required ?? []).length === 0;
}

function hasServerProperty({ node }: SchemaSource): boolean {
  return Object.values(node.properties ?? {}).some(isSetByServer);
}

interface Place {
  readonly node: DocumentSchema;
  readonly at: string;
}

/** The parts of a schema, each with its place. */
function nodesBelow(node: DocumentSchema, at: string): Place[] {
  if (node.$ref !== undefined) return [{ node: { $ref: node.$ref }, at }];
  const part = innerPart(node);
  if (part === null) return [];
  if (part === "properties") {
    return sortedEntries(node.properties).map(([name, property]) => ({
      node: property,
      at: pointerTo(at, "properties", name),
    }));
  }
  const inner = node[part];
  return inner === undefined ? [] : [{ node: inner, at: pointerTo(at, part) }];
}

/** The parts of a named schema, which may be a variant. */
function nodesOf({ node, at }: SchemaSource): Place[] {
  if (!isVariant(node)) return nodesBelow(node, at);
  return (node.variant?.map ?? []).flatMap(({ $ref }) =>
    $ref === undefined ? [] : [{ node: { $ref }, at }],
  );
}

function targetsOf({ node, at }: Place): string[] {
  return targets(node, at);
}

/** The schemas that a type names. */
function targets(node: DocumentSchema, at: string): string[] {
  if (node.$ref !== undefined) return [pointerTo("/schemas", node.$ref)];
  if (isInlineObject(node)) return [at];
  return nodesBelow(node, at).flatMap(targetsOf);
}

type Graph = ReadonlyMap<string, readonly string[]>;

function closure(roots: readonly string[], graph: Graph): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...roots];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (found.has(at) || !graph.has(at)) continue;
    found.add(at);
    waiting.push(...(graph.get(at) ?? []));
  }
  return found;
}

function reversed(graph: Graph): Graph {
  const sources = new Map([...graph.keys()].map((at): [string, string[]] => [at, []]));
  for (const [at, all] of graph) for (const target of all) sources.get(target)?.push(at);
  return sources;
}
