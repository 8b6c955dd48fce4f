/** Type-checking ten lines that use the client, against the same lines on a class declared by hand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { report, wallTimes } from "./measure.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const lines = `const client = new ResellerClient();
const customer = await client.customers.get({ customerId: "C1" });
const domain: string | undefined = customer.customerDomain;
await client.customers.patch({ customerId: "C1", body: { phoneNumber: null } });
for await (const each of client.subscriptions.list({ maxResults: 5 })) console.log(each.skuId, each.plan?.planName);
const { data, response } = await client.subscriptions.get({ customerId: "C1", subscriptionId: "S1" }).withResponse();
console.log(domain, data.status, response.status);
await client.close();
`;

const byHand = `interface Customer { customerId?: string; customerDomain?: string; phoneNumber?: string }
interface Subscription { skuId?: string; status?: string; plan?: { planName?: string } }
declare class ResellerClient {
  readonly customers: {
    get(params: { customerId: string }): Promise<Customer>;
    patch(params: { customerId: string; body: { phoneNumber?: string | null } }): Promise<Customer>;
  };
  readonly subscriptions: {
    list(params: { maxResults?: number }): AsyncIterable<Subscription>;
    get(params: { customerId: string; subscriptionId: string }): { withResponse(): Promise<{ data: Subscription; response: { status: number } }> };
  };
  close(): Promise<void>;
}
`;

const compilerOptions = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  target: "es2022",
  lib: ["es2022"],
  module: "nodenext",
  types: [],
};

export function benchTypes() {
  // Inside the repository, so that the client is found by its name.
  const folder = mkdtempSync(join(root, "node_modules/.cache-bench-"));
  try {
    const head = "declare const console: { log(...data: unknown[]): void };\n";
    const texts = {
      client: `import { ResellerClient } from "@discogen/reseller-v1";\n${head}${lines}`,
      hand: `${head}${byHand}${lines}export {};\n`,
      // What importing anything at all costs: a file to look up, and a compiler that has not done so yet.
      imported: `import { ResellerClient } from "by-hand";\n${head}${lines}`,
    };
    const byHandFolder = join(folder, "node_modules/by-hand");
    mkdirSync(byHandFolder, { recursive: true });
    writeFileSync(join(byHandFolder, "package.json"), '{ "name": "by-hand", "type": "module" }');
    writeFileSync(join(byHandFolder, "index.d.ts"), byHand.replace("declare class", "export $&"));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const contenders = Object.entries(texts).map(([name, text]) => {
      writeFileSync(join(folder, `${name}.ts`), text);
      const config = { compilerOptions, files: [`${name}.ts`] };
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(config));
      return { name, cwd: folder, command: [process.execPath, tsc, "-p", `${name}.json`] };
    });
    const [client = 0, hand = 0, imported = 0] = wallTimes(contenders, 7);
    const figures = { base: hand, against: "declared by hand", unit: "ms", budget: 1.05 };
    report("type-check of ten lines", { value: client, ...figures });
    report("the same, by hand in a package", { value: imported, ...figures });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
