/** `discogen/testing`: fakes of APIs for offline tests, made from their discovery documents. */
import { readDocument } from "../document/read-document.js";
import { buildModel } from "../model/build-model.js";
import type { Api } from "../model/model.js";
import { hasErrors, type Problem } from "../problem.js";
import { FakeService } from "./fake-service.js";
import { GoogleError } from "./google-error.js";
import type { FakeRequest } from "./message.js";

/** A request, as the clients that discogen generates hand it to their transport. */
export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
  readonly call: { readonly id: string } | null;
}

/** An answer, as those clients read it. */
export interface TransportResponse {
  readonly status: number;
  readonly headers: {
    get(name: string): string | null;
    forEach(callback: (value: string, name: string) => void): void;
  };
  readonly body: AsyncIterable<Uint8Array>;
}

/** The option `transport` of a generated client. */
export type FakeTransport = (request: TransportRequest) => Promise<TransportResponse>;

/** Calls that end with an error. */
export interface FakeFailure {
  /** The id of the method: `"reseller.customers.get"`; left out: of all. */
  readonly method?: string | undefined;
  /** The HTTP status, from 300 to 599. */
  readonly status: number;
  /** Default: the one that Google mostly gives with the status. */
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  /** Seconds: the header `Retry-After`. */
  readonly retryAfter?: number | undefined;
  /** How many calls fail, the first ones. Default: all. */
  readonly times?: number | undefined;
}

/** How a fake behaves. */
export interface FakeOptions {
  /**
   * Remembers what is created, changed and deleted, where the API's methods are plain ones; else every answer
   * is an example. Default false.
   */
  readonly stateful?: boolean | undefined;
  /** How many items a list of examples has. Default 5. */
  readonly items?: number | undefined;
  /** How many items a page has where the request does not say. Default 2; 100 of what is remembered. */
  readonly pageSize?: number | undefined;
  /** Calls that fail, to try what a program does then. */
  readonly failures?: readonly FakeFailure[] | undefined;
}

/**
 * A fake of an API as a transport: it answers every method with values that are true to the document, and
 * refuses, as Google would, what is not: unknown properties, wrong enum values, missing parameters.
 *
 * ```ts
 * import document from "@discogen/reseller-v1/document.json" with { type: "json" };
 * const client = new ResellerClient({ transport: fakeFromDocument(document) });
 * ```
 *
 * @param document a discovery document: its value, or its text
 * @throws TypeError where it is none
 */
export function fakeFromDocument(
  document: object | string,
  options: FakeOptions = {},
): FakeTransport {
  const { stateful = false, items = 5, pageSize = null, failures = [] } = options;
  const api = readApi(document);
  const failureOf = failing(failures);
  const service = new FakeService(api, { isStateful: stateful, items, pageSize, failureOf });
  const root = new URL(api.rootUrl).pathname;
  return async (request) => {
    const { answer } = await service.answer(await readRequest(request, root));
    return {
      status: answer.status,
      headers: new Headers(answer.headers),
      body: chunks(answer.body),
    };
  };
}

function readApi(document: object | string): Api {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const read = readDocument(new TextEncoder().encode(text));
  if (read.value === null) throw notUsable(read.problems);
  const built = buildModel(read.value, undefined, { lenient: true });
  if (built.value === null) throw notUsable(built.problems);
  return built.value;
}

function notUsable(problems: readonly Problem[]): TypeError {
  const errors = problems.filter((each) => hasErrors([each]));
  const lines = errors.map(({ pointer, message }) => `${pointer} ${message}`.trim());
  return new TypeError(`The document cannot be used: ${lines.join("; ")}`);
}

/** Finds the error of a call: the first failure for its method that has calls left. */
function failing(failures: readonly FakeFailure[]): (methodId: string) => GoogleError | null {
  const left = failures.map(({ times = Infinity }) => times);
  return (methodId) => {
    const index = failures.findIndex(
      ({ method }, at) => (method === undefined || method === methodId) && (left[at] ?? 0) > 0,
    );
    const failure = failures[index];
    if (failure === undefined) return null;
    left[index] = (left[index] ?? 0) - 1;
    return new GoogleError(failure);
  };
}

async function readRequest(
  { method, url, headers, body, call }: TransportRequest,
  root: string,
): Promise<FakeRequest> {
  const { pathname, search } = new URL(url);
  const target = pathname.startsWith(root) ? pathname.slice(root.length - 1) : pathname;
  return {
    method,
    target: target + search,
    headers,
    body: await bytesOf(body),
    methodId: call?.id ?? null,
  };
}

async function bytesOf(body: TransportRequest["body"]): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.length > 0) yield bytes;
}
