import { readDocument } from "../document/read-document.js";
import { readBytes } from "../inputs/read-bytes.js";
import { buildModel } from "../model/build-model.js";
import type { Api, Method, Resource } from "../model/model.js";
import { visible } from "../problem.js";
import { pathText } from "../../templates/path-text.js";
import { settle, type Console } from "./report.js";
import { resourcesOf, summary } from "./summary.js";

/** The version of what `inspect --json` prints. */
const schemaVersion = 1;

/**
 * Prints an API at a glance, as Google's reference page has it, or its model as JSON.
 *
 * @returns the exit code.
 * @throws CannotRun where the document has an error.
 */
export async function inspect(
  path: string,
  options: { readonly json?: boolean | undefined },
  console: Console,
): Promise<number> {
  const bytes = await readBytes(path);
  const name = path === "-" ? "standard input" : path;
  const [document] = settle([{ name, bytes, outcome: readDocument(bytes) }], console);
  if (document === undefined) return 2;
  const [api] = settle([{ name, bytes, outcome: buildModel(document) }], console);
  if (api === undefined) return 2;
  if (options.json === true) console.out(JSON.stringify({ schemaVersion, api }, null, 2));
  else for (const line of pageOf(api)) console.out(visible(line));
  return 0;
}

function pageOf(api: Api): string[] {
  const lines = [`${api.title} (${summary(api)})`];
  if (api.doc.text !== "") lines.push(api.doc.text);
  lines.push([api.rootUrl, api.documentationUrl].filter((url) => url !== null).join("  "));
  for (const resource of [rootResource(api), ...resourcesOf(api)]) {
    if (resource.methods.length === 0) continue;
    lines.push("", `REST resource: ${[api.version, ...resource.path].join(".")}`);
    lines.push(...methodLines(resource.methods));
  }
  if (api.schemas.length > 0) {
    const names = api.schemas.map(({ tsName }) => tsName);
    lines.push("", `Schemas: ${names.join(", ")}`);
  }
  return lines;
}

function rootResource({ methods }: Api): Pick<Resource, "methods" | "path"> {
  return { methods, path: [] };
}

function methodLines(methods: readonly Method[]): string[] {
  const width = Math.max(...methods.map(({ name }) => name.length));
  return methods.flatMap(({ name, httpMethod, path, doc }) => {
    const sentence = firstSentence(doc.text);
    const mark = doc.deprecated ? "deprecated  " : "";
    const lines = [`  ${name.padEnd(width)}  ${mark}${httpMethod} /${pathText(path)}`];
    return sentence === "" ? lines : [...lines, `  ${" ".repeat(width)}  ${sentence}`];
  });
}

/** `"Gets a customer. Use this to …"` → `"Gets a customer."` */
function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return /^.*?[.!?](?= [A-Z[`"]|$)/.exec(line)?.[0] ?? line;
}
