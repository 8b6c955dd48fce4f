/** A client and a call → the request it sends. Nothing leaves the process. */
import type { AnyClient, ClientClass } from "./load-client.js";

/** What can differ between two calls. */
export type Part = "refused" | "verb" | "address" | "query" | "headers" | "body" | "answer";

/** The parts of a call, as texts that can be compared. */
export type RecordedCall = Readonly<Record<Part, string>>;

/** A request as the runtime hands it to a transport. */
interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
}

/** A client that records what it would send. */
export class RecordingClient {
  readonly #client: AnyClient;
  #sent: RecordedRequest | null = null;
  #answer = "";

  constructor(Client: ClientClass) {
    const transport = async (request: SentRequest): Promise<object> => {
      this.#sent ??= await recorded(request);
      return answerOf(this.#answer);
    };
    this.#client = new Client({ transport, retry: false });
  }

  /**
   * Calls what a path of members leads to.
   *
   * @param answer - The JSON that comes back.
   */
  async call(path: readonly string[], params: object, answer: string): Promise<RecordedCall> {
    this.#sent = null;
    this.#answer = answer;
    const result = await this.#call(path, params).then(answerText, (error: unknown) => ({ error }));
    const sent: RecordedRequest = this.#sent ?? nothing;
    const hasFailed = typeof result !== "string";
    return {
      ...sent,
      refused: this.#sent === null && hasFailed ? messageOf(result.error) : "",
      answer: hasFailed ? "an error" : result,
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #call(path: readonly string[], params: object): Promise<unknown> {
    let holder: unknown = null;
    let member: unknown = this.#client;
    for (const name of path) {
      holder = member;
      member = (member as Readonly<Record<string, unknown>>)[name];
    }
    if (typeof member !== "function") throw new Error(`the client has no ${path.join(".")}()`);
    return (await Reflect.apply(member, holder, [params])) as unknown;
  }
}

type RecordedRequest = Omit<RecordedCall, "refused" | "answer">;

const nothing: RecordedRequest = { verb: "", address: "", query: "", headers: "", body: "" };

/** Headers that say who sends, and how long it is. */
const ignored = new Set(["user-agent", "x-goog-api-client", "content-length"]);

async function recorded({ method, url, headers, body }: SentRequest): Promise<RecordedRequest> {
  const [address = "", query = ""] = url.split("?");
  const kept = Object.entries(headers).filter(([name]) => !ignored.has(name));
  const boundary = /boundary="?([^";]+)/.exec(headers["content-type"] ?? "")?.[1] ?? "";
  const plain = (text: string): string => (boundary === "" ? text : text.replaceAll(boundary, "="));
  return {
    verb: method,
    address,
    query: query.split("&").sort().join("&"),
    headers: plain(JSON.stringify(kept.sort())),
    body: plain(await textOf(body)),
  };
}

async function textOf(body: SentRequest["body"]): Promise<string> {
  if (body === null || typeof body === "string") return body ?? "";
  if (body instanceof Uint8Array) return Buffer.from(body).toString("latin1");
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("latin1");
}

function answerOf(json: string): object {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(json);
  }
  const headers = new Headers({ "content-type": "application/json" });
  return { status: 200, headers, body: body() };
}

/** What a caller gets, as text. */
function answerText(result: unknown): string {
  const isMedia = typeof (result as { stream?: unknown } | null | undefined)?.stream === "function";
  return isMedia ? "media" : (JSON.stringify(result) ?? "nothing");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
