/** Document → the part of it that some of its methods need. */
import { didYouMean } from "../did-you-mean.js";
import { hasErrors, pointerTo, problem, quoted, type Outcome, type Problem } from "../problem.js";
import type { Document, DocumentMethod, DocumentResource, DocumentSchema } from "./document.js";
import { matchesPattern } from "./method-pattern.js";

/**
 * The document with those methods only that a pattern describes, the schemas they reach and the scopes they
 * name; the parameters of all methods stay. What is left stands where it stood.
 *
 * @returns the smaller document; its problems point into the list of patterns.
 */
export function selectMethods(document: Document, patterns: readonly string[]): Outcome<Document> {
  const paths = pathsWithin(document, []);
  const problems = patterns.flatMap((pattern, index): Problem[] =>
    paths.methods.some((path) => matchesPattern(pattern, path))
      ? []
      : [problem("no-such-method", pointerTo("", index), quoted(pattern), near(pattern, paths))],
  );
  if (hasErrors(problems)) return { value: null, problems };
  const chosen = paths.methods.filter((path) =>
    patterns.some((pattern) => matchesPattern(pattern, path)),
  );
  const isChosen = new Set(chosen);
  const part = partOf(document, [], (path) => isChosen.has(path));
  const methods = methodsWithin(part);
  return { value: { ...part, ...schemasOf(part, methods), ...authOf(part, methods) }, problems };
}

/** What a pattern can be about. */
interface Paths {
  /** The names that lead to methods, with dots between them. */
  readonly methods: readonly string[];
  /** Patterns of all methods of a resource, and of all below it, where there are some. */
  readonly stars: readonly string[];
}

function pathsWithin(owner: DocumentResource, path: readonly string[]): Paths {
  const methods = Object.keys(owner.methods ?? {}).map((name) => [...path, name].join("."));
  const inner = Object.entries(owner.resources ?? {}).map(([name, resource]) =>
    pathsWithin(resource, [...path, name]),
  );
  const all = [...methods, ...inner.flatMap((each) => each.methods)];
  const star = (text: string): string[] => (path.length === 0 ? [] : [[...path, text].join(".")]);
  return {
    methods: all,
    stars: [
      ...(methods.length > 0 ? star("*") : []),
      ...(all.length > methods.length ? star("**") : []),
      ...inner.flatMap(({ stars }) => stars),
    ],
  };
}

/** What a pattern that matches nothing may have been meant to be; a resource's name alone means its methods. */
function near(pattern: string, { methods, stars }: Paths): string {
  const resource = pattern.replace(/\.\*\*?$/, "");
  const own = stars.find((star) => star === `${resource}.*` || star === `${resource}.**`);
  return own === undefined
    ? didYouMean(pattern, [...methods, ...stars])
    : `; did you mean ${quoted(own)}?`;
}

/** An API or a resource with the chosen methods, and those children that have some. */
function partOf<T extends DocumentResource>(
  owner: T,
  path: readonly string[],
  isChosen: (path: string) => boolean,
): T {
  const methods = Object.entries(owner.methods ?? {}).filter(([name]) =>
    isChosen([...path, name].join(".")),
  );
  const resources = Object.entries(owner.resources ?? {})
    .map(([name, resource]) => [name, partOf(resource, [...path, name], isChosen)] as const)
    .filter(([, { methods, resources }]) => methods !== undefined || resources !== undefined);
  const { methods: _methods, resources: _resources, ...rest } = owner;
  return {
    ...rest,
    ...(methods.length === 0 ? {} : { methods: Object.fromEntries(methods) }),
    ...(resources.length === 0 ? {} : { resources: Object.fromEntries(resources) }),
  } as T;
}

function methodsWithin({ methods, resources }: DocumentResource): DocumentMethod[] {
  return [
    ...Object.values(methods ?? {}),
    ...Object.values(resources ?? {}).flatMap((resource) => methodsWithin(resource)),
  ];
}

function schemasOf(
  { schemas, parameters }: Document,
  methods: readonly DocumentMethod[],
): Pick<Document, "schemas"> {
  if (schemas === undefined) return {};
  const found = new Set<string>();
  const waiting = [parameters, ...methods.map((each) => each.parameters)]
    .flatMap((each) => Object.values(each ?? {}))
    .flatMap(refsIn);
  for (const { request, response } of methods)
    waiting.push(...refsIn(request), ...refsIn(response));
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id) || !Object.hasOwn(schemas, id)) continue;
    found.add(id);
    waiting.push(...refsIn(schemas[id]));
  }
  return { schemas: kept(schemas, found) };
}

/** The names of the schemas that a type refers to, wherever in it. */
function refsIn(node: DocumentSchema | undefined): string[] {
  if (node === undefined) return [];
  const { $ref, properties, items, additionalProperties, variant } = node;
  const own = [$ref, ...(variant?.map ?? []).map((member) => member.$ref)];
  return [
    ...own.filter((id) => id !== undefined),
    ...Object.values(properties ?? {}).flatMap(refsIn),
    ...refsIn(items),
    ...refsIn(additionalProperties),
  ];
}

function authOf({ auth }: Document, methods: readonly DocumentMethod[]): Pick<Document, "auth"> {
  const scopes = auth?.oauth2?.scopes;
  if (scopes === undefined) return {};
  const used = new Set(methods.flatMap((method) => method.scopes ?? []));
  return { auth: { ...auth, oauth2: { ...auth?.oauth2, scopes: kept(scopes, used) } } };
}

function kept<T>(
  members: Readonly<Record<string, T>>,
  names: ReadonlySet<string>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.has(name)));
}
