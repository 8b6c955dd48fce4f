/** Every method against the document: verb, path, query, body, answer. */
import { describe, expect, test } from "vitest";
import { ResellerClient, type RequestOptions } from "@discogen/reseller-v1";
import { errorOf } from "../runtime/reseller.js";
import {
  discovery,
  methods,
  parametersOf,
  requestLine,
  valuesFor,
  wild,
  type DocumentMethod,
} from "./document.js";
import { callById, setUp, single } from "./set-up.js";

const readonlyScope = "https://www.googleapis.com/auth/apps.order.readonly";

// A stranger's keys, order, blanks, 64-bit integers and unknown values must go and come as they are.
const body = {
  zulu: 'é💡 </script> \u2028 "\\',
  customerType: "not yet known",
  creationTime: "9007199254740993",
  alpha: { list: [1, 1.5, true, null, ""], empty: {} },
  left: undefined,
};
const answerText = `{ "kind": "k", "a": ["é💡", null, 1e3], "id": "9007199254740993",\n "__proto__": {"x": 1} }`;

function paramsFor(method: DocumentMethod, text: string): Record<string, unknown> {
  const values = valuesFor(method, text);
  return method.request === undefined ? values : { ...values, body };
}

test("the document has 17 methods, and the client has these and no others", () => {
  // `caller` is protected: what sends, no resource.
  const { caller: _, ...resources } = { ...new ResellerClient() } as Record<string, unknown>;
  const found = Object.entries(resources).flatMap(([resource, value]) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(value))
      .filter((name) => name !== "constructor")
      .map((name) => `reseller.${resource}.${name}`),
  );
  expect(methods).toHaveLength(17);
  expect(found.sort()).toEqual(methods.map(({ id }) => id).sort());
});

describe.each(methods)("$id", (method) => {
  test("sends verb, path, query and body, and parses the answer", async () => {
    const { server, client } = await setUp([
      { body: answerText, headers: { "content-type": "application/json" } },
    ]);
    const params = paramsFor(method, wild);
    const answer = await callById(client, method.id, params);

    const arrived = single(server);
    const [path, query = ""] = arrived.url.split("?");
    expect(arrived.method).toBe(method.httpMethod);
    expect({ path, query: query.split("&").sort() }).toEqual(requestLine(method, params));
    expect(arrived.body).toBe(method.request === undefined ? "" : JSON.stringify(body));
    expect(answer).toEqual(method.response === undefined ? undefined : JSON.parse(answerText));
    expect(Object.prototype).not.toHaveProperty("x");
  });

  test("sends the usual headers, a body only where there is one", async () => {
    const { server, client } = await setUp([{ json: {} }], { userAgent: "shop/2.1" });
    await callById(client, method.id, paramsFor(method, "plain"), { headers: { "x-mine": "1" } });
    const { headers } = single(server);
    expect(headers["authorization"]).toBe("Bearer token");
    expect(headers["user-agent"]).toMatch(/^discogen\/\d+\.\d+\.\d+ .*shop\/2\.1.* \(gzip\)$/);
    expect(headers["x-goog-api-client"]).toMatch(/^gl-node\/\d+\.\d+\.\d+ gdcl\/\d+\.\d+\.\d+$/);
    expect(headers["x-mine"]).toBe("1");
    const length = Buffer.byteLength(JSON.stringify(body));
    expect(headers["content-type"]).toBe(method.request && "application/json");
    if (method.request !== undefined) expect(headers["content-length"]).toBe(String(length));
    else expect(headers["content-length"] ?? "0").toBe("0");
  });

  test("takes fields and quotaUser besides its own parameters", async () => {
    const { server, client } = await setUp([{ json: {} }]);
    const params = { ...paramsFor(method, "plain"), fields: "kind,a/b(c)" };
    await callById(client, method.id, params, { quotaUser: "ü&1" });
    const paged = method.id === "reseller.subscriptions.list";
    const more = { fields: `kind,a/b(c)${paged ? ",nextPageToken" : ""}`, quotaUser: "ü&1" };
    const query = single(server).url.split("?")[1]?.split("&").sort();
    expect(query).toEqual(requestLine(method, params, more).query);
  });

  test("leaves out what is undefined, and sends an empty query value", async () => {
    const { server, client } = await setUp([{ json: {} }]);
    const required = Object.fromEntries(
      parametersOf(method).flatMap(([name, p]) => (p.required ? [[name, p.enum?.[1] ?? "x"]] : [])),
    );
    const given = { ...required, ...(method.request && { body }) };
    const absent = Object.fromEntries(
      parametersOf(method).flatMap(([name, p]) => (p.required ? [] : [[name, undefined]])),
    );
    await callById(client, method.id, { ...given, ...absent });
    const query = single(server).url.split("?")[1]?.split("&").sort();
    expect(query).toEqual(requestLine(method, required).query);
  });

  test("refuses to send without a required parameter, with a wrong one or a path of dots", async () => {
    const { server, client } = await setUp([{ json: {} }]);
    const good = paramsFor(method, "plain");
    const wrong: [string, object][] = [["nonsense", { ...good, nonsense: 1 }]];
    for (const [name, { required, location, type }] of parametersOf(method)) {
      const bad = [type === "integer" ? "7" : 7, null, {}, ["a"], "\ud800"];
      if (required) bad.push(undefined as never);
      if (location === "path") bad.push("", ".", "..");
      for (const value of bad) wrong.push([name, { ...good, [name]: value }]);
    }
    if (method.request !== undefined) wrong.push(["body", { ...good, body: null }]);
    for (const [name, params] of wrong) {
      const error = await errorOf(callById(client, method.id, params));
      expect(error, JSON.stringify(params)).toMatchObject({
        kind: "argument",
        outcome: "not_sent",
      });
      expect(error.message).toContain(method.id);
      expect(error.message).toContain(name);
    }
    expect(server.arrived).toEqual([]);
  });

  test("goes with a scope of the document only", async () => {
    const { server, client } = await setUp([{ json: {} }], {
      auth: { getAccessToken: () => "t", scopes: [readonlyScope] },
    });
    const call = callById(client, method.id, paramsFor(method, "plain"));
    if (method.scopes.includes(readonlyScope)) {
      await call;
      expect(server.arrived).toHaveLength(1);
    } else {
      const error = await errorOf(call);
      expect(error).toMatchObject({ kind: "auth", outcome: "not_sent" });
      for (const scope of method.scopes) expect(error.message).toContain(scope);
      expect(server.arrived).toHaveLength(0);
    }
  });
});

test("what the caller changes after the call does not count", async () => {
  const { server, client } = await setUp([{ json: {} }]);
  const params = { customerId: "C1", body: { customerDomain: "before.example" } };
  const options: RequestOptions = { headers: { "x-a": "before" } };
  const call = client.customers.update(params, options);
  params.customerId = "C2";
  params.body.customerDomain = "after.example";
  options.headers = { "x-a": "after" };
  await call;
  expect(single(server)).toMatchObject({
    url: expect.stringContaining("/customers/C1?") as unknown,
    body: '{"customerDomain":"before.example"}',
    headers: { "x-a": "before" },
  });
});

test("a DELETE gives undefined for 204, and for 200 with or without text", async () => {
  const replies = [{ status: 204 }, { status: 200 }, { json: { kind: "k" } }];
  const { server, client } = await setUp(replies);
  const params = { customerId: "C", subscriptionId: "S", deletionType: "cancel" } as const;
  for (const _ of replies) expect(await client.subscriptions.delete(params)).toBe(undefined);
  expect(server.arrived).toHaveLength(3);
});

test("document and scopes of the client are the document's", () => {
  expect(ResellerClient.document.revision).toBe(discovery.revision);
  expect(ResellerClient.document.id).toBe("reseller:v1");
  expect(new Set(Object.values(ResellerClient.scopes))).toEqual(
    new Set(methods.flatMap(({ scopes }) => scopes)),
  );
});
