import type { DocumentSchema } from "../document/document.js";

/**
 * Looks at each schema once: thousands of methods may name the same one, and looking at its properties for
 * each of them would take the square of a document's size.
 */
export function oncePerSchema<T>(
  find: (schema: DocumentSchema) => T,
): (schema: DocumentSchema) => T {
  const found = new WeakMap<DocumentSchema, { readonly value: T }>();
  return (schema) => {
    const known = found.get(schema);
    if (known !== undefined) return known.value;
    const value = find(schema);
    found.set(schema, { value });
    return value;
  };
}
