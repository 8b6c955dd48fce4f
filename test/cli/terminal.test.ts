/** What goes where: data to standard output, words to standard error; quiet runs, and runs on a real terminal. */
import { spawnSync } from "node:child_process";
import { describe, expect } from "vitest";
import { httpServer } from "../runtime/servers.js";
import { config, plant, test } from "./folders.js";
import { library, secondEdition } from "./library.js";
import { cliPath, fineLines, linesOf, runCli, start, type Run } from "./run-cli.js";

const project = {
  "library.json": library(),
  ...config([{ document: "library.json", only: ["**"] }]),
};

describe("--quiet", () => {
  test("a run that does what it is for says nothing", async ({ folder }) => {
    await plant(folder, project);
    for (const words of [["generate"], ["generate"], ["check"]]) {
      expect(await runCli([...words, "--quiet"], { cwd: folder })).toMatchObject({
        code: 0,
        stdout: "",
        stderr: "",
      });
    }
    const said = await runCli(["check"], { cwd: folder });
    expect(fineLines(said)[0]).toMatch(/up to date$/);
  });

  test("what was asked for is said all the same, and what is wrong", async ({ folder }) => {
    await plant(folder, project);
    const found = await runCli(["check", "-q"], { cwd: folder });
    expect(found).toMatchObject({ code: 1, stderr: "" });
    expect(found.stdout).toContain("is missing");
    const inspected = await runCli(["inspect", "-q", "library.json"], { cwd: folder });
    expect(inspected.stderr).toBe("");
    expect(fineLines(inspected)[0]).toMatch(/^Library API/);
    const loud = await runCli(["inspect", "library.json"], { cwd: folder });
    expect(loud.stderr).toContain("--no-config shows all of it");
    const wrong = await runCli(["generate", "-q", "no.json"], { cwd: folder });
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(linesOf(wrong.stderr)).toHaveLength(1);
  });

  test("init says nothing of what it writes", async ({ folder }) => {
    const run = await runCli(["init", "-", "-q"], { cwd: folder, stdin: library() });
    expect(run).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test("a quiet run does not keep what it did not say from the next one", async ({ folder }) => {
    // Where there are no packages, a run remembers nothing.
    await plant(folder, { ...project, "node_modules/package/index.js": "" });
    fineLines(await runCli(["generate"], { cwd: folder }));
    await plant(folder, {
      "library.json": library((document) => (document["revision"] = "20240909")),
    });
    fineLines(await runCli(["generate", "--quiet"], { cwd: folder }));
    const run = await runCli(["generate"], { cwd: folder });
    expect(run.stderr).toContain("20240909 says the same");
  });
});

describe("--json: one JSON text with a schemaVersion, and nothing else on standard output", () => {
  test.for([
    [["generate", "--json"]],
    [["inspect", "--json", "library.json"]],
    [["inspect", "--overrides", "--json", "library.json"]],
    [["diff", "library.json", "second.json", "--format", "json"]],
    [["explain", "--json"]],
    [["explain", "property-removed", "--json"]],
    [["init", "--json"]],
    [["init", "--json", "--dry-run"]],
  ])("%j", async ([words = []], { folder }) => {
    await plant(folder, { ...project, "second.json": secondEdition });
    const run = await runCli(words, { cwd: folder });
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ schemaVersion: expect.any(Number) as number });
  });

  test("check tells each difference with its causes, or that there is none", async ({ folder }) => {
    await plant(folder, project);
    fineLines(await runCli(["generate"], { cwd: folder }));
    const fine = await runCli(["check", "--json"], { cwd: folder });
    expect(fine.code).toBe(0);
    expect(JSON.parse(fine.stdout)).toEqual({ schemaVersion: 1, findings: [] });
    await plant(folder, { "generated/library-v1/src/index.ts": "mine" });
    const found = await runCli(["check", "--json"], { cwd: folder });
    expect(found.code).toBe(1);
    expect(JSON.parse(found.stdout)).toEqual({
      schemaVersion: 1,
      findings: [{ path: "generated/library-v1/src/index.ts", state: "edited", causes: [] }],
    });
  });

  test("generate tells which files it wrote, deleted and left", async ({ folder }) => {
    await plant(folder, project);
    const first = JSON.parse((await runCli(["generate", "--json"], { cwd: folder })).stdout);
    expect(first).toMatchObject({
      clients: [
        {
          folder: "generated/library-v1",
          version: "1.0.0",
          document: { id: "library:v1", revision: "20240101" },
          deleted: [],
          current: [],
        },
      ],
    });
    const second = JSON.parse((await runCli(["generate", "--json"], { cwd: folder })).stdout);
    expect(second.clients[0]).toMatchObject({ written: [], deleted: [] });
    expect(second.clients[0].current.length).toBe(first.clients[0].written.length - 2);
  });
});

const script = spawnSync("script", ["--version"]).error === undefined;

/** Runs the command line on a terminal of its own; both outputs are one then. */
function onTerminal(words: string, cwd: string, env: Record<string, string> = {}): Promise<Run> {
  const command = `${process.execPath} ${cliPath} ${words}`;
  const wanted = { TERM: "xterm", ...env };
  return start("script", ["-qefc", command, "/dev/null"], { cwd, env: wanted }).ended;
}

describe.skipIf(!script)("on a terminal", () => {
  const red = "\u001b[31m";

  test("a problem has colours, and none with NO_COLOR", async ({ folder }) => {
    const coloured = await onTerminal("generate no.json", folder);
    expect(coloured.stdout).toContain("\u001b[1mno.json:");
    expect(coloured.stdout).toContain(`${red}cannot be read`);
    const plain = await onTerminal("generate no.json", folder, { NO_COLOR: "1" });
    expect(plain.code).toBe(2);
    expect(plain.stdout).not.toContain("\u001b");
  });

  test("a pipe has none, and FORCE_COLOR gives them", async ({ folder }) => {
    const piped = await runCli(["generate", "no.json"], { cwd: folder });
    expect(piped.stderr).not.toContain("\u001b");
    const forced = await runCli(["generate", "no.json"], {
      cwd: folder,
      env: { FORCE_COLOR: "1" },
    });
    expect(forced.stderr).toContain(red);
  });

  test("work that takes more than a second says what it is at, in a line that goes again", async ({
    folder,
  }) => {
    const server = await httpServer((_, response) => {
      setTimeout(() => response.writeHead(200).end(library()), 1_800);
    });
    try {
      const url = `${server.url}library.json`;
      const slow = await onTerminal(`inspect ${url}`, folder);
      expect(slow.code).toBe(0);
      expect(slow.stdout).toMatch(/\r\u001b\[Kreading http:.+\r\u001b\[KLibrary API/s);
      const quiet = await onTerminal(`inspect -q ${url}`, folder);
      expect(quiet.stdout).not.toContain("reading");
      const piped = await runCli(["inspect", url], { cwd: folder });
      expect(piped).toMatchObject({ code: 0, stderr: "" });
      expect(piped.stdout).not.toContain("\u001b");
    } finally {
      await server.close();
    }
  });
});
