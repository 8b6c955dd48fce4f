import { quoted } from "../problem.js";
import { readTokens, type Token } from "./tokens.js";

/** What may come next. */
type Wanted =
  "value" | "first element" | "first key" | "key" | "colon" | "comma or close" | "nothing";

/** What is wrong with a text, and where. */
export interface SyntaxFault {
  readonly offset: number;
  readonly reason: string;
}

/** The first offence against JSON's grammar in a text, or `null`; without recursion. */
export function syntaxFault(text: string): SyntaxFault | null {
  const open: ("{" | "[")[] = [];
  let wanted: Wanted = "value";
  for (const token of readTokens(text)) {
    const fault = token.kind === "comment" ? null : tokenFault(token, text);
    if (fault !== null) return fault;
    const next = after(token, wanted, open);
    if (next === null) return { offset: token.offset, reason: unexpected(token, wanted, open) };
    wanted = next;
  }
  return null;
}

/** What is wrong within a token. */
function tokenFault(token: Token, text: string): SyntaxFault | null {
  const { kind, offset, end, value, fault, unfinished } = token;
  const isPart =
    kind === "unknown" && ["true", "false", "null", "-0"].some((w) => w.startsWith(value));
  if (end === text.length && (unfinished || isPart)) {
    return { offset: end, reason: endsEarly(`inside a ${isPart ? "value" : kind}`) };
  }
  if (fault === null) return null;
  const at = kind === "string" && !unfinished ? badCharacter(text, offset + 1) : offset;
  return { offset: at, reason: fault };
}

/** The offset of the first character from `start` on that may not stand in a string. */
function badCharacter(text: string, start: number): number {
  const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
  for (let at = start; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x20) return at;
    if (text[at] !== "\\") continue;
    escape.lastIndex = at;
    if (!escape.test(text)) return at;
    at = escape.lastIndex - 1;
  }
  return start;
}

/** What may come after `token`, or `null` if it may not stand here; keeps account of what is open. */
function after(token: Token, wanted: Wanted, open: ("{" | "[")[]): Wanted | null {
  switch (wanted) {
    case "value":
      return startValue(token, open);
    case "first element":
      return token.kind === "]" ? closeOne(open) : startValue(token, open);
    case "first key":
      return token.kind === "}" ? closeOne(open) : token.kind === "string" ? "colon" : null;
    case "key":
      return token.kind === "string" ? "colon" : null;
    case "colon":
      return token.kind === ":" ? "value" : null;
    case "comma or close":
      return separate(token, open);
    case "nothing":
      return token.kind === "end" ? "nothing" : null;
  }
}

function startValue(token: Token, open: ("{" | "[")[]): Wanted | null {
  switch (token.kind) {
    case "{":
      open.push("{");
      return "first key";
    case "[":
      open.push("[");
      return "first element";
    case "string":
    case "number":
    case "word":
      return afterValue(open);
    case "}":
    case "]":
    case ":":
    case ",":
    case "comment":
    case "unknown":
    case "end":
      return null;
  }
}

function separate(token: Token, open: ("{" | "[")[]): Wanted | null {
  const inObject = open.at(-1) === "{";
  if (token.kind === ",") return inObject ? "key" : "value";
  return token.kind === (inObject ? "}" : "]") ? closeOne(open) : null;
}

function closeOne(open: ("{" | "[")[]): Wanted {
  open.pop();
  return afterValue(open);
}

function afterValue(open: readonly string[]): Wanted {
  return open.length === 0 ? "nothing" : "comma or close";
}

/** Why `token` may not stand where it stands. */
function unexpected(token: Token, wanted: Wanted, open: readonly string[]): string {
  const inside = open.at(-1) === "{" ? "an object" : "an array";
  if (token.kind === "end") return endsEarly(open.length === 0 ? "" : `inside ${inside}`);
  if (token.kind === "comment") return "JSON has no comments";
  const found = token.kind === "string" ? "a string" : quoted(token.value || token.kind);
  if (wanted === "nothing") return `${found} follows after the end of the document`;
  if (endsList(token, wanted, open)) return `a comma stands before ${found}`;
  return `${wantedWords(wanted, open)} is expected, but ${found} was found`;
}

/** True for a closing sign where a comma promised one more. */
function endsList({ kind }: Token, wanted: Wanted, open: readonly string[]): boolean {
  if (wanted === "key") return kind === "}" || kind === "]";
  return wanted === "value" && kind === "]" && open.at(-1) === "[";
}

function wantedWords(wanted: Exclude<Wanted, "nothing">, open: readonly string[]): string {
  switch (wanted) {
    case "value":
      return "a value";
    case "first element":
      return "a value or ]";
    case "first key":
      return "a key in double quotes or }";
    case "key":
      return "a key in double quotes";
    case "colon":
      return "a colon";
    case "comma or close":
      return `a comma or ${open.at(-1) === "{" ? "}" : "]"}`;
  }
}

function endsEarly(where: string): string {
  return `it ends too early${where === "" ? "" : `, ${where}`}`;
}
