import { problem, quoted, type Outcome, type Problem } from "../problem.js";
import { counted, limits } from "./limits.js";
import { isObject } from "./record.js";
import { syntaxFault } from "./syntax.js";
import { readText } from "./text.js";
import { readTree } from "./tree.js";

/**
 * The value of a JSON file of any kind. Text that is not JSON has exactly one problem; a key that stands
 * twice in an object is a problem of its own, and the value is given all the same (the later key wins).
 */
export function readJson(bytes: Uint8Array): Outcome<unknown> {
  const text = readText(bytes);
  if (typeof text !== "string") return refused(text);
  const notJson = otherText(text);
  if (notJson !== null) return refused(notJson);
  const { depth, tooDeepAt, members } = measure(text);
  if (tooDeepAt !== null) {
    const place = { pointer: "", offset: tooDeepAt };
    return refused(
      problem("too-large", place, "the nesting", counted(depth), counted(limits.depth)),
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused(invalidJson(text, error));
  }
  // Fewer members than colons: some were overwritten. Only then is it worth looking for them.
  return { value, problems: countMembers(value) === members ? [] : duplicateKeys(text) };
}

function refused(why: Problem): Outcome<never> {
  return { value: null, problems: [why] };
}

/** Text that does not even try to be JSON. */
function otherText(text: string): Problem | null {
  const start = /\S/.exec(text)?.index;
  if (start === undefined) return problem("empty-document", "");
  if (text[start] !== "<") return null;
  return /^<(?:!--|(?:!doctype html|html|head|body|title|meta|script)\b)/i.test(text.slice(start))
    ? problem("html-document", "")
    : problem("invalid-json", { pointer: "", offset: start }, "it is XML or another markup");
}

interface Measure {
  /** The deepest nesting of objects and arrays. */
  readonly depth: number;
  /** Where the limit is passed, if it is. */
  readonly tooDeepAt: number | null;
  /** How many members all objects have together: the colons outside of strings. */
  readonly members: number;
}

/** What must be known before anything recursive may touch the text; in one pass over it. */
function measure(text: string): Measure {
  let [depth, deepest, members] = [0, 0, 0];
  let tooDeepAt: number | null = null;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = stringEnd(text, at);
        break;
      case 0x3a: // :
        members++;
        break;
      case 0x5b: // [
      case 0x7b: // {
        deepest = Math.max(deepest, ++depth);
        if (depth > limits.depth) tooDeepAt ??= at;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
    }
  }
  return { depth: deepest, tooDeepAt, members };
}

/** The offset of the quote that ends the string which starts at `start`, or of the text's end. */
function stringEnd(text: string, start: number): number {
  for (
    let quote = text.indexOf('"', start + 1);
    quote !== -1;
    quote = text.indexOf('"', quote + 1)
  ) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length;
}

function countMembers(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + countMembers(each), 0);
  if (!isObject(value)) return 0;
  const values = Object.values(value);
  return values.reduce((sum: number, each) => sum + countMembers(each), values.length);
}

function invalidJson(text: string, error: unknown): Problem {
  const fault = syntaxFault(text);
  // The two parsers agree (a test asks them about thousands of texts); this is for the day they do not.
  if (fault === null) return problem("invalid-json", "", String(error));
  return problem("invalid-json", { pointer: "", offset: fault.offset }, fault.reason);
}

function duplicateKeys(text: string): Problem[] {
  return readTree(text).duplicates.map(({ key, pointer, offset }) =>
    problem("duplicate-key", { pointer, offset }, quoted(key)),
  );
}
