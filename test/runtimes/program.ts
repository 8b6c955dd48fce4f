/** What every runtime runs. It imports nothing but a generated client, and gives plain data. */
import { accessToken, GoogleApiError, ResellerClient, serviceAccount } from "@discogen/reseller-v1";

/** What a program was answered, and how it failed. */
export interface Report {
  readonly call: unknown;
  readonly pages: readonly unknown[];
  readonly failures: Readonly<Record<string, unknown>>;
}

const body = { customerDomain: "new.example" };

/** Calls, lists and fails at `rootUrl`, where a server of `servers.ts` answers. */
export async function run(rootUrl: string): Promise<Report> {
  const client = new ResellerClient({ auth: accessToken("secret"), rootUrl, userAgent: "shop/2" });
  const { customers, subscriptions } = client;
  const { data, response } = await customers.get({ customerId: "C1" }).withResponse();
  const pages = [];
  for await (const { subscriptionId } of subscriptions.list()) pages.push(subscriptionId);
  const controller = new AbortController();
  const aborted = failureOf(
    customers.patch({ customerId: "silent", body }, { signal: controller.signal }),
  );
  setTimeout(() => controller.abort(), 200);
  const failures = {
    missing: await failureOf(customers.get({ customerId: "missing" })),
    redirect: await failureOf(customers.get({ customerId: "redirect" })),
    endless: await failureOf(customers.get({ customerId: "endless" })),
    late: await failureOf(customers.get({ customerId: "silent" }, { deadlineMs: 300 })),
    aborted: await aborted,
    cut: await cut(rootUrl),
  };
  await client.close();
  const type = response.headers.get("content-type");
  return { call: { data, status: response.status, type }, pages, failures };
}

/** An order on a connection that was used before, and that the server cuts when the order has arrived. */
export async function cut(rootUrl: string): Promise<unknown> {
  const client = new ResellerClient({ auth: accessToken("secret"), rootUrl });
  await client.customers.get({ customerId: "C1" });
  const failure = await failureOf(client.customers.insert({ body }));
  await client.close();
  return failure;
}

/** A call of a client that nobody closes. */
export async function leave(rootUrl: string): Promise<unknown> {
  const client = new ResellerClient({ auth: accessToken("secret"), rootUrl });
  return client.customers.get({ customerId: "C1" });
}

/** A call whose token is got at `tokenUrl` by a key: the content of a key file, or its path. */
export async function signIn(
  rootUrl: string,
  tokenUrl: string,
  key: object | string,
): Promise<unknown> {
  const from = typeof key === "string" ? { keyFile: key } : { key };
  const auth = serviceAccount({ ...from, scopes: [ResellerClient.scopes.appsOrder], tokenUrl });
  const client = new ResellerClient({ auth, rootUrl });
  const end = await failureOf(client.customers.get({ customerId: "C1" }));
  await client.close();
  return end;
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await call };
  } catch (error) {
    if (!(error instanceof GoogleApiError)) return { other: String(error) };
    const { kind, outcome, status, reason, attempts, message } = error;
    return { kind, outcome, status, reason, attempts, message };
  }
}
