import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { freePort, httpServer } from "../runtime/servers.js";
import { config, plant, test, treeOf } from "./folders.js";
import { library } from "./library.js";
import { fineLines, linesOf, refusalLines, runCli, runScript } from "./run-cli.js";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

describe("what was asked for goes to standard output", () => {
  test("--version", async ({ folder }) => {
    const run = await runCli(["--version"], { cwd: folder });
    expect(fineLines(run)).toEqual([version]);
    expect(run.stderr).toBe("");
  });

  test.for([
    [["--help"], /^Usage: discogen .+ generate .+ check .+ inspect .+Exit codes: 0 fine/s],
    [
      ["generate", "--help"],
      /^Usage: discogen generate .+--output .+--force.+Examples:\n  discogen generate /s,
    ],
    [["check", "--help"], /^Usage: discogen check .+--output.+Examples:\n  discogen check /s],
    [["inspect", "--help"], /^Usage: discogen inspect .+--json.+Examples:\n  discogen inspect /s],
  ] as const)("%j", async ([words, text], { folder }) => {
    const run = await runCli(words, { cwd: folder });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(text);
  });
});

describe("bad usage ends with 2, and says how to get help", () => {
  test.for([
    [["foo"], "error: unknown command 'foo'", "--help lists all commands"],
    [["generat"], "(Did you mean generate?)", "--help lists all commands"],
    [["--versoin"], "(Did you mean --version?)", "--help lists all commands"],
    [["generate", "--bogus"], "error: unknown option '--bogus'", "generate --help has examples"],
    [["generate", "--outptu", "a"], "(Did you mean --output?)", "generate --help has examples"],
    [["generate", "a.json", "-o"], "argument missing", "generate --help has examples"],
    [["inspect"], "error: missing required argument 'document'", "inspect --help has examples"],
    [["inspect", "a.json", "b.json"], "error: too many arguments", "inspect --help has examples"],
    [["check", "--force"], "error: unknown option '--force'", "check --help has examples"],
    [
      ["init", "a", "--package-manager", "bun"],
      "choices are npm, pnpm, yarn",
      "init --help has examples",
    ],
  ] as const)("%j: %s", async ([words, text, help], { folder }) => {
    const lines = refusalLines(await runCli(words, { cwd: folder }));
    expect(lines.join("\n")).toContain(text);
    expect(lines.at(-1)).toBe(`(discogen ${help})`);
    expect(await treeOf(folder)).toEqual({});
  });

  test("no command: the help, on standard error", async ({ folder }) => {
    expect(refusalLines(await runCli([], { cwd: folder }))[0]).toMatch(/^Usage: discogen/);
  });
});

describe("nothing to work on", () => {
  test.for([["generate"], ["check"]])(
    "%s without configuration and document",
    async ([word = ""], { folder }) => {
      const lines = refusalLines(await runCli([word], { cwd: folder }));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^discogen\.config\.json: there is no .+\[no-config\]$/);
      expect(await treeOf(folder)).toEqual({});
    },
  );

  test.for([["generate"], ["check"], ["update"]])(
    "%s beside no configuration: what starts a project, and the one in a folder above",
    async ([word = ""], { folder }) => {
      const [alone] = refusalLines(await runCli([word], { cwd: folder }));
      expect(alone).toContain("discogen init reseller:v1");
      await plant(folder, { "discogen.config.json": "{}", "a/b/c.txt": "" });
      const [below] = refusalLines(await runCli([word], { cwd: join(folder, "a/b") }));
      expect(below).toContain("there is one in ../..; run discogen there");
    },
  );

  test("-c names a configuration that is not there, as the user wrote it", async ({ folder }) => {
    const [line] = refusalLines(await runCli(["generate", "-c", "my.json"], { cwd: folder }));
    expect(line).toMatch(/^my\.json: cannot be read: there is no such file/);
  });

  test.for([["generate"], ["check"], ["inspect"]])(
    "%s of a missing document",
    async ([word = ""], { folder }) => {
      const lines = refusalLines(await runCli([word, "no/such.json"], { cwd: folder }));
      expect(lines).toEqual([
        "no/such.json: cannot be read: there is no such file or directory (ENOENT); check its name and its permissions [cannot-read]",
      ]);
      expect(await treeOf(folder)).toEqual({});
    },
  );
});

describe("a document that is not what a new user thinks: place, what is wrong, what to do", () => {
  test.for<[string, string, RegExp]>([
    [
      "an API without its version",
      "reseller",
      /^reseller: cannot be read: .+ such as reseller:v1 \[/,
    ],
    [
      "a folder",
      "folder",
      /^folder: cannot be read: it is a directory.+ client.s package, or a document in it/,
    ],
    ["an HTML page", "page.html", /^page\.html: is an HTML page.+check the address it came from/],
    ["another JSON", "other.json", /^other\.json: is not a discovery document: it has no name/],
    ["no JSON", "text.txt", /^text\.txt:1:1: is not valid JSON/],
    ["an empty file", "empty.json", /^empty\.json: is empty; fetch the document again/],
    ["http", "http://example.com/a", /only https is fetched.+or save the document/],
    [
      "a revision of git",
      "HEAD:a.json",
      /^HEAD:a\.json: cannot be read: git says: .+check the revision/,
    ],
  ])("%s", async ([, name, message], { folder }) => {
    const tree = {
      "page.html": "<!doctype html><html></html>",
      "other.json": "{}",
      "text.txt": "hello",
      "empty.json": "",
      "folder/a.txt": "",
    };
    await plant(folder, tree);
    for (const word of ["generate", "inspect", "init"]) {
      const lines = refusalLines(await runCli([word, name], { cwd: folder }));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(message);
    }
    expect(await treeOf(folder)).toEqual(tree);
  });

  test("no network, no such API, no such service", async ({ folder }) => {
    const server = await httpServer({ status: 404 });
    const options = { cwd: folder };
    try {
      const url = server.url.replace(/\/$/, "");
      const words = ["inspect", "resellr:v1", "--discovery-url"];
      const [unknown] = refusalLines(await runCli([...words, url], options));
      expect(unknown).toContain("HTTP 404; check the name and the version");
      expect(unknown).toContain(`(${url}/apis lists all APIs)`);
      const [typo] = refusalLines(await runCli([...words, "example"], options));
      expect(typo).toContain("it is no address; give --discovery-url a whole address");
    } finally {
      await server.close();
    }
    const gone = `http://127.0.0.1:${await freePort()}`;
    const [down] = refusalLines(await runCli(["inspect", `${gone}/a.json`], options));
    expect(down).toMatch(/cannot be reached: .+ECONNREFUSED.+check the address and the network/);
  });
});

describe("standard output that cannot be written", () => {
  test("G-FS-03 a full disk behind it (/dev/full) ends with 2, not with 0", async ({ folder }) => {
    await plant(folder, { "library.json": library() });
    const words = ["inspect", "--json", "library.json"];
    const run = await runScript(`"$@" > /dev/full`, words, { cwd: folder });
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(linesOf(run.stderr)).toHaveLength(1);
  });

  test("a reader that has seen enough is no failure, and the run is carried to its end", async ({
    folder,
  }) => {
    await plant(folder, { "library.json": library(), ...config([{ document: "library.json" }]) });
    const script = `"$@" | true; echo "\${PIPESTATUS[0]}" >&2`;
    const run = await runScript(script, ["generate"], { cwd: folder });
    expect(run.stderr).toBe("0\n");
    const paths = Object.keys(await treeOf(folder));
    expect(paths).toContain("discogen.lock.json");
    expect(paths.filter((path) => path.includes(".discogen."))).toEqual([]);
  });
});
