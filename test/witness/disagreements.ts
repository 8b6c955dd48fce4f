/** Pairs of documents → where verdict and witness disagree. */
import { fileURLToPath } from "node:url";
import { compareApis } from "#generator/changes/compare-apis.js";
import { judge, ownPolicy } from "#generator/changes/judge.js";
import { publishedNames } from "#generator/model/api-names.js";
import type { TypeFindings } from "#generator/witness/judge-types.js";
import { witnessWire } from "#generator/witness/witness-wire.js";
import { witnessTypes, type WitnessedPair } from "#generator/witness/witness-types.js";
import { modelOf } from "../changes/library.js";
import type { Json } from "../model/models.js";

/** The declarations of the runtime in this repository. */
export const runtime = fileURLToPath(new URL("../../runtime/dist/index.d.ts", import.meta.url));

const runtimeUrl = new URL("../../runtime/dist/index.js", import.meta.url).href;

/** Two documents with a verdict; the new one has the published names of the old, or names of its own. */
export function judged(before: Json, after: Json, { named = true } = {}): WitnessedPair {
  const old = modelOf(before);
  const young = modelOf(after, named ? publishedNames(old) : undefined);
  const changes = compareApis(old, young);
  return {
    before: old,
    after: young,
    changes: judge(changes, { policy: ownPolicy, today: "2026-01-01" }).changes,
  };
}

/** Every disagreement of each pair, as a line; none where the verdict is confirmed. */
export async function typeDisagreements(pairs: readonly WitnessedPair[]): Promise<string[][]> {
  return (await witnessTypes(pairs, runtime)).map(linesOf);
}

/** The same by the requests that both clients send. */
export async function wireDisagreements(pair: WitnessedPair): Promise<string[]> {
  const { refuted, surprises } = await witnessWire(pair, runtimeUrl);
  return [
    ...refuted.map(({ rule, at }) => `${rule} at ${at} shows in no request`),
    ...surprises.map(
      ({ method, manner, part, before, after }) =>
        `${method} (${manner}): ${part} was ${before}, and is ${after}`,
    ),
  ];
}

function linesOf({ refuted, surprises }: TypeFindings): string[] {
  return [
    ...refuted.map(({ rule, at }) => `${rule} at ${at} breaks nothing`),
    ...surprises.map(
      ({ use, place, text, message }) =>
        `${use} at ${place.before ?? place.after}: ${text} ${message.split("\n")[0] ?? ""}`,
    ),
  ];
}
