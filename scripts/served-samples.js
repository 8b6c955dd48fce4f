/** The samples of a client's README against `discogen serve`, in a project that has installed both. */
import { spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The document of the installed client. */
const document = "node_modules/@discogen/reseller-v1/document.json";

/** Samples of these sections stand on the first one, as a reader reads them. */
const sections = [
  "First call",
  "Lists",
  "Parts of an answer",
  "Several calls in one request",
  "Errors",
  "Resending, and money",
  "Time limits",
];

const lastLine = "await client.close();\n";

/**
 * All samples as one program. It differs from what a reader pastes in where it finds API and tokens.
 *
 * @param {string} readme
 * @param {{ url: string, tokenUrl: string }} server
 * @returns {string}
 */
function programOf(readme, { url, tokenUrl }) {
  const samples = sections.map((title) => sampleIn(readme, title, "ts"));
  const text = samples.join("\n");
  const imports = text.match(/^import .*\n/gm) ?? [];
  const rest = samples.map((sample) => sample.replace(/^import .*\n/gm, ""));
  const [first = "", ...others] = rest;
  if (!first.includes(lastLine)) throw new Error("The first sample does not close its client");
  const opening = first
    .replace(lastLine, "")
    .replace("new ResellerClient({", `new ResellerClient({ rootUrl: ${JSON.stringify(url)},`)
    .replace("serviceAccount({", `serviceAccount({ tokenUrl: ${JSON.stringify(tokenUrl)},`);
  const blocks = others.map((each) => `{\n${each}}\n`);
  return [...imports, opening, ...blocks, lastLine].join("");
}

/**
 * The first sample of a section in a language.
 *
 * @param {string} readme
 * @param {string} title
 * @param {"ts" | "js"} language
 * @returns {string}
 */
function sampleIn(readme, title, language) {
  const [, section = ""] = readme.split(`\n## ${title}\n`);
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms");
  const [, sample] = fence.exec(section.replace(/\n## .*$/s, "")) ?? [];
  if (sample === undefined) throw new Error(`The README has no sample in "${title}"`);
  return sample;
}

/** What is made of a fake is there again. */
const offlineCalls = `
const { customerId = "" } = await client.customers.insert({ body: { customerDomain: "acme.example" } });
const { customerDomain } = await client.customers.get({ customerId });
if (customerDomain !== "acme.example") throw new Error(customerDomain);
await client.close();
`;

/**
 * Starts the server that the project has installed.
 *
 * @param {string} folder
 * @returns {Promise<{ url: string, tokenUrl: string, stop: () => Promise<number | null> }>}
 */
export async function startServer(folder) {
  const words = ["serve", document, "--json"];
  const child = spawn(join(folder, "node_modules/.bin/discogen"), words, { cwd: folder });
  const ended = new Promise((/** @type {(code: number | null) => void} */ resolve) => {
    child.on("close", resolve);
  });
  let printed = "";
  let told = "";
  child.stderr.on("data", (chunk) => (told += String(chunk)));
  await new Promise((resolve) => {
    child.stdout.on("data", (chunk) => {
      printed += String(chunk);
      if (printed.includes("\n")) resolve(null);
    });
    void ended.then(resolve);
  });
  if (printed === "") throw new Error(`discogen serve did not start: ${told}`);
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return { ...JSON.parse(printed), stop };
}

/**
 * Compiles the samples and runs them, with the customer there that they ask for.
 *
 * @param {string} folder
 * @param {string} compiler the path of `tsc`
 */
export async function runSamples(folder, compiler) {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const key = { type: "service_account", client_email: "robot@p.example", private_key: privateKey };
  writeFileSync(join(folder, "service-account.json"), JSON.stringify(key));
  const readme = readFileSync(join(folder, "node_modules/@discogen/reseller-v1/README.md"), "utf8");
  const server = await startServer(folder);
  try {
    const created = await fetch(`${server.url}apps/reseller/v1/customers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"customerId":"my-customer","alternateEmail":"a@b.example"}',
    });
    if (created.status !== 200) throw new Error(await created.text());
    writeFileSync(join(folder, "samples.ts"), programOf(readme, server));
    // What JavaScript programs paste has types as well.
    const offline = sampleIn(readme, "Offline tests", "js") + offlineCalls;
    writeFileSync(join(folder, "offline.ts"), offline);
    run(folder, compiler, "-p", "tsconfig.samples.json");
    run(folder, "offline.js");
    const shown = run(folder, "samples.js");
    for (const text of ["customerId: 'my-customer'", "{ alternateEmail: 'a@b.example' }"]) {
      if (!shown.includes(text)) throw new Error(`The samples have not printed ${text}: ${shown}`);
    }
  } finally {
    await server.stop();
  }
}

/**
 * Runs a program to its end.
 *
 * @param {string} cwd
 * @param {...string} words
 * @returns {string} what it printed
 */
function run(cwd, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd,
    encoding: "utf8",
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}
