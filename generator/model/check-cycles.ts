import type { DocumentSchema } from "../document/document.js";
import { pointerTo, quoted } from "../problem.js";
import { sortedEntries } from "./order.js";
import { isVariant } from "./schema-sources.js";
import type { Site } from "./site.js";

/** Where a schema says that it is another one. */
interface Reference {
  readonly target: string;
  readonly at: string;
}

/** A schema that is being followed, and how far. */
interface Step {
  readonly id: string;
  readonly references: readonly Reference[];
  next: number;
}

/**
 * `A` → `B` → `A`, by references or as one of a union's cases: no type is behind these names. With an object, a
 * list or a map between, TypeScript has one.
 */
export function checkCycles({ document, report }: Site): void {
  const schemas = document.schemas ?? {};
  const states = new Map<string, "open" | "done">();
  for (const [start] of sortedEntries(schemas)) {
    // Not recursive: a chain may be as long as a document has schemas.
    const path: Step[] = states.has(start) ? [] : [stepAt(start)];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const reference = step.references[step.next++];
      if (reference === undefined) {
        states.set(step.id, "done");
        path.pop();
      } else if (states.get(reference.target) === "open") {
        report("circular-ref", reference.at, quoted(step.id));
      } else if (!states.has(reference.target)) {
        path.push(stepAt(reference.target));
      }
    }
  }

  function stepAt(id: string): Step {
    states.set(id, "open");
    const schema = Object.hasOwn(schemas, id) ? schemas[id] : undefined;
    return { id, references: referencesOf(schema, pointerTo("/schemas", id)), next: 0 };
  }
}

function referencesOf(schema: DocumentSchema | undefined, at: string): readonly Reference[] {
  if (schema === undefined) return [];
  if (isVariant(schema)) {
    return (schema.variant?.map ?? []).flatMap(({ $ref: target }, index) =>
      target === undefined ? [] : [{ target, at: pointerTo(at, "variant", "map", index, "$ref") }],
    );
  }
  return schema.$ref === undefined ? [] : [{ target: schema.$ref, at: pointerTo(at, "$ref") }];
}
