/** HTTP as a fake sees it: whole requests and whole answers, wherever they come from. */

/** A request. */
export interface FakeRequest {
  readonly method: string;
  /** The path and the query as they stand in a request line: `"/apps/reseller/v1/customers?alt=json"`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The method's id, where the caller is known to have meant it; else it is found by verb and path. */
  readonly methodId: string | null;
}

/** An answer. */
export interface FakeAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const encoder = new TextEncoder();

/** An answer with a JSON value as its body. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): FakeAnswer {
  const type = { "content-type": "application/json; charset=UTF-8" };
  return { status, headers: { ...type, ...headers }, body: encoder.encode(JSON.stringify(value)) };
}

/** JSON is answered in lines that people can read, unless a request says `prettyPrint=false`. */
export function shown(answer: FakeAnswer, { target }: FakeRequest): FakeAnswer {
  const isJson = answer.headers["content-type"]?.startsWith("application/json") === true;
  if (!isJson || /[?&]prettyPrint=false(?:&|$)/.test(target)) return answer;
  const value: unknown = JSON.parse(new TextDecoder().decode(answer.body));
  return { ...answer, body: encoder.encode(`${JSON.stringify(value, null, 2)}\n`) };
}

/** Where a request of an API is: an origin, without a slash. */
export function originOf({ headers }: FakeRequest, rootUrl: string): string {
  const { host } = headers;
  return host === undefined ? new URL(rootUrl).origin : `http://${host}`;
}

/** An answer without a body. */
export function emptyAnswer(status: number): FakeAnswer {
  return { status, headers: {}, body: new Uint8Array() };
}
