/** Sources of a client → its class, loaded without a file being written. */
import { ts } from "ts-morph";
import type { ClientSources } from "./client-sources.js";

/** A client, as far as every one is the same. */
export interface AnyClient {
  close(): Promise<void>;
}

/** The class of a client. */
export type ClientClass = new (options: object) => AnyClient;

/**
 * Loads the class of a client.
 *
 * @param runtime - The URL of the runtime's module.
 */
export async function loadClient(
  sources: ClientSources,
  className: string,
  runtime: string,
): Promise<ClientClass> {
  const urls = new Map<string, string>();
  const urlOf = (path: string): string => {
    const known = urls.get(path);
    if (known !== undefined) return known;
    const text = sources.get(path);
    if (text === undefined) throw new Error(`the client has no ${path}`);
    const url = moduleUrl(withUrls(transpile(text), path, urlOf, runtime));
    urls.set(path, url);
    return url;
  };
  const module = (await import(urlOf("index.ts"))) as Readonly<Record<string, unknown>>;
  const found = module[className];
  if (typeof found !== "function") throw new Error(`the client exports no ${className}`);
  return found as ClientClass;
}

function transpile(text: string): string {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    removeComments: true,
  };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** What the module imports and exports from others, by URL: what is no file has no neighbours. */
function withUrls(
  text: string,
  path: string,
  urlOf: (path: string) => string,
  runtime: string,
): string {
  return text.replaceAll(
    /^((?:import|export) .* from )"([^"]+)";$/gm,
    (_, head: string, name: string) => {
      if (!name.startsWith(".")) return `${head}${JSON.stringify(runtime)};`;
      const { pathname } = new URL(name.replace(/\.js$/, ".ts"), `file:///${path}`);
      return `${head}${JSON.stringify(urlOf(pathname.slice(1)))};`;
    },
  );
}

function moduleUrl(text: string): string {
  return `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
}
