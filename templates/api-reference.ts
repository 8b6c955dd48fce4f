import type { Api, Method, Resource } from "../generator/model/model.js";
import { lookUp, type ApiLookup } from "./api-lookup.js";
import { callsOf, targetText, type Call } from "./calls.js";
import { code, isLink, safeText } from "./doc-comment.js";
import { pathText } from "./path-text.js";
import type { PlannedText } from "./planned-file.js";
import { needsParams, shortSignature } from "./signature.js";
import { fence } from "./readme-section.js";

/** `api.md`: every method, in the order of Google's reference page, with what one must know to call it. */
export function referenceFile(api: Api): PlannedText {
  const groups = groupsOf(api);
  const { scopes } = lookUp(api);
  const link = isLink(api.documentationUrl) ? ` Google's reference: <${api.documentationUrl}>` : "";
  const parts = [
    `# ${safeText(api.title)}: all methods`,
    `${code(api.id)} at ${code(api.rootUrl)}.${link}`,
    ...scopeLines(api),
    ...(groups.length > 1 ? ["The resources:", groups.map(contentsLine).join("\n")] : []),
    ...groups.flatMap((group) => groupText(group, scopes)),
  ];
  return { kind: "text", path: "api.md", text: `${parts.join("\n\n")}\n` };
}

function scopeLines({ className, scopes }: Api): string[] {
  if (scopes.length === 0) return [];
  const lines = scopes.map(({ name, tsName }) => `- ${code(tsName)}: ${code(name)}`);
  return [`The scopes, members of ${code(`${className}.scopes`)}:`, lines.join("\n")];
}

type Scopes = ApiLookup["scopes"];

/** The methods of one resource. */
interface Group {
  readonly title: string;
  readonly deprecated: boolean;
  readonly calls: readonly Call[];
}

function groupsOf(api: Api): Group[] {
  const groups = new Map<string, Call[]>();
  for (const call of callsOf(api)) {
    const title = call.resources.map(({ name }) => name).join(".") || api.name;
    const known = groups.get(title);
    if (known === undefined) groups.set(title, [call]);
    else known.push(call);
  }
  return [...groups].map(([title, calls]) => ({
    title,
    deprecated: calls[0]?.resources.at(-1)?.doc.deprecated === true,
    calls,
  }));
}

function contentsLine({ title, calls }: Group): string {
  return `- ${markdownLink(title, anchorOf(title))} (${calls.length})`;
}

function groupText({ title, deprecated, calls }: Group, scopes: Scopes): string[] {
  const rows = calls.map(({ method }) => {
    const words = [`${method.httpMethod} ${pathText(method.path)}`, firstSentence(method.doc.text)];
    const name = markdownLink(method.name, anchorOf(method.id));
    return `| ${[name, code(words[0] ?? ""), cell(words[1] ?? "")].join(" | ")} |`;
  });
  return [
    `## ${anchor(title)}${safeText(title)}`,
    ...(deprecated ? ["Deprecated."] : []),
    ["| Method | HTTP request | |", "| --- | --- | --- |", ...rows].join("\n"),
    ...calls.flatMap((call) => methodText(call, scopes)),
  ];
}

function methodText(call: Call, known: Scopes): string[] {
  const { method, resources } = call;
  const parameters = parameterLines(method);
  const scopes = method.scopes.map((scope) => code(known.get(scope)?.tsName ?? scope)).join(", ");
  return [
    `### ${anchor(method.id)}${safeText(method.id)}`,
    ...(method.doc.deprecated ? ["Deprecated."] : []),
    fence("ts", signatureText(call)),
    ...(parameters.length === 0 ? [] : [parameters.join("\n")]),
    [
      ...(scopes === "" ? [] : [`Scopes, one of: ${scopes}.`]),
      `${markdownLink("Source", sourceOf(resources))}.`,
    ].join(" "),
  ];
}

function signatureText(call: Call): string {
  const { params, result } = shortSignature(call.method);
  const mark = needsParams(call.method) ? "" : "?";
  return `${targetText(call)}(params${mark}: ${params}, options?): ${result}`;
}

function parameterLines({ parameters, request, upload }: Method): string[] {
  const lines = parameters.map(({ name, location, required, doc }) => {
    const facts = [location, ...(required ? ["required"] : [])].join(", ");
    const words = firstSentence(doc.text, 160);
    return `- ${code(name)} (${facts})${words === "" ? "" : `: ${words}`}`;
  });
  if (request !== null && upload?.kind !== "raw") lines.push("- `body`: the request");
  if (upload !== null) lines.push("- `media`: the content");
  return lines;
}

function sourceOf([first]: readonly Resource[]): string {
  return first === undefined ? "src/index.ts" : `src/resources/${encodeURI(first.fileName)}.ts`;
}

/** The first sentence of a text, safe in Markdown; the whole text has it in the sources. */
export function firstSentence(text: string, length = 300): string {
  const line = text.replace(/\s+/g, " ").trim();
  const end = line.search(/[.!?] [A-Z]/);
  const sentence = end < 0 ? line : line.slice(0, end + 1);
  return safeText(sentence.length > length ? `${sentence.slice(0, length - 1)}…` : sentence);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** An address within the page that no heading of GitHub's own making can take. */
function anchorOf(name: string): string {
  return `#${anchorName(name)}`;
}

function anchor(name: string): string {
  return `<a id="${anchorName(name)}"></a>`;
}

function anchorName(name: string): string {
  return `m-${name.replace(/[^A-Za-z0-9._-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}`)}`;
}

function markdownLink(text: string, target: string): string {
  return `[${safeText(text).replace(/[[\]|]/g, "\\$&")}](${target})`;
}
