import { problem, quoted, type Problem, pointerTo } from "../problem.js";
import { addressFault, pathFault } from "./addresses.js";
import { counted, limits } from "./limits.js";
import { partsOf, type Part } from "./parts.js";
import { memberOf, membersOf } from "./record.js";
import { sizeProblems } from "./sizes.js";

/**
 * What a JSON Schema cannot say well: counts, lengths, names and addresses. Takes any object: where the
 * shape is wrong there is nothing to check, and the problem is told by `shapeProblems`.
 */
export function ruleProblems(document: unknown): Problem[] {
  const parts = partsOf(document);
  const problems = sizeProblems(document, parts);
  checkHead(problems, document);
  for (const part of parts) checkPart(problems, part);
  return problems;
}

/** The keys of the document itself. */
function checkHead(problems: Problem[], document: unknown): void {
  const check = (key: string, fault: (value: string) => string | null): void =>
    checkValue(problems, "", document, key, fault);
  check("name", (name) =>
    /^[a-z][A-Za-z0-9_]{0,63}$/.test(name)
      ? deviceFault(name)
      : "it must be a small letter and up to 63 letters, digits or _",
  );
  check("version", (version) =>
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(version) && !/\.\.|\.$/.test(version)
      ? deviceFault(version)
      : "it must be a letter or digit and up to 63 letters, digits, _, - or single dots, with no dot at its end",
  );
  for (const key of ["rootUrl", "mtlsRootUrl"]) check(key, addressFault);
  for (const key of ["servicePath", "batchPath"]) check(key, pathFault);
  for (const key of ["id", "revision", "title", "canonicalName"]) {
    checkLength(problems, "", document, key, "id");
  }
  for (const key of ["servicePath", "batchPath", "rootUrl", "documentationLink"]) {
    checkLength(problems, "", document, key, "path");
  }
  checkDescription(problems, "", document);
  const endpoints = memberOf(document, "endpoints");
  for (const [index, endpoint] of (Array.isArray(endpoints) ? endpoints : []).entries()) {
    checkValue(problems, `/endpoints/${index}`, endpoint, "endpointUrl", addressFault);
    checkDescription(problems, `/endpoints/${index}`, endpoint);
  }
}

/** Folders are named after the API, and Windows keeps these names for itself. */
function deviceFault(name: string): string | null {
  const isDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name);
  return isDevice ? "it is the name of a device under Windows" : null;
}

function checkPart(problems: Problem[], part: Part): void {
  const { kind, name, pointer, value } = part;
  if (name === "") problems.push(problem("invalid-value", pointer, '""', `a ${kind} needs a name`));
  if (name !== null && name.length > limits.id) {
    const what = `the length of the ${kind}'s name`;
    problems.push(problem("too-large", pointer, what, counted(name.length), counted(limits.id)));
  }
  checkLength(problems, pointer, value, "id", "id");
  checkDescription(problems, pointer, value);
  checkValues(problems, pointer, value);
  if (kind === "method") checkMethodPaths(problems, pointer, value);
}

function checkMethodPaths(problems: Problem[], pointer: string, method: unknown): void {
  checkLength(problems, pointer, method, "path", "path");
  checkValue(problems, pointer, method, "path", pathFault);
  const protocols = memberOf(memberOf(method, "mediaUpload"), "protocols");
  for (const [name, protocol] of membersOf(protocols)) {
    const place = pointerTo(`${pointer}/mediaUpload/protocols`, name);
    checkLength(problems, place, protocol, "path", "path");
    checkValue(problems, place, protocol, "path", pathFault);
  }
}

/** Checks the text under `key`; what is not a text is a matter of shape. */
function checkValue(
  problems: Problem[],
  pointer: string,
  owner: unknown,
  key: string,
  faultOf: (value: string) => string | null,
): void {
  const value = memberOf(owner, key);
  const fault = typeof value === "string" ? faultOf(value) : null;
  if (typeof value !== "string" || fault === null) return;
  problems.push(problem("invalid-value", `${pointer}/${key}`, quoted(value), fault));
}

function checkLength(
  problems: Problem[],
  pointer: string,
  owner: unknown,
  key: string,
  limit: "id" | "path",
): void {
  const value = memberOf(owner, key);
  if (typeof value !== "string" || value.length <= limits[limit]) return;
  const [found, most] = [counted(value.length), counted(limits[limit])];
  problems.push(problem("too-large", `${pointer}/${key}`, `the length of the ${key}`, found, most));
}

function checkValues(problems: Problem[], pointer: string, owner: unknown): void {
  const values = memberOf(owner, "enum");
  if (!Array.isArray(values) || values.length <= limits.values) return;
  const [found, most] = [counted(values.length), counted(limits.values)];
  problems.push(problem("too-large", `${pointer}/enum`, "the number of values", found, most));
}

function checkDescription(problems: Problem[], pointer: string, owner: unknown): void {
  const text = memberOf(owner, "description");
  // A UTF-16 unit takes at most three bytes: most texts need no counting.
  if (typeof text !== "string" || text.length * 3 <= limits.description) return;
  const bytes = Buffer.byteLength(text);
  if (bytes <= limits.description) return;
  const found = `${counted(bytes)} bytes`;
  const most = counted(limits.description);
  problems.push(problem("too-large", `${pointer}/description`, "the description", found, most));
}
