/** Texts that mean something to some lexical context: what random texts would seldom hit. */
import fc from "fast-check";
import { attack, marker } from "../output/sources.js";

const special = [
  ["*/", "/*", "//", "`", "${", "'", '"', "\\", "\r", "\n", "\r\n", "\u2028", "\u2029"],
  ["\0", "\u001b", "\u007f", "\u202e", "\u2066", "\ufeff", "\ud800", "\udc00"],
  ["__proto__", "constructor", "prototype", "toString", "then", "default", "class"],
  ["@internal", "@ts-ignore", "@deprecated", "{@link x}", "/// <reference path='x' />"],
  ["../", "..", ".", "%2e", "%2F", "#", "?", "&", "=", "+", "/", "</script>", "-->"],
  ["1e999", "-0", "NaN", "9007199254740993", "30DAYS", "a-b", "a.b", "é", "💡", " "],
  [marker, attack, `");${marker}("`, `\${${marker}}`, `\`+${marker}+\``, `'];${marker}//`],
  ["x".repeat(300)],
].flat();

/** A text made of such pieces and of any others. */
export function hostileText(maxPieces = 4): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...special) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/) },
  );
  return fc.array(piece, { minLength: 1, maxLength: maxPieces }).map((pieces) => pieces.join(""));
}

/** What every object inherits: nothing may be added to it. */
export function prototypes(): string {
  const names = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
  return JSON.stringify(names.map((each) => Reflect.ownKeys(each).map(String)));
}
