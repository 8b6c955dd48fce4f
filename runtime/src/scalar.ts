import type { ScalarType } from "./descriptor.js";

/** `value` as text on the wire, or `null` if it is not of the type. */
export function scalarText(value: unknown, type: ScalarType | undefined): string | null {
  switch (type) {
    case undefined:
      return typeof value === "string" ? value : null;
    case "integer":
      return Number.isSafeInteger(value) ? String(value) : null;
    case "number":
      return Number.isFinite(value) ? String(value) : null;
    case "boolean":
      return typeof value === "boolean" ? String(value) : null;
    case "int64":
      return int64Text(value);
  }
}

function int64Text(value: unknown): string | null {
  if (typeof value === "bigint") return String(value);
  return typeof value === "string" && /^-?\d{1,20}$/.test(value) ? value : null;
}

/** What {@link scalarText} takes, in words. */
export function scalarWords(type: ScalarType | undefined): string {
  switch (type) {
    case undefined:
      return "a string";
    case "integer":
      return "an integer";
    case "number":
      return "a finite number";
    case "boolean":
      return "a boolean";
    case "int64":
      return "a bigint or a string of digits";
  }
}

/** `text` percent-encoded, or `null` if it holds half of a surrogate pair, which no encoding has. */
export function percentEncode(text: string): string | null {
  try {
    return encodeURIComponent(text);
  } catch {
    return null;
  }
}
