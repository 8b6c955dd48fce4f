/** The overrides of a document for people, and for programs. */
import type { Override } from "../document/overrides.js";

/** An override as `inspect --overrides --json` prints it; `null` is a value, so what is left out stays out. */
export function overrideFacts({ at, why, until, ...values }: Override): object {
  return { at, ...values, why, until: until ?? null };
}

const heads = ["at", "was", "is", "why", "until"];

/** The longest a value may be in the table. */
const most = 48;

/** A table of overrides: a value that is not there is `-`. */
export function overrideLines(overrides: readonly Override[]): string[] {
  const rows = [heads, ...overrides.map(cells)];
  const widths = heads.map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? "")].length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length))
      .join("  ")
      .trimEnd(),
  );
}

function cells(override: Override): string[] {
  const { at, why, until } = override;
  const value = (key: "was" | "is"): string =>
    override[key] === undefined ? "-" : cut(JSON.stringify(override[key]));
  // A line of its own for each override, whatever its reason looks like.
  return [at, value("was"), value("is"), why.replace(/\s+/g, " ").trim(), until ?? "-"];
}

function cut(text: string): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}
