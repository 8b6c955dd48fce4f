/** A verdict → whether the requests of the two clients differ where it says so. */
import type { JudgedChange } from "../changes/judge.js";
import { resolveType } from "../../templates/type-text.js";
import type { Api, Method, Resource } from "../model/model.js";
import { clientSources } from "./client-sources.js";
import { loadClient } from "./load-client.js";
import { Pairs } from "./pairs.js";
import { RecordingClient, type Part, type RecordedCall } from "./record-calls.js";
import { mannersOf, wireArguments, type Manner } from "./wire-arguments.js";
import { mayShow, shownBy } from "./wire-rules.js";
import type { WitnessedPair } from "./witness-types.js";

/** A call that sends something else, though no change says so. */
export interface WireSurprise {
  /** The id of the method. */
  readonly method: string;
  readonly manner: Manner;
  readonly part: Part;
  readonly before: string;
  readonly after: string;
}

/** What the requests say of a verdict. */
export interface WireFindings {
  /** How many calls were made through both clients. */
  readonly calls: number;
  readonly differing: number;
  /** Changes that should show in a request, and do not. */
  readonly refuted: readonly JudgedChange[];
  readonly surprises: readonly WireSurprise[];
}

/**
 * Makes every call that both clients have through both of them, with the same arguments, and compares what
 * differs with what the changes predict. Nothing is sent.
 *
 * @param runtime - The URL of the runtime's module.
 */
export async function witnessWire(
  { before, after, changes }: WitnessedPair,
  runtime: string,
): Promise<WireFindings> {
  // What the generator leaves out, no client shows.
  const told = changes.filter(({ impact }) =>
    Object.values(impact).some((level) => level !== "none"),
  );
  const shown = told.filter(({ rule }) => shownBy[rule] !== undefined);
  const calls = await differingCalls(new Pairs(before, after), runtime);
  const confirmed = new Set<JudgedChange>();
  const surprises = calls.flatMap(({ old, young, manner, differing }) => {
    const own = told.filter((change) => concerns(change, old, young));
    for (const change of own) if (shows(change, differing)) confirmed.add(change);
    return [...differing].flatMap(([part, [from, to]]): WireSurprise[] => {
      if (own.some((change) => explains(change, part))) return [];
      return [{ method: old.id, manner, part, before: from, after: to }];
    });
  });
  const isCalled = (change: JudgedChange): boolean =>
    calls.some((call) => concerns(change, call.old, call.young) && canShow(change, call));
  return {
    calls: calls.length,
    differing: calls.filter(({ differing }) => differing.size > 0).length,
    refuted: shown.filter((change) => isCalled(change) && !confirmed.has(change)),
    surprises,
  };
}

/** A call with what differs. */
interface ComparedCall {
  readonly old: Method;
  readonly young: Method;
  readonly manner: Manner;
  readonly differing: ReadonlyMap<Part, readonly [string, string]>;
}

async function differingCalls(pairs: Pairs, runtime: string): Promise<ComparedCall[]> {
  const [from, to] = [await open(pairs.before, runtime), await open(pairs.after, runtime)];
  const found: ComparedCall[] = [];
  for (const [old, path] of from.paths) {
    const young = pairs.method(old);
    const other = young === null ? undefined : to.paths.get(young);
    if (young === null || other === undefined) continue;
    for (const manner of mannersOf(old)) {
      const params = wireArguments(old, manner, pairs.before);
      const answer = answerFor(old, pairs.before);
      const before = await from.client.call(path, params, answer);
      const after = await to.client.call(other, params, answer);
      found.push({ old, young, manner, differing: difference(before, after) });
    }
  }
  await Promise.all([from.client.close(), to.client.close()]);
  return found;
}

/** What the old client understands: with a wrapper, for where one is taken off. */
function answerFor({ response, streaming }: Method, { schemas }: Api): string {
  const isList = response !== null && resolveType(response, schemas).kind === "array";
  return isList || streaming ? '[{"id":"1"}]' : '{"data":{"id":"1"}}';
}

interface OpenClient {
  readonly client: RecordingClient;
  /** The members that lead to each method. */
  readonly paths: ReadonlyMap<Method, readonly string[]>;
}

async function open(api: Api, runtime: string): Promise<OpenClient> {
  const client = new RecordingClient(await loadClient(clientSources(api), api.className, runtime));
  const paths = new Map<Method, readonly string[]>();
  const visit = (
    holder: Pick<Resource, "methods" | "resources">,
    path: readonly string[],
  ): void => {
    for (const method of holder.methods) paths.set(method, [...path, method.tsName]);
    for (const each of holder.resources) visit(each, [...path, each.tsName]);
  };
  visit(api, []);
  return { client, paths };
}

/** What a client refuses is not sent, and nothing else of it is compared. */
function difference(
  before: RecordedCall,
  after: RecordedCall,
): ReadonlyMap<Part, readonly [string, string]> {
  const isRefused = (before.refused === "") !== (after.refused === "");
  const parts = isRefused
    ? (["refused"] as const)
    : (["verb", "address", "query", "headers", "body", "answer"] as const);
  return new Map(
    parts.flatMap((part) =>
      before[part] === after[part] ? [] : [[part, [before[part], after[part]]] as const],
    ),
  );
}

/** True for a change of the method, of a schema that it uses, or of the API as a whole. */
function concerns({ node, isGone, methods }: JudgedChange, old: Method, young: Method): boolean {
  const { at } = isGone ? old : young;
  const isMethod = node === at || node.startsWith(`${at}/`);
  const isSchema = node.startsWith("/schemas/") && methods.includes(old.id);
  return isMethod || isSchema || node === "" || node.startsWith("/parameters/");
}

/** False for what only a request could show, of a call that one client refuses. */
function canShow({ rule }: JudgedChange, { differing, old, young }: ComparedCall): boolean {
  // What comes as a stream comes element by element, whether they have a type or not.
  if (old.streaming && young.streaming && rule.startsWith("response-body-")) return false;
  return !differing.has("refused") || (shownBy[rule] ?? []).includes("refused");
}

function shows({ rule }: JudgedChange, differing: ComparedCall["differing"]): boolean {
  return (shownBy[rule] ?? []).some((part) => differing.has(part));
}

function explains({ rule }: JudgedChange, part: Part): boolean {
  return [...(shownBy[rule] ?? []), ...(mayShow[rule] ?? [])].includes(part);
}
