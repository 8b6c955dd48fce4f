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

  "media, streams, operations, and what is a method and a resource": `
import type { AltParam, FieldsParam, MediaResponse, MediaUpload, SelectedPromise, StreamPromise, WithMedia } from "@discogen/runtime";
import { FakeMedia, type FakeError, type FakeHandlers } from "@discogen/runtime/testing";
import { fakeMedia } from "@discogen/reseller-v1/testing";
interface File { id?: string }
declare class Pages { list(params?: { token?: string }): ApiPromise<File[]>; }
declare class Files {
  #caller: object;
  get<const Mask extends string = string, const Alt extends "json" | "media" = "json">(params: { fileId: string } & FieldsParam<File, Mask> & AltParam<Alt>): WithMedia<Alt, SelectedPromise<File, Mask>>;
  export(params: { fileId: string }): ApiPromise<MediaResponse>;
  create(params: { body: File; media?: MediaUpload }): ApiPromise<File>;
  rows(params?: { filter?: string }): StreamPromise<{ n: number }>;
  names(params?: { prefix?: string }): ApiPromise<string[]>;
  waitUntilDone(operation: File): Promise<File>;
  readonly pages: ((params: { id: string }) => ApiPromise<void>) & Pages;
}
type Handlers = FakeHandlers<{ readonly files: Files; request(): ApiPromise<number>; close(): Promise<void> }>;
type FilesHandlers = NonNullable<Handlers["files"]>;
type Given<K extends keyof FilesHandlers> = ReturnType<Extract<FilesHandlers[K], (...args: never[]) => unknown>>;
is<Equal<keyof FilesHandlers, "get" | "export" | "create" | "rows" | "names" | "pages">>();
is<Equal<Given<"export">, FakeMedia | Uint8Array | FakeError | Promise<FakeMedia | Uint8Array | FakeError>>>();
is<Equal<Given<"rows">, { n: number }[] | FakeError | Promise<{ n: number }[] | FakeError>>>();
const list = () => [{ id: "1" }];
const handlers: Handlers = {
  files: {
    get: ({ alt, fileId }) => (alt === "media" ? new Uint8Array(1) : { id: fileId }),
    export: ({ fileId }) => fakeMedia(fileId, { type: "text/plain" }),
    create: ({ body, media }) => ({ ...body, id: media?.type ?? "none" }),
    rows: () => [{ n: 1 }],
    names: async () => ["a"],
    pages: Object.assign((_params: { id: string }) => {}, { list }),
  },
};
const some: Handlers = { files: { pages: { list } } };
const other: Handlers = { files: { pages: ({ id }: { id: string }) => console.log(id) } };
void [handlers, some, other];`,

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
