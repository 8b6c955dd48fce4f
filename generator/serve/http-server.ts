/** The door to node:http: a fake on a port of this machine. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AnsweredCall } from "./fake-api.js";
import { errorAnswer, GoogleError } from "./google-error.js";
import type { FakeAnswer, FakeRequest } from "./message.js";

/** No body is read further. */
const maxBodyBytes = 64 * 1024 * 1024;

/** What answers the requests, and who is told of them. */
export interface Answering {
  answer(request: FakeRequest): Promise<AnsweredCall>;
  /** Told of every answer: `"GET /apps/reseller/v1/customers/C1 200 reseller.customers.get"`. */
  onAnswer(line: string): void;
}

/** A server that listens. */
export interface RunningServer {
  /** Without a closing slash: `"http://127.0.0.1:8080"`. */
  readonly url: string;
  close(): Promise<void>;
}

/** True for the names and addresses of this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Listens on a port of this machine; 0 for a free one.
 *
 * @throws the system's error where that is not possible
 */
export async function listen(
  answering: Answering,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    request.on("error", () => {});
    response.on("error", () => {});
    void respond(request, response, answering);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, onAnswer }: Answering,
): Promise<void> {
  const { method = "GET", url = "/" } = request;
  try {
    const body = await readAll(request);
    const headers = headersOf(request);
    const { answer: found, methodId } =
      body === null
        ? { answer: tooLarge(), methodId: null }
        : await answer({ method, target: url, headers, body, methodId: null });
    send(response, found, method);
    onAnswer([method, shown(url), found.status, methodId ?? ""].join(" ").trim());
  } catch (error) {
    send(response, errorAnswer(new GoogleError({ status: 500, message: String(error) })), method);
    onAnswer(`${method} ${shown(url)} 500 ${String(error)}`);
  }
}

/** A target without what is secret in it. */
function shown(target: string): string {
  return target.slice(0, 500).replace(/([?&](?:access_token|key|oauth_token)=)[^&]*/gi, "$1…");
}

/** The whole body; `null` if it is too large, and then the rest is left. */
async function readAll(request: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const texts = Object.entries(headers).map(([name, value = ""]) => [
    name,
    typeof value === "string" ? value : value.join(", "),
  ]);
  return Object.fromEntries(texts) as Readonly<Record<string, string>>;
}

function tooLarge(): FakeAnswer {
  const message = `The body is larger than ${maxBodyBytes} bytes`;
  return errorAnswer(new GoogleError({ status: 413, message }));
}

function send(
  response: ServerResponse,
  { status, headers, body }: FakeAnswer,
  method: string,
): void {
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    ...headers,
    ...(hasBody ? { "content-length": String(body.length) } : {}),
  });
  response.end(hasBody && method !== "HEAD" ? body : undefined);
}
