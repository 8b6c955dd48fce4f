import { readJson } from "../document/json.js";
import { shapeProblems } from "../document/shape.js";
import { validateConfig } from "../document/validate.js";
import { hasErrors, pointerTo, problem, type Outcome, type Problem } from "../problem.js";
import type { ClientConfig, ConfigFile } from "./config.js";

/** Reads a configuration; a key that it cannot have is an error that names the nearest one it can. */
export function readConfig(bytes: Uint8Array): Outcome<ConfigFile> {
  const { value, problems } = readFile(bytes);
  return { value, problems: problems.map(ofConfig) };
}

/** The words of a document's problem, where it is one of the configuration. */
function ofConfig(each: Problem): Problem {
  const isOwn = each.code === "unknown-option" || each.code === "invalid-config";
  return isOwn ? each : { ...each, remedy: "correct the configuration" };
}

function readFile(bytes: Uint8Array): Outcome<ConfigFile> {
  const json = readJson(bytes);
  if (json.value === null && hasErrors(json.problems)) return { ...json, value: null };
  validateConfig(json.value);
  const problems = [...json.problems, ...shapeProblems(validateConfig.errors, "unknown-option")];
  if (hasErrors(problems)) return { value: null, problems };
  // The one place where the type is asserted: the schema and config.ts say the same.
  const config = json.value as ConfigFile;
  const found = [...outProblems(config), ...config.clients.flatMap(clientProblems)];
  return { value: hasErrors(found) ? null : config, problems: [...problems, ...found] };
}

/** A configuration that is checked out from a repository must not write anywhere else. */
function outProblems({ out = "" }: ConfigFile): Problem[] {
  const leaves = /^([/\\]|[A-Za-z]:)/.test(out) || out.split(/[/\\]/).includes("..");
  const what = "the folder is outside of the configuration's own folder";
  return leaves ? [problem("invalid-config", "/out", what)] : [];
}

function clientProblems(client: ClientConfig, index: number): Problem[] {
  if (client.emit !== "source" || client.package === undefined) return [];
  const what = 'there is no package where "emit" is "source"';
  return [problem("invalid-config", pointerTo("/clients", index, "package"), what)];
}
