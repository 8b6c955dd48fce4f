/** What users write against the packed client, each way of theirs. */

/** Calls a server of `discogen serve` at the address in `process.argv[2]`, and prints what came. */
const calls = `
const [, , rootUrl] = process.argv;
async function run({ accessToken, GoogleApiError, ResellerClient }) {
  const client = new ResellerClient({ auth: accessToken("t"), rootUrl });
  const customerId = "C" + process.pid;
  await client.customers.insert({ body: { customerId, customerDomain: "acme.example" } });
  const { customerDomain } = await client.customers.get({ customerId });
  for (const skuId of ["a", "b"]) await client.subscriptions.insert({ customerId, body: { skuId } });
  const skus = [];
  for await (const { skuId } of client.subscriptions.list({ customerId, maxResults: 1 })) skus.push(skuId);
  const error = await client.customers.get({ customerId: "none" }).catch((error) => error);
  const missing = [error instanceof GoogleApiError, error.status, error.outcome];
  await client.close();
  console.log(JSON.stringify({ customerDomain, skus, missing }));
}
`;

/** What such a program prints. */
export const printed = {
  customerDomain: "acme.example",
  skus: ["a", "b"],
  missing: [true, 404, "failed"],
};

/** As an ES module. */
export const importing = `import * as reseller from "@discogen/reseller-v1";
import { fakeTransport } from "@discogen/reseller-v1/testing";
import document from "@discogen/reseller-v1/document.json" with { type: "json" };
if (document.id !== reseller.ResellerClient.document.id) throw new Error("document.json");
if (typeof fakeTransport !== "function") throw new Error("testing");
${calls}
await run(reseller);
`;

/** As CommonJS. */
export const requiring = `const reseller = require("@discogen/reseller-v1");
const { fakeTransport } = require("@discogen/reseller-v1/testing");
const document = require("@discogen/reseller-v1/document.json");
if (document.id !== reseller.ResellerClient.document.id) throw new Error("document.json");
if (typeof fakeTransport !== "function") throw new Error("testing");
${calls}
run(reseller);
`;

/** For bundlers. Rollup cannot wait in one file for what it has put below: no `await` at the top. */
export const bundled = `import { accessToken, GoogleApiError, ResellerClient } from "@discogen/reseller-v1";
${calls}
run({ accessToken, GoogleApiError, ResellerClient });
`;

/** As TypeScript that knows the language and nothing else: no DOM, no types of Node. */
export const typed = `import {
  GoogleApiError, ResellerClient, serviceAccount, unrecognized, type ClientOptions, type Customer, type schemas,
} from "@discogen/reseller-v1";
import { fakeTransport } from "@discogen/reseller-v1/testing";
import type { Subscription } from "@discogen/reseller-v1/types";

const options: ClientOptions = { rootUrl: "http://127.0.0.1:9/", deadlineMs: 500 };
const auth = serviceAccount({ key: {}, scopes: [ResellerClient.scopes.appsOrder], subject: "a@b.example" });
export const client = new ResellerClient({ ...options, auth });
export const body: schemas.Customer & Customer = { customerDomain: "acme.example", customerType: unrecognized("x") };
export async function all(): Promise<Subscription[]> {
  const found: Subscription[] = [];
  for await (const each of client.subscriptions.list({ maxResults: 1 })) found.push(each);
  for await (const page of client.subscriptions.list().pages()) found.push(...(page.subscriptions ?? []));
  return found;
}
export async function masked(): Promise<string | undefined> {
  const some = await client.customers.get({ customerId: "C", fields: "customerDomain,postalAddress/countryCode" });
  // @ts-expect-error: it was not asked for.
  void some.phoneNumber;
  // @ts-expect-error: no such method.
  void client.customers.fetch;
  return some.postalAddress?.countryCode;
}
export async function both(): Promise<number | undefined> {
  const [who, subscriptions] = await client.batch((b) => [
    b.customers.get({ customerId: "C" }),
    b.subscriptions.list({ customerId: "C" }),
  ]);
  if (who.status === "rejected") throw who.reason;
  return subscriptions.status === "fulfilled" ? subscriptions.value.subscriptions?.length : undefined;
}
export function reasonOf(error: unknown): string | null {
  return error instanceof GoogleApiError ? error.reason : null;
}
export const offline = new ResellerClient({
  transport: fakeTransport<ResellerClient>({ customers: { get: ({ customerId }) => ({ customerId }) } }),
});
`;
