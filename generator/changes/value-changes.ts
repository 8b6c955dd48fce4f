/** What two values differ in whose types are the same in code: their formats, and values that an enum has got. */
import type { Type } from "../model/model.js";

/** The end of the rule that tells a difference: of properties and of parameters. */
export type ValueRule = "format-changed" | "format-incompatible" | "enum-value-added";

/** A text or a number. */
export type Formatted = Extract<Type, { format: unknown }>;

/** True for texts and numbers. */
export function isFormatted(type: Type): type is Formatted {
  return type.kind === "string" || type.kind === "integer" || type.kind === "number";
}

/** True for two texts, and for two numbers. */
export function isSameInCode(before: Formatted, after: Formatted): boolean {
  return (before.kind === "string") === (after.kind === "string");
}

/** An integer became a number: the same type in code, other values on the wire. */
export function formatRule(before: Formatted, after: Formatted): ValueRule | null {
  if (before.kind === after.kind && before.format === after.format) return null;
  const isSame = before.kind === after.kind && meaningOf(before) === meaningOf(after);
  return isSame ? "format-changed" : "format-incompatible";
}

/** What a text means; times, durations and masks are texts like others. */
function meaningOf({ kind, format }: Formatted): string {
  if (kind !== "string" || format === null) return "";
  return /^u?int\d+$/.test(format) ? "integer" : format === "byte" ? format : "";
}
