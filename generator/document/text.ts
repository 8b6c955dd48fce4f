import { problem, type Problem } from "../problem.js";
import { counted, limits } from "./limits.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });
const bestEffort = new TextDecoder("utf-8");

/** The text of a file without its byte order mark, or why it has none. */
export function readText(bytes: Uint8Array): string | Problem {
  if (bytes.length > limits.bytes) {
    const found = `${counted(bytes.length)} bytes`;
    return problem("too-large", "", "the text", found, counted(limits.bytes));
  }
  const other = otherEncoding(bytes);
  if (other !== null) return problem("not-utf8", "", other);
  try {
    return utf8.decode(bytes);
  } catch {
    return problem("not-utf8", "", invalidByte(bytes));
  }
}

/** Names the encoding of a text that is certainly not UTF-8. */
function otherEncoding(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "it is UTF-16 (little endian)";
  if (first === 0xfe && second === 0xff) return "it is UTF-16 (big endian)";
  if (bytes.length > 1 && (first === 0 || second === 0)) {
    return "it is UTF-16, UTF-32 or no text at all";
  }
  return null;
}

/** Says which byte the decoder refused; it does not tell. */
function invalidByte(bytes: Uint8Array): string {
  // The first replacement character that the text does not itself contain stands for the byte.
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (const piece of bestEffort.decode(bytes).split("\ufffd")) {
    at += Buffer.byteLength(piece);
    const written = bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
    if (!written) break;
    at += 3;
  }
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, "0");
  return `byte ${counted(at)} (0x${byte}) is no part of a character`;
}
