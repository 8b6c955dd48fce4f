import type { MethodDescriptor, PathVariable } from "./descriptor.js";
import { argumentError } from "./error.js";

type Params = Readonly<Record<string, string>>;
type Segment = MethodDescriptor["path"][number];

/**
 * The parameters that ask for `operation`: those its caller gave, those of its `selfLink`, and those of its
 * `name`, in this order.
 *
 * @param rootPath what stands before every path of the API: `"/"`
 * @throws GoogleApiError of kind `"argument"` that says which parameters to give
 */
export function pollParams(
  poll: MethodDescriptor,
  operation: object,
  rootPath: string,
  given: Params = {},
): Params {
  const { selfLink, name } = operation as { readonly selfLink?: unknown; readonly name?: unknown };
  const told =
    (typeof selfLink === "string" ? matchLink(poll, selfLink, rootPath) : null) ??
    (typeof name === "string" ? matchName(poll, name) : null);
  const params = { ...told, ...given };
  const missing = poll.path.filter(
    (part): part is PathVariable => typeof part !== "string" && !Object.hasOwn(params, part.name),
  );
  if (missing.length === 0) return params;
  const names = missing.map((variable) => variable.name);
  throw argumentError(
    `${poll.id}: the operation does not tell ${names.join(" and ")}; give them as params: { ${names.map((each) => `${each}: …`).join(", ")} }`,
  );
}

const maxLength = 2_048;

/** `selfLink` is where the operation is read: its path below the root is the poll's, filled in. */
function matchLink({ path }: MethodDescriptor, selfLink: string, rootPath: string): Params | null {
  let target: string;
  try {
    target = new URL(selfLink).pathname;
  } catch {
    return null;
  }
  const below = target.startsWith(rootPath) ? target.slice(rootPath.length) : target.slice(1);
  try {
    return match(segmentsOf(path), below.split("/").map(decodeURIComponent));
  } catch {
    return null;
  }
}

/** A name is the whole end of the poll's path: `apps/a/operations/o` of `v1/apps/{appsId}/operations/{operationsId}`. */
function matchName({ path }: MethodDescriptor, name: string): Params | null {
  const segments = segmentsOf(path);
  const names = name.split("/");
  for (let start = 0; start < segments.length; start++) {
    const params = match(segments.slice(start), names);
    if (params !== null) return params;
  }
  return null;
}

/** A path between its slashes: literal texts and variables. */
function segmentsOf(path: MethodDescriptor["path"]): readonly Segment[] {
  return path.flatMap((part): readonly Segment[] =>
    typeof part === "string" ? part.split("/").filter((text) => text !== "") : [part],
  );
}

/** The values of the variables if `texts` are the segments; only the last variable may take several. */
function match(segments: readonly Segment[], texts: readonly string[]): Params | null {
  const params: Record<string, string> = {};
  if (texts.length < segments.length || texts.some((text) => text.length > maxLength)) return null;
  for (const [index, segment] of segments.entries()) {
    const text = texts[index] ?? "";
    const last = index === segments.length - 1;
    if (typeof segment === "string") {
      if (segment !== text) return null;
    } else if (last && segment.operator === "+") {
      params[segment.name] = texts.slice(index).join("/");
      return params;
    } else {
      params[segment.name] = text;
    }
  }
  return texts.length === segments.length ? params : null;
}
