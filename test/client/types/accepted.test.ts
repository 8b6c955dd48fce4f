/** What must compile, and what is exported. */
import { expect, test } from "vitest";
import { accepted } from "./accepted.js";
import { compile, users } from "./compile.js";

const texts = Object.values(accepted);

test.each(users)("all of it compiles with %j", (user) => {
  const errors = compile(texts, user);
  const found = Object.keys(accepted).flatMap((title, index) =>
    (errors[index] ?? []).map((message) => `${title}: ${message}`),
  );
  expect(found).toEqual([]);
});

test("a response that no request reaches says what it says: not undefined", () => {
  const text = `const page: schemas.Subscriptions = { nextPageToken: undefined }; void page;`;
  const [exact = [], loose = []] = users.map((user) => compile([text], user)[0]);
  expect(exact.join("\n")).toMatch(/TS2375 .*exactOptionalPropertyTypes/);
  expect(loose).toEqual([]);
});

test("await using, where the user's lib has it", () => {
  const text = "{ await using mine = new ResellerClient(); void mine; }";
  const user = { exactOptionalPropertyTypes: true } as const;
  expect(compile([text], { ...user, noUncheckedIndexedAccess: true })).toEqual([[]]);
});

test("every name that CLIENT-API.md exports, and no resource class", () => {
  const types = ["ClientOptions", "RequestOptions", "ResponseInfo", "HttpRequest", "HttpResponse"];
  const schemas = ["Address", "ChangePlanRequest", "RenewalSettings", "SubscriptionsListParams"];
  const good = [...types, ...schemas].map((name) => `export type X = all.${name};`);
  const bad = ["CustomersResource", "SubscriptionsResource", "ApiClient", "Caller"];
  const errors = compile([...good, ...bad.map((name) => `export type X = all.${name};`)], users[0]);
  expect(errors.slice(0, good.length).flat()).toEqual([]);
  for (const [index, name] of bad.entries()) {
    expect(errors[good.length + index]?.[0]).toContain(`has no exported member '${name}'`);
  }
});
