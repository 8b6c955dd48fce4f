/** Changes of stored values, as PATCH makes them. */

type Members = Record<string, unknown>;

/** JSON merge patch (RFC 7396): `null` removes a member, objects are merged, everything else is replaced. */
export function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Members = isObject(value) ? { ...value } : {};
  for (const [name, member] of Object.entries(patch)) {
    if (member === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], member);
  }
  return merged;
}

/**
 * `value` with what `mask` names taken from `source`; what `source` does not have is removed.
 *
 * @param mask property paths separated by commas (google.protobuf.FieldMask), or `*` for all
 */
export function mergeMasked(value: unknown, source: unknown, mask: string): unknown {
  if (mask.trim() === "*") return source;
  return mask.split(",").reduce((merged, path) => {
    const names = path.trim().split(".").map(camelCase);
    return withPath(merged, names, memberAt(source, names));
  }, value);
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) => (isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined),
    value,
  );
}

/** `value` with a member at a path; the objects on the way are copied or made. `undefined` removes it. */
export function withPath(value: unknown, path: readonly string[], member: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return member;
  const { [name]: inner, ...others } = isObject(value) ? value : {};
  const changed = withPath(inner, rest, member);
  return changed === undefined ? others : { ...others, [name]: changed };
}

/** Masks are also written in snake case. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
