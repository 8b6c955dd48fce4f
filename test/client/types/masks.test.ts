/** Partial responses: what the compiler makes of a `fields` mask. */
import { expect, test } from "vitest";
import { compile, instantiations, users } from "./compile.js";

const accepted: Readonly<Record<string, string>> = {
  "one name": `
const { customerId } = await client.customers.get({ customerId: "C", fields: "customerId" });
is<Equal<typeof customerId, string | undefined>>();`,
  "a name below another one": `
const customer = await client.customers.get({ customerId: "C", fields: "postalAddress/region,customerId" });
const region: string | undefined = customer.postalAddress?.region;
void region;`,
  "several names below one, and items of a masked page": `
for await (const each of client.subscriptions.list({ fields: "subscriptions(subscriptionId,seats/numberOfSeats)" })) {
  const seats: number | undefined = each.seats?.numberOfSeats;
  void [each.subscriptionId, seats];
}`,
  "all of it": `
const page = await client.subscriptions.list({ fields: "*" });
const id: string | undefined = page.subscriptions?.[0]?.subscriptionId;
const items = await client.subscriptions.list({ fields: "subscriptions(*)" });
void [id, items.subscriptions?.[0]?.skuId];`,
  "a mask that is no literal does not narrow": `
declare const mask: string;
const customer: Customer = await client.customers.get({ customerId: "C", fields: mask });
const none: Customer = await client.customers.get({ customerId: "C", fields: undefined });
void [customer, none];`,
  "a mask of more than a hundred names is not looked at": `
const page = await client.subscriptions.list({ fields: "${"subscriptions/skuId,".repeat(101)}kind" });
const kind: string | undefined = page.subscriptions?.[0]?.status;
void kind;`,
  "pages and responses of a masked call": `
const call = client.subscriptions.list({ fields: "subscriptions/skuId" });
for await (const page of call.pages()) void page.subscriptions?.[0]?.skuId;
const { data } = await client.customers.get({ customerId: "C", fields: "kind" }).withResponse();
void data.kind;`,
};

test.each(users)("masks that fit compile with %j", (user) => {
  const errors = compile(Object.values(accepted), user);
  const found = Object.keys(accepted).flatMap((title, index) =>
    (errors[index] ?? []).map((message) => `${title}: ${message}`),
  );
  expect(found).toEqual([]);
});

const refused: readonly (readonly [string, string, RegExp])[] = [
  [
    "a typo",
    `await client.customers.get({ customerId: "C", fields: "customerIdd" });`,
    /Did you mean '"customerId"'/,
  ],
  [
    "a typo below a name",
    `client.subscriptions.list({ fields: "subscriptions(subscripionId)" });`,
    /Did you mean '"subscriptions\(subscriptionId\)"'/,
  ],
  [
    "a typo in the middle of a path",
    `client.subscriptions.list({ fields: "subscriptions(seats/numberOfSeat,skuId)" });`,
    /Did you mean '"subscriptions\(seats\/numberOfSeats,skuId\)"'/,
  ],
  [
    "a bracket that is not closed",
    `client.subscriptions.list({ fields: "subscriptions(seats" });`,
    /Did you mean '"subscriptions\(seats\)"'/,
  ],
  [
    "what the mask leaves out",
    `const c = await client.customers.get({ customerId: "C", fields: "kind" }); void c.customerId;`,
    /Property 'customerId' does not exist/,
  ],
  [
    "items that the mask leaves out",
    `for await (const each of client.subscriptions.list({ fields: "nextPageToken" })) void each.skuId;`,
    /Property 'skuId' does not exist on type 'never'/,
  ],
];

test.each(users)("masks that do not fit are refused with %j", (user) => {
  const errors = compile(
    refused.map(([, text]) => text),
    user,
  );
  for (const [index, [title, , expected]] of refused.entries()) {
    expect([title, errors[index]?.length]).toEqual([title, 1]);
    expect(errors[index]?.[0]).toMatch(expected);
  }
});

test("a generic method costs little, and a typical mask not much", () => {
  const none = instantiations(["void 0;"]);
  const plain = instantiations([`void (await client.customers.get({ customerId: "C" })).kind;`]);
  const mask = `"subscriptions(subscriptionId,seats/numberOfSeats,plan(planName,isCommitmentPlan)),kind"`;
  const list = (params: string): number =>
    instantiations([
      `for await (const each of client.subscriptions.list(${params})) void each.seats;`,
    ]);
  expect(plain - none).toBeLessThan(200);
  expect(list(`{ fields: ${mask} }`) - list("")).toBeLessThan(5_000);
});
