import type { Api, Method, Resource } from "../model/model.js";
import { visible } from "../problem.js";
import { pathText } from "../../templates/path-text.js";
import { buildNamed, openNamed, type NamedOptions } from "./named-document.js";
import { overrideLines, overrideFacts } from "./override-table.js";
import type { ClientSource } from "./project.js";
import type { Console } from "./report.js";
import { resourcesOf, summary } from "./summary.js";

/** The version of what `inspect --json` prints. */
const schemaVersion = 1;

/** What `discogen inspect` takes. */
export interface InspectOptions extends NamedOptions {
  readonly json?: boolean | undefined;
  /** Prints each call of Google's own client beside ours instead. */
  readonly googleapis?: boolean | undefined;
  /** Prints the overrides of the document instead of its API. */
  readonly overrides?: boolean | undefined;
}

/**
 * Prints an API at a glance, as Google's reference page has it, or its model as JSON: of the client that
 * the configuration makes of the document, if it does.
 *
 * @returns the exit code.
 * @throws CannotRun where the document has an error.
 */
export async function inspect(
  path: string,
  options: InspectOptions,
  console: Console,
): Promise<number> {
  const named = await openNamed(path, options, console);
  if (named === null) return 2;
  if (options.overrides === true) {
    printOverrides(named.source, options, console);
    return 0;
  }
  const api = buildNamed(named, console);
  if (api === null) return 2;
  if (options.googleapis === true) {
    const { googleapisReport } = await import("./googleapis-report.js");
    for (const line of googleapisReport(api, options.json === true)) console.out(line);
  } else if (options.json === true) console.out(JSON.stringify({ schemaVersion, api }, null, 2));
  else for (const line of pageOf(api)) console.out(visible(line));
  return 0;
}

function printOverrides(
  { name, config }: ClientSource,
  options: InspectOptions,
  console: Console,
): void {
  const overrides = config.overrides ?? [];
  if (options.json === true) {
    console.out(
      JSON.stringify({ schemaVersion, overrides: overrides.map(overrideFacts) }, null, 2),
    );
  } else if (overrides.length === 0) console.note(`${name} has no overrides`);
  else for (const line of overrideLines(overrides)) console.out(visible(line));
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
