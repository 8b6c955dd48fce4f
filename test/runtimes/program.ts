/** What every runtime runs. It imports nothing but a generated client and what one is made of, and gives plain data. */
import { accessToken, GoogleApiError, ResellerClient, serviceAccount } from "@discogen/reseller-v1";
import {
  ApiClient,
  type ClientOptions,
  type MediaResponse,
  type MediaUpload,
  type RequestOptions,
} from "@discogen/runtime";

/** What a program was answered, and how it failed. */
export interface Report {
  readonly call: unknown;
  readonly pages: readonly unknown[];
  readonly failures: Readonly<Record<string, unknown>>;
}

const body = { customerDomain: "new.example" };

/** Calls, lists and fails at `rootUrl`, where a server of `servers.ts` answers. */
export async function run(rootUrl: string): Promise<Report> {
  const client = new ResellerClient({ auth: accessToken("secret"), rootUrl, userAgent: "shop/2" });
  const { customers, subscriptions } = client;
  const { data, response } = await customers.get({ customerId: "C1" }).withResponse();
  const pages = [];
  for await (const { subscriptionId } of subscriptions.list()) pages.push(subscriptionId);
  const controller = new AbortController();
  const aborted = failureOf(
    customers.patch({ customerId: "silent", body }, { signal: controller.signal }),
  );
  setTimeout(() => controller.abort(), 200);
  const failures = {
    missing: await failureOf(customers.get({ customerId: "missing" })),
    redirect: await failureOf(customers.get({ customerId: "redirect" })),
    endless: await failureOf(customers.get({ customerId: "endless" })),
    late: await failureOf(customers.get({ customerId: "silent" }, { deadlineMs: 300 })),
    aborted: await aborted,
    cut: await cut(rootUrl),
  };
  await client.close();
  const type = response.headers.get("content-type");
  return { call: { data, status: response.status, type }, pages, failures };
}

/** An order on a connection that was used before, and that the server cuts when the order has arrived. */
export async function cut(rootUrl: string): Promise<unknown> {
  const client = new ResellerClient({ auth: accessToken("secret"), rootUrl });
  await client.customers.get({ customerId: "C1" });
  const failure = await failureOf(client.customers.insert({ body }));
  await client.close();
  return failure;
}

let shared: ResellerClient | null = null;

/** A call of a client that is made once, and has one connection. */
export async function share(rootUrl: string, customerId: string): Promise<unknown> {
  shared ??= new ResellerClient({ auth: accessToken("secret"), rootUrl, connections: 1 });
  return failureOf(shared.customers.get({ customerId }, { deadlineMs: 5_000 }));
}

/** A call of a client that nobody closes. */
export async function leave(rootUrl: string): Promise<unknown> {
  const client = new ResellerClient({ auth: accessToken("secret"), rootUrl });
  return client.customers.get({ customerId: "C1" });
}

/** A call whose token is got at `tokenUrl` by a key: the content of a key file, or its path. */
export async function signIn(
  rootUrl: string,
  tokenUrl: string,
  key: object | string,
): Promise<unknown> {
  const from = typeof key === "string" ? { keyFile: key } : { key };
  const auth = serviceAccount({ ...from, scopes: [ResellerClient.scopes.appsOrder], tokenUrl });
  const client = new ResellerClient({ auth, rootUrl });
  const end = await failureOf(client.customers.get({ customerId: "C1" }));
  await client.close();
  return end;
}

/** Uploads in one request and in pieces of unknown length, and reads a download and a stream. */
export async function media(rootUrl: string): Promise<unknown> {
  const files = new Files({ rootUrl, retry: { minDelayMs: 1 } });
  const bytes = Uint8Array.from({ length: 600_000 }, (_, index) => index % 251);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
  }
  const type = "application/octet-stream";
  const simple = await files.create({ body: bytes, type });
  const pieces = await files.create({ body: chunks(), type, chunkBytes: 262_144 });
  const { length } = await (await files.get()).bytes();
  const part = await (await files.get({ range: { start: 10, end: 19 } })).bytes();
  const rows: unknown[] = [];
  for await (const row of files.rows()) rows.push(row);
  await files.close();
  return { simple, pieces, length, part: [...part], rows };
}

class Files extends ApiClient {
  constructor(options: ClientOptions) {
    const rootUrl = "https://files.googleapis.com/";
    super({ format: 1, name: "files", version: "v1", rootUrl }, options);
  }

  create(media: MediaUpload): Promise<unknown> {
    const [simple, resumable] = [["upload/files"], ["resumable/upload/files"]];
    const upload = { simple, resumable, multipart: true } as const;
    return this.caller.send(
      { id: "create", httpMethod: "POST", path: ["files"], response: "object", upload },
      { media },
      undefined,
    );
  }

  get(options?: RequestOptions): Promise<MediaResponse> {
    return this.caller.send(
      { id: "get", httpMethod: "GET", path: ["file"], response: "object", download: "path" },
      { alt: "media" },
      options,
    );
  }

  rows(): AsyncIterable<unknown> {
    return this.caller.sendStream(
      { id: "rows", httpMethod: "GET", path: ["rows"], response: "array", streaming: true },
      {},
      undefined,
    );
  }
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await call };
  } catch (error) {
    if (!(error instanceof GoogleApiError)) return { other: String(error) };
    const { kind, outcome, status, reason, attempts, message } = error;
    return { kind, outcome, status, reason, attempts, message };
  }
}
