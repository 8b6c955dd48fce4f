/** A verdict → what its witnesses say. Loaded only where somebody asks: it brings a compiler. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Disagreement, Witnessed } from "../changes/witnessed.js";
import { cannotRun } from "../problem.js";
import { findNativeCompiler } from "../witness/compile-natively.js";
import type { TypeFindings } from "../witness/judge-types.js";
import { witnessTypes, type WitnessedPair } from "../witness/witness-types.js";
import { witnessWire, type WireFindings } from "../witness/witness-wire.js";

/**
 * Compiles and calls what the verdict is about. Nothing is sent, and nothing stays.
 *
 * @param directory - Where the runtime is looked for first, and a native compiler: that of the project.
 * @throws CannotRun where there is no runtime.
 */
export async function verify(pair: WitnessedPair, directory: string): Promise<Witnessed> {
  const runtime = findRuntime([join(directory, "discogen.config.json"), import.meta.url]);
  if (runtime === null) {
    throw cannotRun("@discogen/runtime", "cannot-read", "it is not installed beside the clients");
  }
  const native = findNativeCompiler(directory);
  // A native compiler works beside this process.
  const [[types], wire] = await Promise.all([
    witnessTypes([pair], join(runtime, "dist/index.d.ts"), native),
    witnessWire(pair, pathToFileURL(join(runtime, "dist/index.js")).href),
  ]);
  if (types === undefined) throw new Error("a pair was not compiled");
  return {
    uses: types.statements,
    failures: types.failures,
    calls: wire.calls,
    differing: wire.differing,
    disagreements: [...typeDisagreements(types), ...wireDisagreements(wire)],
  };
}

/** The folder of the runtime, as one of these modules finds it. */
function findRuntime(modules: readonly string[]): string | null {
  for (const module of modules) {
    try {
      return dirname(createRequire(module).resolve("@discogen/runtime/package.json"));
    } catch {
      continue;
    }
  }
  return null;
}

function typeDisagreements({ refuted, surprises }: TypeFindings): Disagreement[] {
  return [
    ...refuted.map(({ rule, at }): Disagreement => ({
      witness: "types",
      kind: "refuted",
      rule,
      at,
      message: `${rule} breaks no compilation`,
    })),
    ...surprises.map(({ place, text, message }): Disagreement => ({
      witness: "types",
      kind: "unforeseen",
      rule: null,
      at: place.before ?? place.after,
      message: `no change says that this does not compile: ${text} (${message.split("\n")[0] ?? ""})`,
    })),
  ];
}

function wireDisagreements({ refuted, surprises }: WireFindings): Disagreement[] {
  return [
    ...refuted.map(({ rule, at }): Disagreement => ({
      witness: "wire",
      kind: "refuted",
      rule,
      at,
      message: `${rule} shows in no request`,
    })),
    ...surprises.map(({ method, manner, part, before, after }): Disagreement => ({
      witness: "wire",
      kind: "unforeseen",
      rule: null,
      at: method,
      message: `no change says that a call (${manner}) differs: ${part} was ${before || "none"}, and is ${after || "none"}`,
    })),
  ];
}
