/**
 * Long-running operations, found by structure and not by name: which schema is one, which method asks for its
 * state (polls), and which methods start one.
 */
import type { Document, DocumentMethod, DocumentSchema } from "../document/document.js";
import { pointerTo } from "../problem.js";
import { methodSources, type MethodSource } from "./method-sources.js";
import type { OperationStyle } from "./model.js";
import { targetOf } from "./schema-sources.js";

/** What a method has to do with operations; methods that have nothing are left out. */
export type OperationRole =
  | { readonly role: "poll"; readonly style: OperationStyle }
  | {
      readonly role: "start";
      readonly style: OperationStyle;
      /** The place of the method that polls what this one starts. */
      readonly poll: string;
    };

/** The roles of a document's methods by their places. */
export type OperationRoles = ReadonlyMap<string, OperationRole>;

/** Finds operations; where none can be polled, their values are plain. */
export function findOperations(document: Document): OperationRoles {
  const methods = methodSources(document).flatMap((source) => {
    const style = styleOf(source.method.response, document);
    return style === null ? [] : [{ ...source, style, variables: pathNames(source.method) }];
  });
  const polls = new Map<string, Candidate[]>();
  for (const source of methods.filter(isPoll)) {
    const others = polls.get(schemaOf(source));
    if (others === undefined) polls.set(schemaOf(source), [source]);
    else others.push(source);
  }
  return new Map(
    methods.flatMap((source): [string, OperationRole][] => {
      const { style, at } = source;
      if (isPoll(source)) return [[at, { role: "poll", style }]];
      const poll = nearestPoll(source, polls.get(schemaOf(source)) ?? []);
      return poll === null ? [] : [[at, { role: "start", style, poll: poll.at }]];
    }),
  );
}

/** A method that polls or starts, and the variables of its path. */
interface Candidate extends MethodSource {
  readonly variables: readonly string[];
}

function schemaOf({ method }: MethodSource): string {
  return method.response?.$ref ?? "";
}

/** The place that stands for the member which waits for what a method polls. */
export function waitAt(poll: string): string {
  return pointerTo(poll, "wait");
}

/** How an operation shows that it has ended, or `null` if the response names no schema of one. */
function styleOf(node: DocumentSchema | undefined, document: Document): OperationStyle | null {
  const target = node?.$ref === undefined ? undefined : targetOf(node, document);
  const typeOf: TypeOf = (name) => {
    const properties = target?.properties ?? {};
    return Object.hasOwn(properties, name) ? (properties[name]?.type ?? "") : null;
  };
  if (typeOf("name") !== "string") return null;
  if (isLongRunning(typeOf)) return "done";
  return isCompute(typeOf) && saysDone(target?.properties?.["status"]) ? "status" : null;
}

/** The type of a property; `null` if there is none. */
type TypeOf = (name: string) => string | null;

function isLongRunning(typeOf: TypeOf): boolean {
  const hasDone = typeOf("done") === "boolean" && typeOf("error") !== null;
  return hasDone && (typeOf("response") !== null || typeOf("metadata") !== null);
}

function isCompute(typeOf: TypeOf): boolean {
  const hasStatus = typeOf("status") === "string";
  return hasStatus && (typeOf("operationType") !== null || typeOf("selfLink") === "string");
}

function saysDone(status: DocumentSchema | undefined): boolean {
  if (status?.enum !== undefined) return status.enum.includes("DONE");
  return /\bDONE\b/.test(status?.description ?? "");
}

/**
 * A GET named `get` whose path ends with a variable. Other names are no polls: there are GETs that start an
 * operation.
 */
function isPoll({ method, path }: MethodSource): boolean {
  return method.httpMethod === "GET" && path.at(-1) === "get" && /\{[^{}]+\}$/.test(method.path);
}

// Real documents have at most 47; a hostile one may have ten thousand.
const maxPolls = 200;

/** Of several polls the one whose parameters the starter has too, and that is nearest to it. */
function nearestPoll(starter: Candidate, polls: readonly Candidate[]): MethodSource | null {
  let best: { readonly poll: MethodSource; readonly rank: readonly number[] } | null = null;
  for (const poll of polls.slice(0, maxPolls)) {
    const rank = rankOf(poll, starter);
    if (best === null || isHigher(rank, best.rank)) best = { poll, rank };
  }
  return best?.poll ?? null;
}

function rankOf(poll: Candidate, starter: Candidate): number[] {
  const others = poll.variables.slice(0, -1);
  const known = others.filter((name) => starter.variables.includes(name)).length;
  const shared = poll.path.findIndex((name, index) => name !== starter.path[index]);
  return [known === others.length ? 1 : 0, known, shared, -poll.path.length];
}

function isHigher(left: readonly number[], right: readonly number[]): boolean {
  const index = left.findIndex((value, place) => value !== right[place]);
  return index >= 0 && (left[index] ?? 0) > (right[index] ?? 0);
}

function pathNames({ path }: DocumentMethod): string[] {
  return [...path.matchAll(/\{[+/]?([^{}*]+)\*?\}/g)].map(([, name = ""]) => name);
}
