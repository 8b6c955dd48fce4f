import type { Doc } from "./model.js";

/** The `doc` of a node: its own words and its own flag. */
export function docOf(
  node: { readonly description?: string; readonly deprecated?: boolean } | undefined,
  notes: readonly string[] = [],
): Doc {
  return { text: node?.description ?? "", deprecated: node?.deprecated === true, notes };
}
