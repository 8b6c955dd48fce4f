/** F4: whatever the values, a call's URL has the segments of its template, and decodes to what was given. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ApiClient,
  type ApiDescriptor,
  type MethodDescriptor,
  type Transport,
} from "@discogen/runtime";
import { hostileText } from "./dictionary.js";
import { fuzz } from "./regressions.js";

const api: ApiDescriptor = {
  format: 1,
  name: "library",
  version: "v1",
  rootUrl: "https://library.googleapis.com/",
};

const get: MethodDescriptor = {
  id: "library.get",
  httpMethod: "GET",
  path: ["v1/", { name: "one" }, "/of/", { name: "many", operator: "+" }, ":get"],
  query: { text: {}, list: { repeated: true } },
  response: "object",
};

class Client extends ApiClient {
  get(params: object): Promise<unknown> {
    return this.caller.send(get, params, undefined);
  }
}

let last = "";
const transport: Transport = async ({ url }) => {
  last = url;
  async function* body(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("{}");
  }
  const headers = new Headers({ "content-type": "application/json" });
  return { status: 200, headers, body: body() };
};
const client = new Client(api, { transport });

/** True without half of a surrogate pair. */
function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}

/** The rule of the runtime in other words. */
function isRefused(one: string, many: string): boolean {
  const segments = [one, ...many.split("/")];
  const bad = segments.some((text) => text === "" || text === "." || text === "..");
  return bad || !isWellFormed(one) || !isWellFormed(many);
}

const value = hostileText(3).map((text) => text.slice(0, 400));

test("F4: segments stay segments, and values come back", { timeout: 600_000 }, async () => {
  let sent = 0;
  const list = fc.array(value, { maxLength: 3 });
  await fuzz({
    name: "path-and-query",
    inputs: fc.record({ one: value, many: value, text: value, list }),
    check: async (params) => {
      const { one, many, text, list } = params;
      const isText = [text, ...list].every(isWellFormed);
      last = "";
      const failure = await client.get(params).then(
        () => null,
        (error: unknown) => error as { kind: string; outcome: string },
      );
      if (isRefused(one, many) || !isText) {
        expect(failure).toMatchObject({ kind: "argument", outcome: "not_sent" });
        expect(last).toBe("");
        return;
      }
      expect(failure).toBeNull();
      sent++;
      const url = new URL(last);
      // Of the query a URL rewrites some signs.
      expect(url.origin + url.pathname).toBe(last.split("?")[0]);
      expect(url.hash).toBe("");
      const segments = url.pathname.slice(1).split("/");
      const wanted = ["v1", one, "of", ...many.split("/")];
      wanted.push(`${wanted.pop() ?? ""}:get`);
      expect(segments.map(decodeURIComponent)).toEqual(wanted);
      expect(url.searchParams.getAll("text")).toEqual([text]);
      expect(url.searchParams.getAll("list")).toEqual(list);
    },
  });
  expect(sent).toBeGreaterThan(100);
});
