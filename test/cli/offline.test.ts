/** discogen asks nobody: whatever addresses a document holds. */
import { join } from "node:path";
import { expect } from "vitest";
import { plant, test } from "./folders.js";
import { libraryWith } from "./library.js";
import { cliPath, start } from "./run-cli.js";

// Every way to another machine goes through one of these.
const spy = `
const net = require("node:net"), dns = require("node:dns"), dgram = require("node:dgram");
const refuse = (what) => () => { process.stderr.write("OPENED " + what + "\\n"); process.exit(99); };
net.Socket.prototype.connect = refuse("a socket");
dgram.createSocket = refuse("a datagram socket");
for (const name of ["lookup", "resolve"]) dns[name] = dns.promises[name] = refuse("a name look-up");
`;

const document = libraryWith({
  documentationLink: "https://127.0.0.1:9999/docs",
  rootUrl: "https://127.0.0.1:9999/",
  icons: { x16: "https://127.0.0.1:9999/icon" },
  description: "See https://127.0.0.1:9999/more.",
});

test("G-DOC-15 generate, check and inspect open no socket", async ({ folder }) => {
  await plant(folder, {
    "spy.cjs": spy,
    "library.json": document,
    "probe.cjs": "fetch('https://127.0.0.1:9999/')",
  });
  const run = (...words: string[]) =>
    start(process.execPath, ["--require", join(folder, "spy.cjs"), ...words], { cwd: folder })
      .ended;
  // The spy sees what there is to see.
  expect((await run("probe.cjs")).code).toBe(99);
  for (const words of [
    ["generate", "library.json", "-o", "out"],
    ["check", "library.json", "-o", "out"],
    ["inspect", "library.json", "--json"],
  ]) {
    const { code, stderr } = await run(cliPath, ...words);
    expect([code, stderr]).toEqual([0, ""]);
  }
});
