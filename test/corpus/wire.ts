/** Calls methods of a client and compares what is sent with what the document says. */
import type { HttpRequest, HttpResponse, Transport } from "@discogen/reseller-v1";
import { callMember, type AnyClient } from "./clients.js";
import { expectedRequest, sentRequest, type ExpectedRequest } from "./oracle.js";
import type { PlacedMethod, RawDocument, RawMethod } from "./raw-document.js";
import { paramsFor, type Manner } from "./values.js";

/** A client, and where its methods are. */
export interface WireCase {
  readonly document: RawDocument;
  readonly client: AnyClient;
  /** The members that lead to each method, by its keys in the document. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** Takes the requests that were sent since it was last asked. */
  readonly sent: () => readonly ExpectedRequest[];
}

/** Where a request is not what the document says, as `id (manner): …`; nothing if it is. */
export async function differences(
  { document, client, members, sent }: WireCase,
  { method, keys }: PlacedMethod,
  manner: Manner,
): Promise<string[]> {
  const title = `${method.id} (${manner})`;
  const path = members.get(keys.join("/"));
  if (path === undefined) return [`${title}: is no member of the client`];
  const params = paramsFor(document, method, manner);
  const failure = await callMember(client, path, params).then(
    () => [],
    (error: unknown) => [`${title}: ${error instanceof Error ? error.message : String(error)}`],
  );
  const requests = sent();
  if (requests.length !== 1) return [...failure, `${title}: sent ${requests.length} requests`];
  const expected = expectedRequest(document, method, params);
  const wrong = (["verb", "path", "query", "body"] as const).flatMap((part) => {
    const found = JSON.stringify(requests[0]?.[part]);
    const wanted = JSON.stringify(expected[part]);
    return found === wanted ? [] : [`${title}: ${part} is ${found}, and not ${wanted}`];
  });
  return [...failure, ...wrong];
}

/** A transport that sends nothing, and what it was given since it was last asked. */
export interface Recorder {
  readonly sent: () => readonly ExpectedRequest[];
  readonly transport: Transport;
}

/** Records requests and answers each with the smallest answer of the kind that its method gives. */
export function recorder(document: RawDocument, methods: readonly PlacedMethod[]): Recorder {
  const answers = new Map(methods.map(({ method }) => [method.id, answerText(document, method)]));
  const requests: ExpectedRequest[] = [];
  return {
    sent: (): readonly ExpectedRequest[] => requests.splice(0),
    transport: async (request) => {
      const type = request.headers["content-type"] ?? "";
      requests.push(sentRequest(request.method, request.url, type, await bytesOf(request.body)));
      return answerOf(answers.get(request.call?.id ?? "") ?? "");
    },
  };
}

/** The smallest answer of a method's own kind; `""` for none. */
function answerText(document: RawDocument, { response }: RawMethod): string {
  if (response === undefined) return "";
  const type = response.$ref === undefined ? response : document.schemas?.[response.$ref];
  const data = type?.type === "array" ? "[]" : "{}";
  return document.features?.includes("dataWrapper") === true ? `{"data":${data}}` : data;
}

async function bytesOf(body: HttpRequest["body"]): Promise<Buffer | null> {
  if (body === null || typeof body === "string") return body === null ? null : Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answerOf(text: string): HttpResponse {
  async function* body(): AsyncGenerator<Uint8Array> {
    if (text !== "") yield Buffer.from(text);
  }
  const headers = new Headers(text === "" ? {} : { "content-type": "application/json" });
  return { status: text === "" ? 204 : 200, headers, body: body() };
}
