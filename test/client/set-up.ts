/** A generated client, and the server on loopback that it talks to. */
import {
  accessToken,
  ResellerClient,
  type ApiPromise,
  type ClientOptions,
  type RequestOptions,
} from "@discogen/reseller-v1";
import { closing } from "../runtime/set-up.js";
import { httpServer, type Arrived, type Reply, type TestServer } from "../runtime/servers.js";

export { closing };

/** A client for the server at `rootUrl`. */
export function clientOf(rootUrl: string, options: ClientOptions = {}): ResellerClient {
  return closing(new ResellerClient({ auth: accessToken("token"), rootUrl, ...options }));
}

/** A server that gives these replies, and a client for it. */
export async function setUp(
  replies: readonly Reply[],
  options: ClientOptions = {},
): Promise<{ server: TestServer; client: ResellerClient }> {
  const server = closing(await httpServer(...replies));
  return { server, client: clientOf(server.url, options) };
}

type AnyMethod = (params?: object, options?: RequestOptions) => ApiPromise<unknown>;

/** Calls the method with this id, as a user would in plain JavaScript. */
export function callById(
  client: ResellerClient,
  id: string,
  params?: object,
  options?: RequestOptions,
): ApiPromise<unknown> {
  const [, resource = "", name = ""] = id.split(".");
  const resources = client as unknown as Record<string, Record<string, AnyMethod>>;
  const method = resources[resource]?.[name];
  if (method === undefined) throw new Error(`the client has no ${id}`);
  return method.call(resources[resource], params, options);
}

/** The only request that arrived. */
export function single(server: TestServer): Arrived {
  const [first, ...more] = server.arrived;
  if (first === undefined || more.length > 0) {
    throw new Error(`${server.arrived.length} requests arrived`);
  }
  return first;
}

/** The decoded query of a request. */
export function queryOf(arrived: Arrived | undefined): URLSearchParams {
  return new URL(arrived?.url ?? "", "http://server").searchParams;
}

/** Every item of an iteration. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
