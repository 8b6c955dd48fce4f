import { hasErrors, problem, quoted, type Outcome, type Problem } from "../problem.js";
import type { Document } from "./document.js";
import { readJson } from "./json.js";
import { isObject, kindOf, memberOf, type JsonObject } from "./record.js";
import { ruleProblems } from "./rules.js";
import { shapeProblems } from "./shape.js";
import { validateDocument } from "./validate.js";

/**
 * Reads a discovery document: from bytes to a value whose shape, sizes, names and addresses are verified.
 * All its problems are told, but of a text that is no discovery document only that.
 */
export function readDocument(bytes: Uint8Array): Outcome<Document> {
  const json = readJson(bytes);
  // `null` is also what the text `null` says, and that has no problem so far.
  if (json.value === null && hasErrors(json.problems)) return { ...json, value: null };
  if (!isObject(json.value)) {
    const foreign = problem("not-an-object", "", kindOf(json.value));
    return { value: null, problems: [...json.problems, foreign] };
  }
  const foreign = foreignProblem(json.value);
  if (foreign !== null) return { value: null, problems: [...json.problems, foreign] };
  validateDocument(json.value);
  const problems = [
    ...json.problems,
    ...shapeProblems(validateDocument.errors),
    ...ruleProblems(json.value),
  ];
  // The one place where the type is asserted: the schema and document.ts say the same.
  const document = json.value as JsonObject & Document;
  return { value: hasErrors(problems) ? null : document, problems };
}

/** An object that is something else than a discovery document, however right it may be as that. */
function foreignProblem(value: JsonObject): Problem | null {
  const [kind, error] = [memberOf(value, "kind"), memberOf(value, "error")];
  if (typeof kind === "string" && kind !== "discovery#restDescription") {
    return problem("not-a-discovery-document", "/kind", `its kind is ${quoted(kind)}`);
  }
  const heads = ["name", "version", "rootUrl"];
  if (error !== undefined && !heads.some((key) => Object.hasOwn(value, key))) {
    return problem("error-document", "/error", errorWords(error));
  }
  for (const [key, what] of [
    ["swagger", "a Swagger document"],
    ["openapi", "an OpenAPI document"],
  ] as const) {
    if (Object.hasOwn(value, key)) {
      return problem("not-a-discovery-document", `/${key}`, `it is ${what}`);
    }
  }
  if (kind === undefined && !heads.some((key) => Object.hasOwn(value, key))) {
    return problem("not-a-discovery-document", "", "it has no name, no version and no rootUrl");
  }
  return null;
}

/** What the service said: `404 "Requested entity was not found."` */
function errorWords(error: unknown): string {
  const [code, message] = [memberOf(error, "code"), memberOf(error, "message")];
  const said = [message, error].find((each) => typeof each === "string") ?? JSON.stringify(error);
  return `${typeof code === "number" ? `${code} ` : ""}${quoted(String(said))}`;
}
