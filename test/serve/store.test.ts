/** What a fake remembers: things of plain resources, in the two styles of Google's APIs. */
import { describe, expect, test } from "vitest";
import { resellerJson } from "../model/models.js";
import { errorIn, fakeOf, type Answered } from "./fakes.js";

const string = { type: "string" };
const path = { type: "string", location: "path", required: true };
const query = { type: "string", location: "query" };

describe("the Reseller API: ids in the path", () => {
  const root = "/apps/reseller/v1";
  const fresh = (): ReturnType<typeof fakeOf> =>
    fakeOf(resellerJson(), { isStateful: true, pageSize: 2 });

  test("what was created is there, and what was not is not", async () => {
    const send = fresh();
    expect(errorIn(await send(`GET ${root}/customers/C1`))).toMatchObject({
      code: 404,
      errors: [{ reason: "notFound" }],
    });
    const body = { customerId: "C1", customerDomain: "acme.example" };
    const created = await send(`POST ${root}/customers`, { body });
    expect(created.json).toEqual({ ...body, kind: "reseller#customer" });
    expect((await send(`GET ${root}/customers/C1`)).json).toEqual(created.json);
    expect(errorIn(await send(`POST ${root}/customers`, { body }))).toMatchObject({
      code: 409,
      status: "ALREADY_EXISTS",
    });
  });

  test("ids are given where none is sent", async () => {
    const send = fresh();
    const one = await send(`POST ${root}/customers`, { body: {} });
    const two = await send(`POST ${root}/customers`, { body: {} });
    expect([one.json, two.json]).toMatchObject([
      { customerId: "customer-1" },
      { customerId: "customer-2" },
    ]);
    expect((await send(`GET ${root}/customers/customer-2`)).json).toEqual(two.json);
  });

  test("an id may hold a slash, and be the name of what every object has", async () => {
    const send = fresh();
    for (const customerId of ["a/b", "__proto__"]) {
      const created = await send(`POST ${root}/customers`, { body: { customerId } });
      expect(created.json).toMatchObject({ customerId });
      const got = await send(`GET ${root}/customers/${encodeURIComponent(customerId)}`);
      expect(got.json).toEqual(created.json);
    }
    expect((await send(`GET ${root}/customers/constructor`)).status).toBe(404);
  });

  test("PUT replaces, PATCH merges, and null clears", async () => {
    const send = fresh();
    const body = {
      customerId: "C1",
      alternateEmail: "a@example.com",
      postalAddress: { locality: "Here", region: "R" },
    };
    await send(`POST ${root}/customers`, { body });
    const patch = { alternateEmail: null, postalAddress: { region: null, countryCode: "US" } };
    const patched = await send(`PATCH ${root}/customers/C1`, { body: patch });
    const kept = {
      kind: "reseller#customer",
      customerId: "C1",
      postalAddress: { locality: "Here", countryCode: "US" },
    };
    expect(patched.json).toEqual(kept);
    const put = await send(`PUT ${root}/customers/C1`, { body: { phoneNumber: "+1" } });
    expect(put.json).toEqual({ kind: kept.kind, customerId: "C1", phoneNumber: "+1" });
    expect((await send(`GET ${root}/customers/C1`)).json).toEqual(put.json);
    expect((await send(`PATCH ${root}/customers/C2`, { body: {} })).status).toBe(404);
  });

  test("a list of another place is filtered by its parameters, and comes in pages", async () => {
    const send = fresh();
    const add = (customer: string, sku: string): Promise<Answered> =>
      send(`POST ${root}/customers/${customer}/subscriptions`, { body: { skuId: sku } });
    for (const [customer, sku] of [
      ["C1", "a"],
      ["C2", "b"],
      ["C1", "c"],
      ["C1", "d"],
    ] as const) {
      await add(customer, sku);
    }
    const skus = ({ json }: Answered): unknown =>
      (json as { subscriptions: { skuId: string }[] }).subscriptions.map(({ skuId }) => skuId);
    const first = await send(`GET ${root}/subscriptions?customerId=C1`);
    expect(skus(first)).toEqual(["a", "c"]);
    const { nextPageToken } = first.json as { nextPageToken: string };
    const next = await send(`GET ${root}/subscriptions?customerId=C1&pageToken=${nextPageToken}`);
    expect(next.json).toMatchObject({ kind: "reseller#subscriptions" });
    expect(next.json).not.toHaveProperty("nextPageToken");
    expect(skus(next)).toEqual(["d"]);
    expect(skus(await send(`GET ${root}/subscriptions?maxResults=9`))).toHaveLength(4);
    expect(skus(await send(`GET ${root}/subscriptions?customerId=C9`))).toEqual([]);
  });

  test("other methods on a thing answer with it, and what they send may be a part of it", async () => {
    const send = fresh();
    const at = `${root}/customers/C1/subscriptions`;
    await send(`POST ${at}`, { body: { subscriptionId: "S1", seats: { numberOfSeats: 3 } } });
    const seats = await send(`POST ${at}/S1/changeSeats`, { body: { numberOfSeats: 25 } });
    expect(seats.json).toMatchObject({ subscriptionId: "S1", seats: { numberOfSeats: 25 } });
    expect((await send(`POST ${at}/S1/suspend`)).json).toEqual(seats.json);
    expect((await send(`POST ${at}/S2/suspend`)).status).toBe(404);
    const gone = await send(`DELETE ${at}/S1?deletionType=cancel`);
    expect(gone).toMatchObject({ status: 204, text: "" });
    expect((await send(`GET ${at}/S1`)).status).toBe(404);
    expect((await send(`DELETE ${at}/S1?deletionType=cancel`)).status).toBe(404);
  });

  test("only who knows the newest state may change it", async () => {
    const send = fresh();
    await send(`POST ${root}/customers`, { body: { customerId: "C1" } });
    const { etag = "" } = (await send(`GET ${root}/customers/C1?fields=kind`)).headers;
    const patch = (ifMatch: string, phoneNumber: string): Promise<Answered> =>
      send(`PATCH ${root}/customers/C1`, {
        body: { phoneNumber },
        headers: { "if-match": ifMatch },
      });
    expect((await patch(etag, "1")).status).toBe(200);
    expect(errorIn(await patch(etag, "2"))).toMatchObject({
      code: 412,
      errors: [{ reason: "conditionNotMet" }],
    });
    expect((await patch("*", "3")).json).toMatchObject({ phoneNumber: "3" });
  });

  test("what is not plain is answered by examples", async () => {
    const send = fresh();
    const { json } = await send(`POST ${root}/resellernotify/register`);
    expect(json).toEqual({ topicName: "topicName" });
  });

  test("without memory every answer is an example", async () => {
    const send = fakeOf(resellerJson());
    expect((await send(`GET ${root}/customers/C1`)).json).toMatchObject({ customerId: "C1" });
    expect((await send(`POST ${root}/customers`, { body: { customerId: "C1" } })).status).toBe(200);
    expect((await send(`POST ${root}/customers`, { body: { customerId: "C1" } })).status).toBe(200);
  });
});

describe("AIP: names that are addresses", () => {
  const pattern = "^shelves/[^/]+/books/[^/]+$";
  const book = { $ref: "Book" };
  const properties = {
    name: string,
    title: string,
    createTime: { type: "string", format: "google-datetime", readOnly: true },
    author: { type: "object", properties: { firstName: string, lastName: string } },
  };
  const method = (httpMethod: string, rest: object): object => ({ httpMethod, ...rest });
  const named = (more: object = {}): object => ({ name: { ...path, pattern }, ...more });
  const parent = { ...path, pattern: "^shelves/[^/]+$" };
  const methods: Readonly<Record<string, object>> = {
    create: method("POST", {
      path: "v1/{+parent}/books",
      parameters: { parent, bookId: query },
      request: book,
      response: book,
    }),
    get: method("GET", { path: "v1/{+name}", parameters: named(), response: book }),
    list: method("GET", {
      path: "v1/{+parent}/books",
      parameters: { parent, pageToken: query, pageSize: { ...query, type: "integer" } },
      response: { $ref: "Page" },
    }),
    patch: method("PATCH", {
      path: "v1/{+name}",
      parameters: named({ updateMask: { ...query, format: "google-fieldmask" } }),
      request: book,
      response: book,
    }),
    delete: method("DELETE", {
      path: "v1/{+name}",
      parameters: named(),
      response: { $ref: "Empty" },
    }),
    lend: method("POST", {
      path: "v1/{+name}:lend",
      parameters: named(),
      request: { $ref: "Empty" },
      response: book,
    }),
  };
  const ids = Object.entries(methods).map(([name, each]) => [
    name,
    { id: `library.shelves.books.${name}`, ...each },
  ]);
  const fresh = (): ReturnType<typeof fakeOf> =>
    fakeOf(
      {
        schemas: {
          Book: { type: "object", properties },
          Page: {
            type: "object",
            properties: { books: { type: "array", items: book }, nextPageToken: string },
          },
          Empty: { type: "object", properties: {} },
        },
        resources: {
          shelves: { resources: { books: { methods: Object.fromEntries(ids) as object } } },
        },
      },
      { isStateful: true },
    );
  const at = "/v1/shelves/1/books";

  test("from creation to deletion", async () => {
    const send = fresh();
    const body = { title: "Emma", name: "ignored", createTime: "2020-01-01T00:00:00Z" };
    const created = await send(`POST ${at}?bookId=emma`, { body });
    expect(created.json).toEqual({
      name: "shelves/1/books/emma",
      title: "Emma",
      createTime: "2024-02-29T12:30:00Z",
    });
    expect((await send(`GET ${at}/emma`)).json).toEqual(created.json);
    expect((await send(`POST ${at}/emma:lend`, { body: {} })).json).toEqual(created.json);
    expect((await send(`DELETE ${at}/emma`)).json).toEqual({});
    expect((await send(`GET ${at}/emma`)).status).toBe(404);
  });

  test("ids by the body's name, or given", async () => {
    const send = fresh();
    const named = await send(`POST ${at}`, { body: { name: "shelves/1/books/b7" } });
    expect(named.json).toMatchObject({ name: "shelves/1/books/b7" });
    expect((await send(`POST ${at}`, { body: {} })).json).toMatchObject({
      name: "shelves/1/books/book-1",
    });
  });

  test("a list has what is directly below its parent", async () => {
    const send = fresh();
    for (const [shelf, id] of [
      ["1", "a"],
      ["2", "b"],
      ["1", "c"],
      ["11", "d"],
    ]) {
      await send(`POST /v1/shelves/${shelf}/books?bookId=${id}`, { body: {} });
    }
    const { json } = await send(`GET ${at}?pageSize=9`);
    const books = (json as { books: { name: string }[] }).books.map(({ name }) => name);
    expect(books).toEqual(["shelves/1/books/a", "shelves/1/books/c"]);
  });

  test("updateMask: what it names is taken from the body, or cleared", async () => {
    const send = fresh();
    const body = { title: "Emma", author: { firstName: "Jane", lastName: "Austen" } };
    await send(`POST ${at}?bookId=e`, { body });
    const patch = (mask: string, change: object): Promise<Answered> =>
      send(`PATCH ${at}/e?updateMask=${mask}`, { body: change });
    const one = await patch("author.first_name", { title: "no", author: { firstName: "J." } });
    expect(one.json).toMatchObject({
      title: "Emma",
      author: { firstName: "J.", lastName: "Austen" },
    });
    const two = await patch("title,author.lastName", { title: "New" });
    expect(two.json).toMatchObject({ title: "New", author: { firstName: "J." } });
    expect(two.json).not.toHaveProperty("author.lastName");
    expect((await patch("title", {})).json).not.toHaveProperty("title");
  });
});
