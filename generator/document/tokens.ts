import { createRequire } from "node:module";
import type { JSONScanner } from "jsonc-parser";
import type * as jsonc from "jsonc-parser";

/** What a token is: a sign of JSON's syntax, a value, or something that JSON does not have. */
export type TokenKind =
  "{" | "}" | "[" | "]" | ":" | "," | "string" | "number" | "word" | "comment" | "unknown" | "end";

/** One token of a JSON text. */
export interface Token {
  readonly kind: TokenKind;
  readonly offset: number;
  /** The offset after its last character. */
  readonly end: number;
  /** The characters of a string with its escapes resolved, or the token as it is written. */
  readonly value: string;
  /** What is wrong within the token; `null` if nothing. */
  readonly fault: string | null;
  /** True where the fault is that the token's end is missing. */
  readonly unfinished: boolean;
}

/** By the scanner's number of a kind (`SyntaxKind`); white space is skipped and has none. */
const kinds: readonly (TokenKind | undefined)[] = [
  undefined,
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "word",
  "word",
  "word",
  "string",
  "number",
  "comment",
  "comment",
  undefined,
  undefined,
  "unknown",
  "end",
];

/** By the scanner's number of an error (`ScanError`). */
const faults: readonly (string | null)[] = [
  null,
  "a comment is not closed",
  "a string is not closed",
  "a number is not finished",
  "\\u is not followed by four hexadecimal digits",
  "a backslash is followed by a character that needs none",
  "a string holds a control character, which must be escaped",
];

/** The errors of comments, strings and numbers without an end. */
const unfinished: ReadonlySet<number> = new Set([1, 2, 3]);

type Jsonc = Pick<typeof jsonc, "createScanner">;

const require = createRequire(import.meta.url);

/** The tokens of a JSON text up to and with its end; malformed text gives tokens all the same. */
export function* readTokens(text: string): Generator<Token, void> {
  // Needed only where something is wrong, so a run on a sound document does not load it.
  const { createScanner } = require("jsonc-parser") as Jsonc;
  const scanner: JSONScanner = createScanner(text, false);
  for (let ended = false; !ended;) {
    const kind = kinds[scanner.scan()];
    if (kind === undefined) continue;
    yield {
      kind,
      offset: scanner.getTokenOffset(),
      end: scanner.getPosition(),
      value: scanner.getTokenValue(),
      fault: faults[scanner.getTokenError()] ?? null,
      unfinished: unfinished.has(scanner.getTokenError()),
    };
    ended = kind === "end";
  }
}
