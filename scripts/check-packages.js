/**
 * Packs every package of the repository and uses the tarballs as a stranger would: linters for packages, an
 * empty folder, a consumer that is type-checked strictly without any global types, a first call, and the
 * command line from its own tarball.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { takeFirstSteps } from "./first-run.js";
import { runSamples } from "./served-samples.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiler = join(root, "node_modules/typescript/bin/tsc");
const scratch = mkdtempSync(join(tmpdir(), "discogen-packages-"));

/**
 * Runs a command to its end, and ends the script where it fails.
 *
 * @param {string} cwd
 * @param {string} command
 * @param {...string} words
 * @returns {string} what it printed
 */
function run(cwd, command, ...words) {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: "utf8" });
  if (status === 0) return stdout;
  console.error(`${command} ${words.join(" ")}\n${stdout}${stderr}`);
  process.exit(1);
}

/** @type {Map<string, { size: number, unpackedSize: number }>} */
const sizes = new Map();

/**
 * @param {string} folder
 * @returns {string} the tarball's path
 */
function pack(folder) {
  const printed = run(folder, "npm", "pack", "--json", "--pack-destination", scratch);
  // Scripts may print before npm does.
  const [{ filename, size, unpackedSize }] = JSON.parse(printed.slice(printed.indexOf("[\n")));
  sizes.set(folder, { size, unpackedSize });
  return join(scratch, filename);
}

/** What a client may weigh, with maps, sources and its document: bytes packed, and bytes unpacked. */
const clientLimits = { size: 60_000, unpackedSize: 250_000 };

/**
 * @param {string} folder
 */
function checkSize(folder) {
  const { size, unpackedSize } = sizes.get(folder) ?? { size: Infinity, unpackedSize: Infinity };
  if (size <= clientLimits.size && unpackedSize <= clientLimits.unpackedSize) return;
  throw new Error(`${folder} has ${size} bytes packed and ${unpackedSize} unpacked`);
}

/**
 * @param {string} name
 * @param {Record<string, string>} files
 * @returns {string} a project's folder
 */
function project(name, files) {
  const folder = join(scratch, name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

const consumer = `import { GoogleApiError, ResellerClient, serviceAccount, type Customer, type schemas } from "@discogen/reseller-v1";
import { fakeTransport } from "@discogen/reseller-v1/testing";
import type { Subscription } from "@discogen/reseller-v1/types";

const client = new ResellerClient({ rootUrl: "http://127.0.0.1:9/", deadlineMs: 500 });
const options: schemas.Customer | Customer = { customerDomain: "acme.example" };
const list: Promise<Subscription[]> = (async () => {
  const found: Subscription[] = [];
  for await (const each of client.subscriptions.list({ maxResults: 1 })) found.push(each);
  return found;
})();
list.catch((error: unknown) => {
  if (!(error instanceof GoogleApiError)) throw error;
});
const offline = new ResellerClient({
  transport: fakeTransport<ResellerClient>({ customers: { get: ({ customerId }) => ({ customerId }) } }),
});
export { client, list, offline, options, serviceAccount };
`;

const compilerOptions = {
  target: "es2022",
  lib: ["es2022"],
  types: [],
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
};

/** The client and the runtime, installed into a project of their own. */
function checkClient(/** @type {string[]} */ tarballs) {
  const folder = project("consumer", {
    "package.json": JSON.stringify({ name: "consumer", private: true, type: "module" }),
    "tsconfig.json": JSON.stringify({ compilerOptions, files: ["index.ts"] }),
    "index.ts": consumer,
    "import.js": `import("@discogen/reseller-v1").then(({ ResellerClient }) => {
  if (ResellerClient.document.id !== "reseller:v1") throw new Error("document");
  return new ResellerClient().close();
});`,
    "fake.js": `import { ResellerClient } from "@discogen/reseller-v1";
import { fakeTransport } from "@discogen/reseller-v1/testing";
import document from "@discogen/reseller-v1/document.json" with { type: "json" };
if (document.id !== ResellerClient.document.id) throw new Error("document.json");
const get = ({ customerId }) => ({ customerId });
const client = new ResellerClient({ transport: fakeTransport({ customers: { get } }) });
if ((await client.customers.get({ customerId: "C" })).customerId !== "C") throw new Error("fake");`,
    "require.cjs": `const { ResellerClient } = require("@discogen/reseller-v1");
if (typeof ResellerClient !== "function") throw new Error("require");`,
  });
  run(folder, "npm", "install", "--no-audit", "--no-fund", ...tarballs);
  run(folder, process.execPath, compiler, "-p", ".");
  run(folder, process.execPath, "import.js");
  run(folder, process.execPath, "fake.js");
  run(folder, process.execPath, "require.cjs");
  const tree = JSON.parse(run(folder, "npm", "ls", "--all", "--json"));
  checkTree(tree.dependencies, clientTree);
}

/** All that comes with a client. */
const clientTree = ["@discogen/reseller-v1", "@discogen/runtime", "undici"];

/**
 * @param {Tree} tree
 * @param {string[]} expected
 */
function checkTree(tree, expected) {
  const found = [...new Set(namesIn(tree))].sort();
  if (found.join() !== expected.join()) throw new Error(`what is installed: ${found.join(", ")}`);
}

/** @typedef {{ [name: string]: { dependencies?: Tree } }} Tree */

/**
 * @param {Tree} tree
 * @returns {string[]}
 */
function namesIn(tree) {
  return Object.entries(tree).flatMap(([name, { dependencies = {} }]) => [
    name,
    ...namesIn(dependencies),
  ]);
}

// The version that is tried is fixed; npx keeps it.
const pnpm = "pnpm@10.34.8";

/**
 * All three as a user of the client has them: the samples of its README run against `discogen serve`.
 *
 * @param {"npm" | "pnpm"} manager
 * @param {{ cli: string, runtime: string, client: string }} tarballs
 */
async function checkSamples(manager, { cli, runtime, client }) {
  const file = (/** @type {string} */ path) => `file:${path}`;
  const folder = project(`samples-${manager}`, {
    "package.json": JSON.stringify({
      name: "samples",
      private: true,
      type: "module",
      dependencies: { "@discogen/reseller-v1": file(client), "@discogen/runtime": file(runtime) },
      devDependencies: { discogen: file(cli) },
      pnpm: { overrides: { "@discogen/runtime": file(runtime) } },
    }),
    "tsconfig.samples.json": JSON.stringify({
      compilerOptions: {
        ...compilerOptions,
        noEmit: false,
        resolveJsonModule: true,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
      },
      files: ["offline.ts", "samples.ts"],
    }),
  });
  if (manager === "npm") run(folder, "npm", "install", "--no-audit", "--no-fund");
  else {
    run(folder, "npx", "--yes", pnpm, "install", "--ignore-scripts");
    const words = ["--yes", pnpm, "ls", "--prod", "--depth", "Infinity", "--json"];
    const [{ dependencies }] = JSON.parse(run(folder, "npx", ...words));
    checkTree(dependencies, clientTree);
  }
  await runSamples(folder, compiler);
}

/** The command line, installed into an empty folder, on a document that it is given there. */
function checkCommandLine(/** @type {string} */ tarball) {
  const folder = project("command-line", {
    "package.json": JSON.stringify({ name: "command-line", private: true, type: "module" }),
    "tsconfig.json": JSON.stringify({ compilerOptions, files: ["fake.ts"] }),
    "fake.ts": `import { fakeFromDocument, type FakeTransport } from "discogen/testing";
export const transport: FakeTransport = fakeFromDocument({}, { stateful: true, failures: [{ status: 503 }] });`,
    "reseller.json": readFileSync(join(root, "discovery/reseller-v1.json"), "utf8"),
  });
  run(folder, "npm", "install", "--no-audit", "--no-fund", tarball);
  const printed = run(folder, "npx", "discogen", "generate", "reseller.json", "-o", "out");
  if (!printed.includes("3 resources, 17 methods, 10 schemas")) throw new Error(printed);
  run(folder, "npx", "discogen", "check", "reseller.json", "-o", "out");
  run(folder, process.execPath, compiler, "-p", ".");
}

/** A new user's path. */
async function checkFirstRun(/** @type {string[]} */ tarballs) {
  const guide = readFileSync(join(root, "docs/first-run.md"), "utf8");
  const taken = await takeFirstSteps(guide, project("first-run", {}), tarballs);
  for (const { step, seconds } of taken)
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${step}`);
}

/** A discovery service that has one document, as a process of its own: what runs here waits for commands. */
const discoveryService = `
const { createServer } = require("node:http");
const { readFileSync } = require("node:fs");
const document = readFileSync(process.argv[1]);
const server = createServer(({ url }, response) => {
  response.writeHead(url === "/apis/reseller/v1/rest" ? 200 : 404).end(document);
});
server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port));
`;

/** A project from nothing: the command line in an empty folder, and a document that is named in every way. */
async function checkStart(/** @type {string} */ tarball) {
  const document = join(root, "discovery/reseller-v1.json");
  const service = spawn(process.execPath, ["-e", discoveryService, document]);
  try {
    const [line] = await once(service.stdout, "data");
    const url = String(line).trim();
    const ways = {
      path: `npx discogen init ${document}`,
      address: `npx discogen init ${url}/apis/reseller/v1/rest`,
      input: `npx discogen init - < ${document}`,
      name: `npx discogen init reseller:v1 --discovery-url ${url}`,
    };
    for (const [name, init] of Object.entries(ways)) {
      const folder = project(`start-${name}`, {});
      run(folder, "npm", "install", "--no-audit", "--no-fund", tarball);
      run(folder, "bash", "-c", init);
      const printed = run(folder, "npx", "discogen", "generate");
      if (!printed.includes("3 resources, 17 methods, 10 schemas")) throw new Error(printed);
      run(folder, "npx", "discogen", "check");
    }
  } finally {
    service.kill();
  }
}

try {
  const cli = pack(root);
  const runtime = pack(join(root, "runtime"));
  const client = pack(join(root, "generated/reseller-v1"));
  checkSize(join(root, "generated/reseller-v1"));
  for (const tarball of [cli, runtime, client]) {
    run(root, "npx", "publint", "run", tarball, "--strict");
    run(root, "npx", "attw", tarball, "--profile", "esm-only");
  }
  await checkFirstRun([runtime, client, cli]);
  checkClient([runtime, client]);
  checkCommandLine(cli);
  await checkStart(cli);
  await checkSamples("npm", { cli, runtime, client });
  await checkSamples("pnpm", { cli, runtime, client });
  console.log("3 packages: packed, linted, installed and used");
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
