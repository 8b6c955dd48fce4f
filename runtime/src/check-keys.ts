import { argumentError } from "./error.js";
import { isRecord } from "./record.js";
import { nearestName, oneLine } from "./text.js";

/** Refuses options that are no object or have a member that is not `known`: a mistyped option would be ignored. */
export function checkKeys(options: unknown, known: readonly string[], what: string): void {
  if (!isRecord(options)) throw argumentError(`${what}: the options must be an object`);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    const meant = nearest === null ? "" : ` (did you mean "${nearest}"?)`;
    throw argumentError(
      `${what}: unknown option ${oneLine(JSON.stringify(name), 80)}${meant}; known are ${known.join(", ")}`,
    );
  }
}
