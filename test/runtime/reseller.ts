// A client as discogen generates it, written by hand: some methods of the Reseller API and what paging needs.
import {
  ApiClient,
  type ApiDescriptor,
  type ApiPromise,
  type BatchResults,
  type ClientOptions,
  GoogleApiError,
  type MethodDescriptor,
  type PagePromise,
  type RequestOptions,
  type StreamPromise,
} from "@discogen/runtime";

export const api: ApiDescriptor = {
  format: 1,
  name: "reseller",
  version: "v1",
  rootUrl: "https://reseller.googleapis.com/",
  batchPath: "batch",
};

const scopes = [
  "https://www.googleapis.com/auth/apps.order",
  "https://www.googleapis.com/auth/apps.order.readonly",
];
const customers = "apps/reseller/v1/customers/";

export const methods = {
  get: {
    id: "reseller.customers.get",
    httpMethod: "GET",
    path: [customers, { name: "customerId" }],
    scopes,
    response: "object",
  },
  insert: {
    id: "reseller.customers.insert",
    httpMethod: "POST",
    path: ["apps/reseller/v1/customers"],
    query: { customerAuthToken: {} },
    scopes: scopes.slice(0, 1),
    body: "required",
    response: "object",
  },
  patch: {
    id: "reseller.customers.patch",
    httpMethod: "PATCH",
    path: [customers, { name: "customerId" }],
    scopes: scopes.slice(0, 1),
    body: "required",
    response: "object",
  },
  update: {
    id: "reseller.customers.update",
    httpMethod: "PUT",
    path: [customers, { name: "customerId" }],
    scopes: scopes.slice(0, 1),
    body: "required",
    response: "object",
  },
  remove: {
    id: "reseller.subscriptions.delete",
    httpMethod: "DELETE",
    path: [customers, { name: "customerId" }, "/subscriptions/", { name: "subscriptionId" }],
    query: { deletionType: { required: true } },
    scopes: scopes.slice(0, 1),
    response: "none",
  },
  list: {
    id: "reseller.subscriptions.list",
    httpMethod: "GET",
    path: ["apps/reseller/v1/subscriptions"],
    query: {
      customerNamePrefix: {},
      maxResults: { type: "integer" },
      pageToken: {},
      tags: { repeated: true },
      since: { type: "int64" },
      ratio: { type: "number" },
      active: { type: "boolean" },
    },
    scopes,
    response: "object",
    paging: {
      tokenIn: { in: "query", name: "pageToken" },
      tokenOut: ["nextPageToken"],
      items: "subscriptions",
    },
  },
  search: {
    id: "test.things.search",
    httpMethod: "POST",
    path: ["v1/things:search"],
    body: "required",
    response: "object",
    paging: {
      tokenIn: { in: "body", name: "pageToken" },
      tokenOut: ["page", "next"],
      items: "things",
      map: true,
    },
  },
  order: {
    id: "test.orders.insert",
    httpMethod: "POST",
    path: ["v1/orders"],
    query: { requestId: {}, note: {} },
    body: "required",
    response: "object",
    requestId: "query",
  },
  orderInBody: {
    id: "test.orders.place",
    httpMethod: "POST",
    path: ["v1/orders:place"],
    body: "required",
    response: "object",
    requestId: "body",
  },
  head: { id: "test.open.head", httpMethod: "HEAD", path: ["v1/open"], response: "none" },
  linked: {
    id: "test.linked.list",
    httpMethod: "GET",
    path: ["v1/linked"],
    query: { "start-index": { type: "integer" }, filter: {} },
    response: "object",
    paging: {
      tokenIn: { in: "query", name: "start-index" },
      tokenOut: ["nextLink"],
      link: true,
      items: "items",
    },
  },
  open: { id: "test.open.get", httpMethod: "GET", path: ["v1/open"], response: "any" },
  array: { id: "test.open.array", httpMethod: "GET", path: ["v1/array"], response: "array" },
  reserved: {
    id: "test.reserved.get",
    httpMethod: "GET",
    path: ["v1/", { name: "name", operator: "+" }, ":read"],
    response: "object",
  },
  exploded: {
    id: "test.exploded.get",
    httpMethod: "GET",
    path: ["v1", { name: "parts", operator: "/" }],
    response: "object",
  },
  numbered: {
    id: "test.numbered.get",
    httpMethod: "GET",
    path: ["v1/n/", { name: "number", type: "integer" }, "/", { name: "big", type: "int64" }],
    response: "object",
  },
} as const satisfies Record<string, MethodDescriptor>;

export interface Subscription {
  subscriptionId?: string;
}

export interface SubscriptionsPage {
  subscriptions?: Subscription[];
  nextPageToken?: string;
}

export class TestClient extends ApiClient {
  constructor(options?: ClientOptions, descriptor: ApiDescriptor = api) {
    super(descriptor, options);
  }

  call<T = Record<string, unknown>>(
    name: keyof typeof methods,
    params?: object,
    options?: RequestOptions,
  ): ApiPromise<T> {
    return this.caller.send<T>(methods[name], params, options);
  }

  /** A call of a method that the client does not know. */
  any(method: MethodDescriptor, params?: object): ApiPromise<unknown> {
    return this.caller.send(method, params, undefined);
  }

  get(params?: object, options?: RequestOptions): ApiPromise<Record<string, unknown>> {
    return this.call("get", params ?? { customerId: "C1" }, options);
  }

  insert(options?: RequestOptions): ApiPromise<Record<string, unknown>> {
    return this.call("insert", { body: { customerDomain: "a.example" } }, options);
  }

  list(params?: object, options?: RequestOptions): PagePromise<SubscriptionsPage, Subscription> {
    return this.caller.sendPaged(methods.list, params, options);
  }

  batch<const Calls extends readonly unknown[]>(
    build: (b: TestClient) => Calls,
    options?: RequestOptions,
  ): Promise<BatchResults<Calls>> {
    return this.sendBatch(TestClient, build, options);
  }

  linked(params?: object): PagePromise<Record<string, unknown>, number> {
    return this.caller.sendPaged(methods.linked, params, undefined);
  }

  stream(): StreamPromise<unknown> {
    return this.caller.sendStream(methods.open, undefined, undefined);
  }

  waits(): Promise<object> {
    return this.caller.waitUntilDone(methods.open, {}, undefined);
  }

  search(params?: object): PagePromise<Record<string, unknown>, [string, unknown]> {
    return this.caller.sendPaged(methods.search, params, undefined);
  }
}

/** The error a promise ends with; fails if it ends well or with something else. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<GoogleApiError> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof GoogleApiError) return error;
    throw error;
  }
  throw new Error(`no error but ${JSON.stringify(value)}`);
}

/** The error that `build` throws. */
export function thrownBy(build: () => unknown): GoogleApiError {
  try {
    build();
  } catch (error) {
    if (error instanceof GoogleApiError) return error;
    throw error;
  }
  throw new Error("nothing thrown");
}

/** Runs a case whose course may differ from one time to the next. */
export async function repeated(run: () => Promise<void>, times = 20): Promise<void> {
  for (let round = 0; round < times; round++) await run();
}

export const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
