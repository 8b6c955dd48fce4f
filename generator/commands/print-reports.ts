import { findStopping, type FailOn, type Preset } from "../changes/gate.js";
import { formatsWithLone, reportAs, type Format } from "../changes/formats.js";
import type { JudgedChange } from "../changes/judge.js";
import { loneText } from "../changes/report-words.js";
import type { LoneClient, Report } from "../changes/report.js";
import { generatorVersion } from "../version.js";
import type { ConfiguredChanges } from "./project.js";
import type { Console } from "./report.js";

/** How reports are printed, and which changes are a failure. */
export interface PrintOptions {
  readonly format?: Format | undefined;
  readonly failOn?: FailOn | undefined;
  readonly preset?: Preset | undefined;
  readonly all?: boolean | undefined;
}

/** What reports are printed by and to. */
export interface PrintContext {
  readonly changes: ConfiguredChanges | null;
  readonly console: Console;
  /** Clients that came or went. */
  readonly lone?: readonly LoneClient[];
}

/**
 * Prints reports.
 *
 * @returns the exit code: 1 if there is what `failOn` is about.
 */
export async function printReports(
  reports: readonly Report[],
  options: PrintOptions,
  { changes, console, lone = [] }: PrintContext,
): Promise<number> {
  const { format = "text", all = false } = options;
  const { stopping, code } = failing(reports, options, changes);
  const shown = { all, stopping, generator: generatorVersion };
  console.out(await reportAs(format, reports, shown, lone));
  if (!formatsWithLone.includes(format)) for (const each of lone) console.err(loneText(each));
  return code;
}

/** The changes that fail a check, and the exit code. What the command line says goes before the configuration. */
export function failing(
  reports: readonly Report[],
  options: Pick<PrintOptions, "failOn" | "preset">,
  changes: ConfiguredChanges | null,
): { readonly stopping: ReadonlySet<JudgedChange>; readonly code: number } {
  const failOn = options.failOn ?? changes?.value.failOn;
  const preset = options.preset ?? changes?.value.preset ?? "all";
  // Reports mark what would fail a check, also where none was asked for.
  const gate = { failOn: failOn ?? "breaking", preset };
  const stopping = new Set(reports.flatMap(({ verdict }) => findStopping(verdict, gate)));
  return { stopping, code: failOn !== undefined && stopping.size > 0 ? 1 : 0 };
}
