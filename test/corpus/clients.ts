/** Generated packages → clients that can be called. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { ApiPromise, ClientOptions, RequestOptions } from "@discogen/reseller-v1";
import type { Api, Resource } from "#generator/model/model.js";

/** What every client class is, and the names of no API. */
export interface AnyClient {
  close(): Promise<void>;
}

type ClientClass = new (options?: ClientOptions) => AnyClient;
type AnyMethod = (params?: object, options?: RequestOptions) => ApiPromise<unknown>;

/** Where `import` finds the client of a package. */
function bundlePath(output: string, folder: string): string {
  return join(output, folder, "client.mjs");
}

/** Makes JavaScript of the packages in these folders below `output`. */
export async function transpile(output: string, folders: readonly string[]): Promise<void> {
  await Promise.all(
    folders.map((folder) =>
      build({
        entryPoints: [join(output, folder, "src/index.ts")],
        outfile: bundlePath(output, folder),
        bundle: true,
        external: ["@discogen/runtime"],
        format: "esm",
        target: "es2022",
        tsconfigRaw: {},
        logLevel: "silent",
      }),
    ),
  );
}

/** The class of the client in a folder that {@link transpile} has seen. */
export async function loadClient(
  output: string,
  folder: string,
  className: string,
): Promise<ClientClass> {
  const address = pathToFileURL(bundlePath(output, folder)).href;
  const module = (await import(/* @vite-ignore */ address)) as Readonly<
    Record<string, ClientClass>
  >;
  const found = module[className];
  if (found === undefined) throw new Error(`${folder} exports no ${className}`);
  return found;
}

/** The members that lead to each method, by the method's keys in the document, joined by `/`. */
export function memberPaths({
  methods,
  resources,
}: Pick<Api, "methods" | "resources">): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  const add = (
    one: Pick<Resource, "methods" | "resources">,
    keys: string[],
    names: string[],
  ): void => {
    for (const { name, tsName } of one.methods)
      paths.set([...keys, name].join("/"), [...names, tsName]);
    for (const each of one.resources) add(each, [...keys, each.name], [...names, each.tsName]);
  };
  add({ methods, resources }, [], []);
  return paths;
}

/** Calls what a path of members leads to, as a user would in plain JavaScript. */
export async function callMember(
  client: AnyClient,
  path: readonly string[],
  params: object,
): Promise<unknown> {
  let holder: unknown = client;
  for (const name of path.slice(0, -1))
    holder = (holder as Readonly<Record<string, unknown>>)[name];
  const last = path.at(-1) ?? "";
  const method = (holder as Readonly<Record<string, AnyMethod | undefined>> | undefined)?.[last];
  if (typeof method !== "function") throw new Error(`the client has no ${path.join(".")}()`);
  return method.call(holder, params);
}
