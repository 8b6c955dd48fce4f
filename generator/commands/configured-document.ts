/** A document with all that the configuration says of it: overrides, methods, lenience. */
import type { Override } from "../document/overrides.js";
import {
  placeProblems,
  readOverridden,
  type OverriddenDocument,
  type PlacedProblems,
} from "../document/read-overridden.js";
import { selectMethods } from "../document/select.js";
import type { Document } from "../document/document.js";
import { buildModel } from "../model/build-model.js";
import type { Api } from "../model/model.js";
import type { Names } from "../model/names.js";
import type { Problem } from "../problem.js";
import type { ClientSource } from "./project.js";
import type { Settled } from "./report.js";

/** What was made of a document, with its problems by the text they are in. */
export interface Configured<T> {
  readonly value: T | null;
  readonly inDocument: readonly Problem[];
  /** With pointers from the client's entry in the configuration. */
  readonly inConfig: readonly Problem[];
}

/** Reads a document, applies the overrides and takes the part of it that the configuration wants. */
export function readConfigured({ bytes, config }: ClientSource): Configured<OverriddenDocument> {
  const { value, ...placed } = readOverridden(bytes, config.overrides ?? []);
  const read = { value, ...configured(placed) };
  if (value === null || config.only === undefined) return read;
  const selected = selectMethods(value.document, config.only);
  return {
    ...read,
    value: selected.value === null ? null : { ...value, document: selected.value },
    inConfig: [...read.inConfig, ...below("/only", selected.problems)],
  };
}

/** Builds the model of a configured document. */
export function buildConfigured(
  { config }: ClientSource,
  document: Document,
  published?: Names,
): Configured<Api> {
  const overrides: readonly Override[] = config.overrides ?? [];
  const { value, problems } = buildModel(document, published, { lenient: config.lenient === true });
  return { value, ...configured(placeProblems(problems, overrides)) };
}

function configured({ inDocument, inOverrides }: PlacedProblems): Omit<Configured<never>, "value"> {
  return { inDocument, inConfig: below("/overrides", inOverrides) };
}

function below(at: string, problems: readonly Problem[]): Problem[] {
  return problems.map((each) => ({ ...each, pointer: at + each.pointer }));
}

/** For `settle`: the document's text with the value, and that of the configuration where it has problems. */
export function settledParts<T>(
  { name, bytes, entry }: ClientSource,
  { value, inDocument, inConfig }: Configured<T>,
): Settled<T>[] {
  const parts: Settled<T>[] = [{ name, bytes, outcome: { value, problems: inDocument } }];
  if (entry !== undefined && inConfig.length > 0) {
    const outcome = { value: null, problems: below(entry.at, inConfig) };
    parts.push({ name: entry.name, bytes: entry.bytes, outcome });
  }
  return parts;
}
