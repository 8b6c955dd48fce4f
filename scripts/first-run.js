/** The steps of docs/first-run.md, taken as they stand there and timed. */
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** What the guide has in the order in which it has it. */
const kinds = ["sh", "sh", "text", "js", "sh", "text"];

/**
 * Takes the steps in an empty folder.
 *
 * @param {string} guide the text of docs/first-run.md
 * @param {string} folder
 * @param {readonly string[]} tarballs what is installed in place of the packages of the registry
 * @returns {Promise<{ step: string, seconds: number }[]>}
 */
export async function takeFirstSteps(guide, folder, tarballs) {
  const port = String(await freePort());
  const [install = "", serve = "", address = "", program = "", call = "", answer = ""] = blocksOf(
    guide,
  ).map((text) => text.replaceAll("8080", port));
  const packages = tarballs.map((path) => JSON.stringify(path)).join(" ");
  const started = performance.now();
  shell(folder, install.replace(/install .*/, `install ${packages}`));
  const installed = performance.now();
  const server = spawn("sh", ["-c", `exec ${serve}`], { cwd: folder, detached: true });
  try {
    const [line] = await Promise.race([
      new Promise((resolve) => server.stdout.once("data", (chunk) => resolve([String(chunk)]))),
      new Promise((resolve) => server.once("close", () => resolve(["nothing"]))),
    ]);
    expectText(line, address);
    const served = performance.now();
    writeFileSync(join(folder, "first-call.mjs"), program);
    expectText(shell(folder, call), answer);
    const answered = performance.now();
    return [
      { step: install.trim(), seconds: (installed - started) / 1_000 },
      { step: serve.trim().replace(port, "8080"), seconds: (served - installed) / 1_000 },
      { step: call.trim(), seconds: (answered - served) / 1_000 },
    ];
  } finally {
    // npx has a child of its own.
    if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
  }
}

/**
 * @param {string} guide
 * @returns {string[]} the texts of its blocks
 */
function blocksOf(guide) {
  const blocks = [...guide.matchAll(/^ {3}```(\w+)\n(.*?)^ {3}```$/gms)];
  const found = blocks.map(([, kind]) => kind).join();
  if (found !== kinds.join()) throw new Error(`docs/first-run.md has ${found}`);
  return blocks.map(([, , text = ""]) => text.replace(/^ {3}/gm, ""));
}

/**
 * @param {unknown} found
 * @param {string} expected
 */
function expectText(found, expected) {
  if (found !== expected) throw new Error(`docs/first-run.md says ${expected} and not ${found}`);
}

/**
 * @param {string} cwd
 * @param {string} line
 * @returns {string} what it printed
 */
function shell(cwd, line) {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", line], {
    cwd,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`${line} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}
