/** Compiles lines that a user of the generated client might write, and says what the compiler says. */
import { fileURLToPath } from "node:url";
import ts from "typescript";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** What the client promises to compile with: no DOM, no Node, declarations checked. */
const base: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
};

/** The two kinds of user: with and without `exactOptionalPropertyTypes`. */
export const users = [
  { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  { exactOptionalPropertyTypes: false },
] as const;

export type User = (typeof users)[number];

/** What stands before each text: the imports, and a client. */
export const head = `import { accessToken, anonymous, apiKey, GoogleApiError, ResellerClient, serviceAccount, unrecognized } from "@discogen/reseller-v1";
import type * as all from "@discogen/reseller-v1";
import type { ApiPromise, Customer, PagePromise, Patch, Seats, Subscription, Subscriptions, schemas } from "@discogen/reseller-v1";
declare const client: ResellerClient;
declare const console: { log(...values: unknown[]): void };
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(_?: T): void => {};
void [accessToken, anonymous, apiKey, GoogleApiError, serviceAccount, unrecognized, client, console, is];
export type Used = [all.Address, ApiPromise<Customer>, PagePromise<Subscriptions, Subscription>, Patch<Seats>, schemas.Seats, Equal<1, 1>];
`;

// Both kinds of user read the same libraries and declarations.
const read = new Map<string, ts.SourceFile | undefined>();

/**
 * What the compiler says about each text: `TS2322 message`, one line for each error, with the chain of its
 * reasons. One program for all, so that the libraries are read once.
 */
export function compile(texts: readonly string[], user: User): string[][] {
  const { program, paths, sources } = programOf(texts, user);
  const found = ts.getPreEmitDiagnostics(program);
  const elsewhere = found.filter(({ file }) => file === undefined || !sources.has(file.fileName));
  if (elsewhere.length > 0) throw new Error(elsewhere.map(messageOf).join("\n"));
  return paths.map((path) => found.filter(({ file }) => file?.fileName === path).map(messageOf));
}

/** How many types the compiler makes of generic ones for these texts: what checking them costs. */
export function instantiations(texts: readonly string[]): number {
  const { program } = programOf(texts, users[0]);
  ts.getPreEmitDiagnostics(program);
  return program.getInstantiationCount();
}

interface Compilation {
  readonly program: ts.Program;
  readonly paths: readonly string[];
  readonly sources: ReadonlyMap<string, string>;
}

function programOf(texts: readonly string[], user: User): Compilation {
  const paths = texts.map((_, index) => `${folder}case-${index}.mts`);
  const sources = new Map(paths.map((path, index) => [path, head + (texts[index] ?? "")]));
  const options = { ...base, ...user };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (path, ...words) => {
    const text = sources.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    if (!read.has(path)) read.set(path, getSourceFile.call(host, path, ...words));
    return read.get(path);
  };
  host.fileExists = (path) => sources.has(path) || fileExists.call(host, path);
  host.readFile = (path) => sources.get(path) ?? readFile.call(host, path);
  return { program: ts.createProgram(paths, options, host), paths, sources };
}

function messageOf({ code, messageText, file }: ts.Diagnostic): string {
  const where = file === undefined || file.fileName.startsWith(folder) ? "" : `${file.fileName} `;
  return `${where}TS${code} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
