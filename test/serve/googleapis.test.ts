/**
 * Google's own client against `discogen serve`: installed from the registry, in a process of its own. Only
 * where `DISCOGEN_NETWORK` is set.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { resellerPath, start } from "../cli/run-cli.js";
import { serving } from "../cli/serving.js";
import { googleapisVersion, installedGoogleapis } from "../installed.js";

let library = "";
const corpus = process.env["DISCOGEN_CORPUS"] ?? "";

/** Runs a program that has `google`, `auth` and `rootUrl`, and gives what it `show`s. */
async function shown(document: string, program: string): Promise<unknown> {
  const scratch = mkdtempSync(join(library, "program-"));
  const server = await serving([document], scratch);
  try {
    const head = `import { google } from "googleapis";
const rootUrl = ${JSON.stringify(server.url)};
const auth = new google.auth.OAuth2({
  clientId: "i", clientSecret: "s", endpoints: { oauth2TokenUrl: rootUrl + "token" },
});
auth.setCredentials({ refresh_token: "r" });
const failure = (promise) => promise.then(() => "no error", (error) => error);
const show = (value) => console.log(JSON.stringify(value));
`;
    const path = join(scratch, "program.mjs");
    writeFileSync(path, head + program);
    const run = await start(process.execPath, [path], { cwd: scratch, timeout: 120_000 }).ended;
    expect(run.stderr).toBe("");
    return JSON.parse(run.stdout);
  } finally {
    await server.interrupt();
    rmSync(scratch, { recursive: true });
  }
}

describe.skipIf(process.env["DISCOGEN_NETWORK"] === undefined)(
  `googleapis ${googleapisVersion}`,
  () => {
    beforeAll(() => {
      library = installedGoogleapis();
    }, 420_000);

    test("reseller:v1: tokens, things, pages, errors", { timeout: 240_000 }, async () => {
      const found = await shown(
        resellerPath,
        `const { customers, subscriptions } = google.reseller({ version: "v1", rootUrl, auth });
const created = await customers.insert({ requestBody: { customerId: "C1", customerDomain: "acme.example" } });
const got = await customers.get({ customerId: "C1" });
const patched = await customers.patch({ customerId: "C1", requestBody: { phoneNumber: "+1" } });
for (const skuId of ["a", "b", "c"]) await subscriptions.insert({ customerId: "C1", requestBody: { skuId } });
const skus = [];
let pageToken;
do {
  const { data } = await subscriptions.list({ customerId: "C1", maxResults: 2, pageToken });
  skus.push(data.subscriptions.map(({ skuId }) => skuId));
  pageToken = data.nextPageToken;
} while (pageToken);
const masked = await customers.get({ customerId: "C1", fields: "customerDomain" });
const missing = await failure(customers.get({ customerId: "C9" }));
const wrong = await failure(customers.insert({ requestBody: { customerTyp: "team" } }));
const seats = await subscriptions.changeSeats({ customerId: "C1", subscriptionId: "subscription-1", requestBody: { numberOfSeats: 7 } });
await subscriptions.delete({ customerId: "C1", subscriptionId: "subscription-1", deletionType: "cancel" });
show({
  same: JSON.stringify(created.data) === JSON.stringify(got.data),
  patched: patched.data, skus, masked: masked.data, seats: seats.data.seats,
  missing: [missing.status, missing.response.data.error.errors[0].reason],
  wrong: [wrong.status, wrong.message],
  left: (await subscriptions.list({ customerId: "C1" })).data.subscriptions.length,
});`,
      );
      expect(found).toEqual({
        same: true,
        patched: {
          kind: "reseller#customer",
          customerId: "C1",
          customerDomain: "acme.example",
          phoneNumber: "+1",
        },
        skus: [["a", "b"], ["c"]],
        masked: { customerDomain: "acme.example" },
        seats: { numberOfSeats: 7 },
        missing: [404, "notFound"],
        wrong: [
          400,
          'Invalid request: body.customerTyp is no property of Customer; did you mean "customerType"?',
        ],
        left: 2,
      });
    });

    test.skipIf(corpus === "")("drive:v3: media up and down", { timeout: 240_000 }, async () => {
      const found = await shown(
        join(corpus, "documents/drive.v3.json"),
        `import { Readable } from "node:stream";
const { files } = google.drive({ version: "v3", rootUrl, auth });
const media = (text) => ({ mimeType: "text/plain", body: Readable.from([text]) });
const created = await files.create({ requestBody: { name: "é.txt" }, media: media("hello"), fields: "id,name" }, { rootUrl });
const alone = await files.create({ media: media("hello") }, { rootUrl });
const content = await files.get({ fileId: created.data.id, alt: "media" }, { responseType: "text" });
const list = await files.list({ pageSize: 1 });
show({ name: created.data.name, alone: typeof alone.data.id, content: content.data, list: list.data.files.length });`,
      );
      expect(found).toMatchObject({ name: "é.txt", alone: "string", list: 1 });
      expect(found).toHaveProperty("content", expect.stringContaining("drive.files.get"));
    });
  },
);
