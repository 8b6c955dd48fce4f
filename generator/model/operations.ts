/**
 * Long-running operations, found by structure and not by name: which schema is one, which method asks for its
 * state (polls), and which methods start one.
 */
import type { Document, DocumentMethod, DocumentSchema } from "../document/document.js";
import { pointerTo } from "../problem.js";
import { methodSources, type MethodSource } from "./method-sources.js";
import type { OperationStyle } from "./model.js";
import { sortedEntries } from "./order.js";
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
    return style === null ? [] : [{ ...source, style }];
  });
  const polls = new Map<string, MethodSource[]>();
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

function schemaOf({ method }: MethodSource): string {
  return method.response?.$ref ?? "";
}

/** The place that stands for the member which waits for what a method polls. */
export function waitAt(poll: string): string {
  return pointerTo(poll, "wait");
}

/** How an operation shows that it has ended, or `null` if the response names no schema of one. */
function styleOf(node: DocumentSchema | undefined, document: Document): OperationStyle | null {
  const properties = node?.$ref === undefined ? {} : (targetOf(node, document)?.properties ?? {});
  const types = new Map(sortedEntries(properties).map(([name, { type }]) => [name, type ?? ""]));
  if (types.get("name") !== "string") return null;
  if (isLongRunning(types)) return "done";
  return isCompute(types) && saysDone(properties["status"]) ? "status" : null;
}

type Members = ReadonlyMap<string, string>;

function isLongRunning(types: Members): boolean {
  const hasDone = types.get("done") === "boolean" && types.has("error");
  return hasDone && (types.has("response") || types.has("metadata"));
}

function isCompute(types: Members): boolean {
  const hasStatus = types.get("status") === "string";
  return hasStatus && (types.has("operationType") || types.get("selfLink") === "string");
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
function nearestPoll(starter: MethodSource, polls: readonly MethodSource[]): MethodSource | null {
  let best: { readonly poll: MethodSource; readonly rank: readonly number[] } | null = null;
  for (const poll of polls.slice(0, maxPolls)) {
    const rank = rankOf(poll, starter);
    if (best === null || isHigher(rank, best.rank)) best = { poll, rank };
  }
  return best?.poll ?? null;
}

function rankOf(poll: MethodSource, starter: MethodSource): number[] {
  const own = pathNames(starter.method);
  const others = pathNames(poll.method).slice(0, -1);
  const known = others.filter((name) => own.includes(name)).length;
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
