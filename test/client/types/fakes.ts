/** What must compile of fakes, and what must not, by what it shows. */

const head = `import { fakeError, fakeMedia, fakeTransport } from "@discogen/reseller-v1/testing";
void [fakeError, fakeMedia];
`;

export const acceptedFakes: Record<string, string> = {
  "the sample of CLIENT-API.md": `${head}
const offline = new ResellerClient({ transport: fakeTransport<ResellerClient>({ customers: { get: ({ customerId }) => ({ customerId }) } }) });
const transport: all.Transport = fakeTransport({});
void [offline, transport];`,

  "what handlers take": `${head}
fakeTransport<ResellerClient>({
  customers: {
    get: (params, request) => {
      is<Equal<typeof params.customerId, string>>();
      is<Equal<typeof request, all.HttpRequest>>();
      const mask: string | undefined = params.fields;
      return { customerId: mask };
    },
    insert: ({ body, customerAuthToken }) => {
      is<Equal<typeof body, Customer>>();
      is<Equal<typeof customerAuthToken, string | undefined>>();
      return { ...body, customerType: "team" };
    },
    patch: ({ body }) => ({ phoneNumber: body.phoneNumber ?? "none" }),
  },
  subscriptions: {
    // A method that needs no parameters is given an object all the same.
    list: ({ pageToken, maxResults }) => ({ subscriptions: [{ skuId: pageToken ?? String(maxResults) }], nextPageToken: "2" }),
    delete: ({ deletionType }) => { is<Equal<typeof deletionType, all.SubscriptionsDeleteParams["deletionType"]>>(); },
  },
});`,

  "what handlers give": `${head}
declare const customer: Customer;
declare const page: Subscriptions;
fakeTransport<ResellerClient>({
  customers: {
    get: () => customer,
    insert: async () => ({ customerType: "domain" as const, postalAddress: { countryCode: "US" } }),
    patch: () => fakeError(404, { reason: "notFound", headers: { "retry-after": "1" } }),
    update: ({ body }) => (body.customerDomain === undefined ? fakeError(400) : body),
  },
  subscriptions: {
    list: () => page,
    get: () => { throw fakeError(503); },
    delete: () => fakeError(403),
    activate: undefined,
  },
  resellernotify: undefined,
  request: ({ url }) => ({ url }),
});
const handlers: Parameters<typeof fakeTransport<ResellerClient>>[0] = { customers: { get: () => ({}) } };
fakeTransport(handlers);`,

  "a client of the user's own": `${head}
class Shop extends ResellerClient { shop = "x"; }
new Shop({ transport: fakeTransport<Shop>({ customers: { get: () => ({}) } }) });`,
};

const refused: readonly (readonly [string, RegExp])[] = [
  ["custmers: {}", /Did you mean to write 'customers'/i],
  ["customers: { gett: () => ({}) }", /Did you mean to write 'get'/i],
  ["customers: { get: ({ customrId }) => ({}) }", /'customrId' does not exist/],
  ["customers: { get: () => ({ customerId: 1 }) }", /'number' is not assignable to type 'string'/],
  ['customers: { get: () => ({ customerType: "DOMAIN" }) }', /"DOMAIN"' is not assignable/],
  ["customers: { get: () => ({ contry: 1 }) }", /not assignable|has no properties in common/],
  ["customers: { get: () => undefined }", /undefined.* is not assignable/],
  ["customers: { get: {} }", /is not assignable to type/],
  ["subscriptions: { delete: () => ({}) }", /not assignable/],
  ["subscriptions: { list: () => [{ skuId: 1 }] }", /not assignable/],
  ["close: () => {}", /'close' does not exist/],
  ["batch: () => {}", /'batch' does not exist/],
];

/** Texts with a mistake each, and what is said of it. */
export const refusedFakes: readonly (readonly [text: string, message: RegExp])[] = refused.map(
  ([handlers, message]) => [`${head}\nfakeTransport<ResellerClient>({ ${handlers} });`, message],
);
