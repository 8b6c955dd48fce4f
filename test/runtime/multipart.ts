// Batches as a server sees them: reads requests, and writes answers in all the ways that the RFCs allow. It shares
// nothing with the runtime.
import type { Arrived, Reply } from "./servers.js";

/** A part of an answer to a batch. */
export interface AnswerPart {
  /** As it stands in `Content-ID`; left out: no such header. */
  readonly id?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Left out: the right one; `null`: none. */
  readonly length?: number | null;
}

export interface AnswerStyle {
  readonly eol?: "\r\n" | "\n";
  readonly preamble?: string;
  readonly epilogue?: string;
  /** Blanks behind delimiters. */
  readonly padding?: string;
  /** Head lines go on in the next line where they have a blank. */
  readonly folded?: boolean;
}

const encoder = new TextEncoder();

/** The bytes of a multipart/mixed body. */
export function multipartBody(
  boundary: string,
  parts: readonly AnswerPart[],
  style: AnswerStyle = {},
): Uint8Array {
  const { eol = "\r\n", preamble = "", epilogue = "", padding = "" } = style;
  const pieces: (string | Uint8Array)[] = [preamble === "" ? "" : `${preamble}${eol}`];
  for (const part of parts) {
    pieces.push(`--${boundary}${padding}${eol}`, ...partPieces(part, style), eol);
  }
  pieces.push(`--${boundary}--${padding}${epilogue === "" ? "" : eol + epilogue}`);
  return Buffer.concat(
    pieces.map((piece) => (typeof piece === "string" ? encoder.encode(piece) : piece)),
  );
}

function partPieces(part: AnswerPart, style: AnswerStyle): (string | Uint8Array)[] {
  const { eol = "\r\n" } = style;
  const { id, status = 200, headers = {}, body = "", length } = part;
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  const outer = ["Content-Type: application/http"];
  if (id !== undefined) outer.push(`Content-ID: ${id}`);
  const inner = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (length !== null) inner.push(`Content-Length: ${length ?? bytes.length}`);
  const fold = (line: string): string => (style.folded ? line.replace(" ", `${eol}\t`) : line);
  const head = [...outer.map(fold), "", `HTTP/1.1 ${status} Some words`, ...inner.map(fold), ""];
  return [head.map((line) => line + eol).join(""), bytes];
}

/** The content type that names the boundary. */
export function multipartType(boundary: string): string {
  return `multipart/mixed; boundary=${boundary}`;
}

/** A call as it arrived in a batch. */
export interface ArrivedPart {
  readonly id: string;
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The calls of a batch that arrived; throws if anything of it is not as RFC 2046 and Google's guide want it. */
export function partsOf({ headers, body }: Pick<Arrived, "headers" | "body">): ArrivedPart[] {
  const type = headers["content-type"] ?? "";
  const boundary = /^multipart\/mixed; boundary=(\w+)$/.exec(type)?.[1];
  if (boundary === undefined) throw new Error(`no boundary in ${type}`);
  if (/[^\r]\n|\r[^\n]/.test(body)) throw new Error("a line end that is not CRLF");
  const [before, ...parts] = body.split(`--${boundary}`);
  if (before !== "" || parts.pop() !== "--\r\n") throw new Error("no delimiter at start and end");
  return parts.map((part) => {
    const [, outer = "", rest = ""] = /^\r\n([^]*?)\r\n\r\n([^]*)\r\n$/.exec(part) ?? [];
    const [, line = "", head = "", text = ""] =
      /^(.*)\r\n([^]*?\r\n)??\r\n([^]*)$/.exec(rest) ?? [];
    const { "content-id": id = "", ...own } = headersIn(outer);
    if (own["content-type"] !== "application/http") throw new Error(`no HTTP in ${part}`);
    return { id: id.replace(/^<|>$/g, ""), line, headers: headersIn(head), body: text };
  });
}

function headersIn(lines: string): Record<string, string> {
  const pairs = lines.split("\r\n").filter((line) => line !== "");
  return Object.fromEntries(
    pairs.map((line) => {
      const [, name = "", value = ""] = /^([\w-]+): (.*)$/.exec(line) ?? [];
      if (name === "") throw new Error(`no header line: ${line}`);
      return [name.toLowerCase(), value];
    }),
  );
}

/** A server's reply to batches: `answer` says what becomes of each call, in the order of the calls. */
export function batchReply(
  answer: (part: ArrivedPart, index: number, arrived: Arrived) => AnswerPart,
  change: (answers: AnswerPart[]) => AnswerPart[] = (answers) => answers,
): Reply {
  return (arrived, response) => {
    const answers = partsOf(arrived).map((part, index) => ({
      id: `<response-${part.id}>`,
      ...answer(part, index, arrived),
    }));
    response.setHeader("content-type", multipartType("answer"));
    response.end(multipartBody("answer", change(answers)));
  };
}
