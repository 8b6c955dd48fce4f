import type { HttpRequest, HttpResponse, Transport } from "./transport.js";

const boundary = "batch_answer";
const encoder = new TextEncoder();

/**
 * Answers a batch by answering each of its calls, one after the other: for a transport that needs no network,
 * such as the fake of a test.
 *
 * ```ts
 * const fake: Transport = async (request) =>
 *   request.parts === null ? answerOf(request) : answerBatch(request.parts, fake);
 * ```
 *
 * @param parts the calls: {@link HttpRequest.parts}
 */
export async function answerBatch(
  parts: readonly HttpRequest[],
  transport: Transport,
): Promise<HttpResponse> {
  const type = `multipart/mixed; boundary=${boundary}`;
  const chunks: Uint8Array[] = [];
  const write = (text: string): number => chunks.push(encoder.encode(text));
  for (const part of parts) {
    const { status, headers, body } = await transport(part);
    const content: Uint8Array[] = [];
    for await (const chunk of body) content.push(chunk);
    const length = content.reduce((sum, chunk) => sum + chunk.length, 0);
    write(`--${boundary}\r\ncontent-type: application/http\r\n\r\nHTTP/1.1 ${status}\r\n`);
    headers.forEach((value, name) => {
      if (name.toLowerCase() !== "content-length") write(`${name}: ${value}\r\n`);
    });
    write(`content-length: ${length}\r\n\r\n`);
    chunks.push(...content);
    write("\r\n");
  }
  write(`--${boundary}--\r\n`);
  return {
    status: 200,
    headers: {
      get: (name) => (name.toLowerCase() === "content-type" ? type : null),
      forEach: (callback) => callback(type, "content-type"),
    },
    body: (async function* () {
      yield* chunks;
    })(),
  };
}
