/**
 * All names of generated code are decided here, in two phases: first everything that wants a name in a scope
 * is collected, then the whole scope is resolved. So no name depends on the order in which the document has
 * things, and a name that was published (in the lock) is never given to anything else.
 */

/** Something that wants a name. */
export interface NameWish {
  /** Where it stands in the document: its identity, also in the lock. */
  readonly at: string;
  /** The name it has if nothing else has it. */
  readonly wanted: string;
}

/** Names by the place of what is named. */
export type Names = ReadonlyMap<string, string>;

/**
 * Gives each wish a name of its own within one scope. Published names stay; then come the wishes in the given
 * order, and whoever comes too late takes the suffix `2`, `3`, ….
 *
 * @param published - What the scope's names were before, also of elements that are gone by now.
 * @param taken - Names that nothing in this scope may have.
 */
export function resolveNames(
  wishes: readonly NameWish[],
  published: Names,
  taken: Iterable<string>,
): Names {
  const used = new Set(taken);
  const names = new Map<string, string>();
  for (const { at } of wishes) {
    const name = published.get(at);
    if (name === undefined || used.has(name)) continue;
    names.set(at, name);
    used.add(name);
  }
  for (const name of published.values()) used.add(name);
  const next = new Map<string, number>();
  for (const { at, wanted } of wishes) {
    if (names.has(at)) continue;
    const name = firstFree(wanted, used, next);
    names.set(at, name);
    used.add(name);
  }
  return names;
}

/** `next` remembers where the search went on: thousands may want one name. */
function firstFree(wanted: string, used: ReadonlySet<string>, next: Map<string, number>): string {
  if (!used.has(wanted)) return wanted;
  let count = next.get(wanted) ?? 2;
  while (used.has(`${wanted}${count}`)) count++;
  next.set(wanted, count + 1);
  return `${wanted}${count}`;
}

// Fixed letters, and not Unicode's classes: which signs belong to those depends on the version that the
// machine's Node and the user's TypeScript know, and the output may not.
const separators = /[^A-Za-z0-9_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+/;
const firstSign = /^[A-Za-z_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]/;

/** The words of a name on the wire: what stands between signs that no identifier has. */
function words(name: string): string[] {
  return name.split(separators).filter((word) => word !== "");
}

/** The name of a schema is its id, as long as that is an identifier. */
export function schemaName(id: string): string {
  return firstSign.test(id) && !separators.test(id) ? id : pascalCase(id);
}

/** `"start-date"` → `StartDate`; only the first letter of each word changes. */
export function pascalCase(...names: readonly string[]): string {
  return startable(names.flatMap(words).map(capitalized).join(""));
}

/** `"well-known"` → `wellKnown`; a name that is an identifier stays as it is. */
export function camelCase(...names: readonly string[]): string {
  const [first = "", ...others] = names.flatMap(words);
  return startable(first + others.map(capitalized).join(""));
}

/** As {@link camelCase}, and the first letter is small: for constants of our own. */
export function constantCase(...names: readonly string[]): string {
  const name = camelCase(...names);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `text` as it is if an identifier may start so, else with a `_` before it. */
function startable(text: string): string {
  return firstSign.test(text) ? text : `_${text}`;
}

/**
 * The constant of a scope: what follows `/auth/` in camelCase (`appsOrderReadonly`), else host and path
 * (`mailGoogleCom`), else the scope itself (`openid`).
 */
export function scopeName(scope: string): string {
  const short = /\/auth\/(.+)$/.exec(scope)?.[1];
  return constantCase(...(short ?? scope.replace(/^https?:\/\//, "")).split(/[./]/));
}

/** `"wellKnown"` → `well-known`: a file name that no file system takes for another one's. */
export function kebabCase(name: string): string {
  const text = camelCase(name)
    .replace(/([a-z0-9\u00df-\u00f6\u00f8-\u00ff])([A-Z\u00c0-\u00d6\u00d8-\u00de])/g, "$1-$2")
    .toLowerCase();
  // 60 signs of four bytes each leave room for a suffix and `.d.ts.map` in the 255 bytes of a file name.
  return [...text].slice(0, 60).join("");
}

/** Words that cannot name a type or a constant in a module. */
export const reservedWords: readonly string[] = list(`
  any bigint boolean never null number object string symbol undefined unknown void true false this
  super arguments eval break case catch class const continue debugger default delete do else enum
  export extends finally for function if import in instanceof new return switch throw try typeof var
  while with yield let static implements interface package private protected public await async of
  type NaN Infinity globalThis keyof infer readonly unique intrinsic asserts
`);

/** Names that modules of generated code import or declare beside what the document names. */
export const moduleNames: readonly string[] = list(`
  Alt AltParam ApiClient ApiDescriptor ApiPromise BatchResults Caller ClientOptions FieldsParam Mask MediaResponse
  MediaUpload MethodDescriptor PagePromise Patch RequestOptions Selected SelectedPages SelectedPromise
  StreamPromise Unrecognized WaitOptions WithMedia WithRequired schemas api callable document params
  operation options caller
`);

/** File names that Windows takes for devices. */
export const deviceNames: readonly string[] = list(`
  con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9
  lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9
`);

/** Members that every resource has, or that would make it something else: `then` makes a promise of it. */
export const resourceMembers: readonly string[] = list("constructor then __proto__ prototype");

/** Members of the client class itself, so that no resource hides them. */
export const clientMembers: readonly string[] = [
  ...resourceMembers,
  ...list("batch request close caller"),
];

function list(words: string): string[] {
  return words.trim().split(/\s+/);
}
