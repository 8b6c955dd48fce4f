/** What a document says of addresses, versions and wrappers, on the wire. */
import { afterEach, expect, test } from "vitest";
import {
  ApiClient,
  type ApiDescriptor,
  type Caller,
  type MethodDescriptor,
} from "@discogen/runtime";
import { httpServer, type TestServer } from "./servers.js";

const open: TestServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

class Client extends ApiClient {
  get calls(): Caller {
    return this.caller;
  }
}

const get: MethodDescriptor = {
  id: "library.get",
  httpMethod: "GET",
  path: ["book"],
  response: "object",
};

async function serve(answer: string): Promise<TestServer> {
  const server = await httpServer((_, response) => void response.end(answer));
  open.push(server);
  return server;
}

function apiAt(rootUrl: string, endpoints?: ApiDescriptor["endpoints"]): ApiDescriptor {
  const api = { format: 1, name: "library", version: "v1", rootUrl } as const;
  return endpoints === undefined ? api : { ...api, endpoints };
}

test("a method's API version is sent as x-goog-api-version, and beside the caller's headers", async () => {
  const server = await serve("{}");
  const client = new Client(apiAt(server.url));
  const versioned = { ...get, apiVersion: "2024-01-01" };
  await client.calls.send(versioned, undefined, { headers: { "x-own": "1" } });
  await client.calls.send(get, undefined, undefined);
  expect(server.arrived[0]?.headers).toMatchObject({
    "x-goog-api-version": "2024-01-01",
    "x-own": "1",
  });
  expect(server.arrived[1]?.headers).not.toHaveProperty("x-goog-api-version");
  await client.close();
});

test("wrapped data is taken out of its wrapper; an answer without one is an error", async () => {
  const wrapped = { ...get, dataWrapper: true } as const;
  const server = await serve('{"data":{"title":"x"}}');
  const client = new Client(apiAt(server.url));
  expect(await client.calls.send(wrapped, undefined, undefined)).toEqual({ title: "x" });
  const bare = await serve('{"title":"x"}');
  const other = new Client(apiAt(bare.url));
  await expect(other.calls.send(wrapped, undefined, undefined)).rejects.toMatchObject({
    kind: "protocol",
    message: expect.stringContaining("holds no data") as string,
  });
  await Promise.all([client.close(), other.close()]);
});

test("endpoint sends to the regional address", async () => {
  const [global, regional] = [await serve("{}"), await serve("{}")];
  const api = apiAt(global.url, { "us-east1": regional.url });
  const client = new Client(api, { endpoint: "us-east1" });
  await client.calls.send(get, undefined, undefined);
  expect([global.arrived.length, regional.arrived.length]).toEqual([0, 1]);
  await client.close();
});

test("an endpoint that is none, and one beside a root URL, are argument errors", () => {
  const api = apiAt("https://library.googleapis.com/", { "us-east1": "https://a.googleapis.com/" });
  const make = (options: object) => (): unknown => new Client(api, options);
  expect(make({ endpoint: "us-east2" })).toThrow("endpoint must be one of us-east1");
  expect(make({ endpoint: "toString" })).toThrow("endpoint must be one of us-east1");
  expect(make({ endpoint: "us-east1", rootUrl: "https://x.example/" })).toThrow("one or the other");
  expect(() => new Client(apiAt("https://a.googleapis.com/"), { endpoint: "x" })).toThrow(
    "no regional addresses",
  );
});
