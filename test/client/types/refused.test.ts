/** What must not compile, and what the user reads then. */
import { describe, expect, test } from "vitest";
import { compile, users } from "./compile.js";

const insert = (body: string): string => `await client.customers.insert({ body: { ${body} } });`;
const one = `const customer = await client.customers.get({ customerId: "C" });`;

/** Title, text, and what its one error must say. */
const refused: [string, string, RegExp][] = [
  [
    "a missing path parameter",
    "await client.customers.get({});",
    /^TS2345 .*\n? *Property 'customerId' is missing in type '\{\}' but required in type 'CustomersGetParams'/,
  ],
  [
    "a batch that is built asynchronously",
    `await client.batch(async (b) => [b.customers.get({ customerId: "C" })]);`,
    /^TS2740 Type 'Promise<readonly \[/,
  ],
  [
    "a batch in a batch",
    "await client.batch((b) => [b.batch(() => [])]);",
    /^TS2339 Property 'batch' does not exist on type 'Omit<ResellerClient, /,
  ],
  [
    "a batch that closes the client",
    "await client.batch((b) => [b.close()]);",
    /^TS2339 Property 'close' does not exist on type 'Omit<ResellerClient, /,
  ],
  [
    "reading a result of a batch that may be an error",
    `const [who] = await client.batch((b) => [b.customers.get({ customerId: "C" })]); console.log(who.value);`,
    /^TS2339 Property 'value' does not exist on type 'BatchResult<Customer>'/,
  ],
  ["missing params", "await client.customers.get();", /^TS2554 Expected 1-2 arguments, but got 0/],
  [
    "a missing query parameter",
    `await client.subscriptions.delete({ customerId: "C", subscriptionId: "S" });`,
    /Property 'deletionType' is missing in type .* but required in type 'SubscriptionsDeleteParams'/,
  ],
  [
    "a missing body",
    `await client.subscriptions.changeSeats({ customerId: "C", subscriptionId: "S" });`,
    /Property 'body' is missing in type .* but required in type 'SubscriptionsChangeSeatsParams'/,
  ],
  [
    "a body where none is",
    `await client.subscriptions.suspend({ customerId: "C", subscriptionId: "S", body: {} });`,
    /^TS2353 .*'body' does not exist in type 'SubscriptionsSuspendParams & FieldsParam<Subscription, /,
  ],
  [
    "the params of another method",
    `await client.customers.get({ customerId: "C", subscriptionId: "S" });`,
    /^TS2353 .*'subscriptionId' does not exist in type 'CustomersGetParams & FieldsParam<Customer, /,
  ],
  [
    "a required parameter that may be undefined",
    `declare const id: string | undefined; await client.customers.get({ customerId: id });`,
    /Type 'undefined' is not assignable to type 'string'|Type 'string \| undefined' is not assignable/,
  ],
  ["a number for text", "await client.customers.get({ customerId: 5 });", /^TS2322 .*'number'/],
  [
    "text for a number",
    `await client.subscriptions.list({ maxResults: "10" });`,
    /^TS2322 Type 'string' is not assignable to type 'number'/,
  ],
  [
    "an enum value in capitals",
    insert(`customerType: "DOMAIN"`),
    /^TS2820 Type '"DOMAIN"' is not assignable .*Did you mean '"domain"'\?/,
  ],
  [
    "an enum value of a parameter",
    `await client.subscriptions.delete({ customerId: "C", subscriptionId: "S", deletionType: "cancle" });`,
    /^TS2820 .*Did you mean '"cancel"'\?/,
  ],
  [
    "a comparison with what is no value",
    `${one} if (customer.customerType === "DOMAIN") console.log(1);`,
    /^TS2367 This comparison appears to be unintentional/,
  ],
  [
    "a case that is no value",
    `${one} switch (customer.customerType) { case "TEAM": break; }`,
    /^TS2678 Type '"TEAM"' is not comparable to type/,
  ],
  [
    "a switch that forgets a value",
    `function name(t: NonNullable<Customer["customerType"]>): all.Unrecognized { switch (t) { case "domain": return unrecognized("d"); case "customerTypeUnspecified": return unrecognized("u"); default: return t; } }
     void name;`,
    /^TS2322 Type '"team" \| `\(unrecognized\) \$\{string\}`' is not assignable|^TS2322 .*"team"/,
  ],
  [
    "any text for an enum",
    `declare const text: string; ${insert("customerType: text")}`,
    /^TS2322 Type 'string' is not assignable to type/,
  ],
  [
    "a mistyped property, at depth",
    insert(`postalAddress: { contry: "US" }`),
    /^TS2353 .*'contry' does not exist in type 'Address'|^TS2561 .*'contry' does not exist in type 'Address'/,
  ],
  [
    "a mistyped property that has a neighbour",
    insert(`postalAddress: { countrycode: "US" }`),
    /^TS2561 .*'countrycode' does not exist in type 'Address'\. Did you mean to write 'countryCode'\?/,
  ],
  ["a mistyped property of a PATCH", patch(`phonenumber: null`), /^TS2561 .*'phoneNumber'/],
  ["a mistyped property of a PATCH, at depth", patch(`postalAddress: { contry: null }`), /contry/],
  ["an enum value in a PATCH", patch(`customerType: "TEAM"`), /^TS2820 .*Did you mean '"team"'\?/],
  [
    "null outside a PATCH",
    insert("phoneNumber: null"),
    /^TS2322 Type 'null' is not assignable to type 'string \| undefined'/,
  ],
  [
    "null outside a PATCH, at depth",
    insert("postalAddress: { region: null }"),
    /^TS2322 Type 'null' is not assignable to type 'string \| undefined'/,
  ],
  [
    "null in the PUT beside the PATCH",
    `await client.customers.update({ customerId: "C", body: { phoneNumber: null } });`,
    /^TS2322 Type 'null'/,
  ],
  [
    "null for a path parameter of a PATCH",
    `await client.customers.patch({ customerId: null, body: {} });`,
    /^TS2322 Type 'null' is not assignable to type 'string'/,
  ],
  [
    "a property that a response has not",
    `${one} console.log(customer.domain);`,
    /^TS2339 Property 'domain' does not exist on type 'Customer'/,
  ],
  [
    "a property of another's response, mistyped",
    `${one} console.log(customer.postalAddres);`,
    /^TS2551 .*Did you mean 'postalAddress'\?/,
  ],
  [
    "a response property that may be absent",
    `${one} console.log(customer.postalAddress.region);`,
    /^TS18048 'customer\.postalAddress' is possibly 'undefined'/,
  ],
  [
    "a page's property on its items",
    `for await (const s of client.subscriptions.list()) console.log(s.nextPageToken);`,
    /^TS2339 Property 'nextPageToken' does not exist on type 'Subscription'/,
  ],
  [
    "pages of what has none",
    `client.customers.get({ customerId: "C" }).pages();`,
    /^TS2339 Property 'pages' does not exist on type 'SelectedPromise<Customer, string>'/,
  ],
  [
    "a method that is none",
    `await client.customers.delete({ customerId: "C" });`,
    /^TS2339 Property 'delete' does not exist on type 'CustomersResource'/,
  ],
  [
    "a call's option that is none",
    `await client.customers.get({ customerId: "C" }, { timeout: 5 });`,
    /^TS2353 .*'timeout' does not exist in type 'RequestOptions'/,
  ],
  [
    "a client's option that is none",
    `new ResellerClient({ baseUrl: "https://x.example/" });`,
    /^TS2(?:353|561) .*'baseUrl' does not exist in type 'ClientOptions<never>'/,
  ],
  ["auth as text", `new ResellerClient({ auth: "token" });`, /^TS2322 Type 'string'/],
  [
    "a service account without scopes",
    `serviceAccount({ keyFile: "k.json" });`,
    /Property 'scopes' is missing/,
  ],
  [
    "writing an error's outcome wrongly",
    `declare const e: unknown; if (e instanceof GoogleApiError && e.outcome === "notSent") console.log(1);`,
    /^TS2367/,
  ],
  [
    "the data of an answer that did not change",
    `const a = await client.customers.get({ customerId: "C" }).ifChanged("e"); console.log(a.data);`,
    /^TS2339 Property 'data' does not exist on type/,
  ],
  [
    "what sends, from outside",
    "console.log(client.caller);",
    /^TS2445 Property 'caller' is protected/,
  ],
  ["a resource replaced", "client.customers = client.customers;", /^TS2540 .*read-only property/],
];

function patch(body: string): string {
  return `await client.customers.patch({ customerId: "C", body: { ${body} } });`;
}

describe.each(users)("with %j", (user) => {
  const found = compile(
    refused.map(([, text]) => text),
    user,
  );

  test.each(refused.map(([title, , words], index) => ({ title, words, index })))(
    "$title",
    ({ words, index }) => {
      expect(found[index]).toHaveLength(1);
      expect(found[index]?.[0]).toMatch(words);
    },
  );
});
