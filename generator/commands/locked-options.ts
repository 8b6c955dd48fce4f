import type { ClientConfig } from "../config/config.js";
import { canonicalText } from "../document/canonical.js";
import { textHash } from "../output/output-file.js";

/**
 * The options of a client that decide what is generated, each as the start of a hash: enough to say which of
 * them has changed. Options that are not set, or are set to what they are anyway, are left out.
 */
export function lockedOptions({
  emit,
  only,
  overrides,
  package: facts = {},
}: ClientConfig): ReadonlyMap<string, string> {
  const { name, license, repository, document } = facts;
  const values = {
    emit: emit === "package" ? undefined : emit,
    only: only === undefined ? undefined : [...new Set(only)].sort(),
    // Why they are there, and until when, is for people.
    overrides: overrides?.length ? overrides.map(({ at, is }) => ({ at, is })) : undefined,
    "package.name": name,
    "package.license": license,
    "package.repository": repository,
    "package.document": document === true ? undefined : document,
  };
  return new Map(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, textHash(canonicalText(value)).slice(0, 12)]],
    ),
  );
}
