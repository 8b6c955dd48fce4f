/** What must compile: the usage that CLIENT-API.md promises, as far as it exists. */
import { expect, test } from "vitest";
import { compile, users } from "./compile.js";

const accepted: Record<string, string> = {
  "the clients": `
const key: object = {};
new ResellerClient();
new ResellerClient({ auth: serviceAccount({ key, subject: "a@b.example", scopes: ["https://www.googleapis.com/auth/apps.order"] }) });
new ResellerClient({ auth: serviceAccount({ keyFile: "k.json", scopes: [ResellerClient.scopes.appsOrder] }), rootUrl: "http://127.0.0.1:1/" });
new ResellerClient({ auth: accessToken(async () => "t"), userAgent: "shop/1", connections: 4, deadlineMs: 5_000 });
new ResellerClient({ auth: apiKey("k"), quotaProject: "p", quotaUser: "u", headers: { "x-a": "b" }, attemptTimeoutMs: 1 });
new ResellerClient({ auth: anonymous() });
const scope: "https://www.googleapis.com/auth/apps.order.readonly" = ResellerClient.scopes.appsOrderReadonly;
const revision: string = ResellerClient.document.revision + ResellerClient.document.sha256 + ResellerClient.document.id;
void [scope, revision, client.close()];`,

  "one call of each kind": `
const customer: Customer = await client.customers.get({ customerId: "acme.example" });
await client.customers.insert({ body: { customerDomain: "new.example", customerType: "domain", postalAddress: { countryCode: "US" } } });
await client.customers.update({ customerId: "C", body: customer });
await client.subscriptions.changeSeats({ customerId: "C1", subscriptionId: "S1", body: { numberOfSeats: 25 } }, { deadlineMs: 5_000, ifMatch: '"e"' });
await client.resellernotify.getwatchdetails();
await client.resellernotify.register({});
await client.resellernotify.unregister({ serviceAccountEmailAddress: "a@b.example" }, { quotaUser: "u" });
const nothing: void = await client.subscriptions.delete({ customerId: "C", subscriptionId: "S", deletionType: "transfer_to_direct" });
const thing = await client.request<{ ok: boolean }>({ method: "POST", path: "apps/reseller/v1/new/thing", body: { a: 1 } });
void [nothing, thing.ok === true];`,

  "read, modify, write": `
const customer = await client.customers.get({ customerId: "C" });
await client.customers.update({ customerId: "C", body: { ...customer, phoneNumber: "+1" } });
await client.customers.patch({ customerId: "C", body: customer });
const subscription = await client.subscriptions.get({ customerId: "C", subscriptionId: "S" });
await client.subscriptions.insert({ customerId: "C", body: { ...subscription, seats: { ...subscription.seats, numberOfSeats: 3 } } });`,

  "null in a PATCH, at any depth": `
await client.customers.patch({ customerId: "C1", body: { phoneNumber: null } });
await client.customers.patch({ customerId: "C1", body: { postalAddress: { region: null, locality: "x" }, primaryAdmin: null, customerType: null } });
const patch: Patch<Customer> = { postalAddress: { countryCode: null } };
await client.customers.patch({ customerId: "C1", body: patch });`,

  "what is reached by a request takes undefined": `
declare const form: { phone: string | undefined; seats: number | undefined; token: string | undefined };
await client.customers.insert({ customerAuthToken: form.token, body: { phoneNumber: form.phone, postalAddress: { region: form.phone } } });
await client.customers.patch({ customerId: "C", body: { phoneNumber: form.phone, postalAddress: { region: form.phone } } });
await client.subscriptions.changePlan({ customerId: "C", subscriptionId: "S", body: { seats: { numberOfSeats: form.seats }, dealCode: form.phone } });
await client.subscriptions.list({ customerId: form.phone, maxResults: form.seats, pageToken: form.token }, { deadlineMs: form.seats, signal: undefined });
new ResellerClient({ userAgent: form.phone, auth: undefined });
const plan: schemas.SubscriptionPlan = { commitmentInterval: undefined, planName: undefined };
void plan;`,

  pages: `
for await (const s of client.subscriptions.list({ customerNamePrefix: "ac" })) console.log(s.skuId, s.plan?.planName);
for await (const page of client.subscriptions.list({ maxResults: 100 }).pages()) console.log(page.subscriptions?.length);
const first = await client.subscriptions.list({ maxResults: 10 });
await client.subscriptions.list({ maxResults: 10, pageToken: first.nextPageToken });
const list: PagePromise<Subscriptions, Subscription> = client.subscriptions.list();
const page: Subscriptions = await list;
const items: AsyncIterable<Subscription> = list;
void [page, items];`,

  "status and headers": `
const { data, response } = await client.customers.get({ customerId: "C1" }).withResponse();
const parts: [Customer, number, string | null, number] = [data, response.status, response.headers.get("etag"), response.attempts];
const changed = await client.customers.get({ customerId: "C1" }).ifChanged('"e"');
if (changed.changed) console.log(changed.data.customerId);
void parts;`,

  errors: `
try {
  await client.customers.get({ customerId: "C" });
} catch (e) {
  if (e instanceof GoogleApiError && e.reason === "notFound") {
    const outcome: "not_sent" | "unknown" | "failed" = e.outcome;
    console.log(outcome, e.status, e.code, e.domain, e.kind === "http", e.attempts, e.retryAfterMs, e.errors[0]?.reason, e.errorInfo?.reason);
  } else throw e;
}`,

  "enums: completed, exhaustive, open": `
function name(type: NonNullable<Customer["customerType"]>): number {
  switch (type) {
    case "domain": return 1;
    case "team": return 2;
    case "customerTypeUnspecified": return 3;
    default: { const other: all.Unrecognized = type; return other.length; }
  }
}
const customer = await client.customers.get({ customerId: "C" });
if (customer.customerType === "team") is<Equal<typeof customer.customerType, "team">>();
if (customer.customerType === unrecognized("partner")) console.log("new");
await client.customers.insert({ body: { customerType: unrecognized("partner") } });
await client.subscriptions.delete({ customerId: "C", subscriptionId: "S", deletionType: unrecognized("later") });
void name;`,

  "the types of resources and methods": `
type Customers = ResellerClient["customers"];
const customers: Customers = client.customers;
const fake: Pick<Customers, "get"> = { get: (params, options) => customers.get(params, options) };
is<all.CustomersGetParams extends Parameters<Customers["get"]>[0] ? true : false>();
is<Equal<Parameters<Customers["insert"]>[0]["body"], Customer>>();
is<Equal<Awaited<ReturnType<Customers["get"]>>, Customer>>();
is<Equal<ReturnType<Customers["get"]>, ApiPromise<Customer>>>();
is<Equal<Awaited<ReturnType<ResellerClient["subscriptions"]["list"]>>, Subscriptions>>();
is<Equal<Awaited<ReturnType<ResellerClient["subscriptions"]["delete"]>>, void>>();
is<Equal<Parameters<ResellerClient["subscriptions"]["list"]>["length"], 0 | 1 | 2>>();
is<Equal<all.schemas.ResellernotifyResource, all.ResellernotifyResource>>();
void fake;`,

  "the providers and doors of the caller's own": `
const mine: all.AuthProvider = { getAccessToken: async () => ({ token: "t" }) };
const theirs: all.AuthProvider = { getRequestHeaders: async (_url?: string) => ({ authorization: "Bearer t" }) };
const transport: all.Transport = async (request) => ({
  status: request.call?.id === "reseller.customers.get" ? 200 : 404,
  headers: { get: () => null, forEach: () => {} },
  body: (async function* () { yield new Uint8Array(); })(),
});
const log: all.Interceptor = (next) => async (request) => { console.log(request.method, request.url); return next(request); };
new ResellerClient({ auth: mine, transport, interceptors: [log] });
new ResellerClient({ auth: theirs });`,
};

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
