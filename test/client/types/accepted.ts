/** What must compile: the usage that CLIENT-API.md promises, as far as it exists. */

/** By what it shows. */
export const accepted: Record<string, string> = {
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
const labels: Patch<{ labels?: { [key: string]: string } }> = { labels: { a: null, b: "c" } }; void labels;
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

  "a batch": `
const results = await client.batch((b) => [
  b.customers.get({ customerId: "C1" }),
  b.subscriptions.list({ customerId: "C1" }),
  b.customers.get({ customerId: "C1", fields: "customerId" }),
  b.subscriptions.delete({ customerId: "C", subscriptionId: "S", deletionType: "cancel" }, { ifMatch: "e" }),
  b.customers.insert({ body: {} }).withResponse(),
], { deadlineMs: 5_000 });
const [who, subs, masked, gone, whole] = results;
is<Equal<typeof results["length"], 5>>();
is<Equal<typeof who, all.BatchResult<Customer>>>();
is<Equal<typeof subs, all.BatchResult<Subscriptions>>>();
is<Equal<typeof gone, all.BatchResult<void>>>();
if (who.status === "fulfilled") console.log(who.value.customerDomain);
else console.log(who.reason.outcome, who.reason.status);
if (masked.status === "fulfilled") {
  const id: string | undefined = masked.value.customerId;
  // @ts-expect-error what the mask leaves out
  console.log(id, masked.value.customerDomain);
}
if (whole.status === "fulfilled") console.log(whole.value.data.customerId, whole.value.response.status);
const many = await client.batch((b) => ["C1", "C2"].map((customerId) => b.customers.get({ customerId })));
is<Equal<typeof many, all.BatchResult<Customer>[]>>();
const none: [] = await client.batch(() => []);
void none;`,

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
