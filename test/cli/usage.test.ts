import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
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
    [["foo"], "error: unknown command 'foo'"],
    [["generat"], "(Did you mean generate?)"],
    [["generate", "--bogus"], "error: unknown option '--bogus'"],
    [["generate", "a.json", "-o"], "argument missing"],
    [["inspect"], "error: missing required argument 'document'"],
    [["inspect", "a.json", "b.json"], "error: too many arguments"],
    [["check", "--force"], "error: unknown option '--force'"],
  ] as const)("%j: %s", async ([words, text], { folder }) => {
    const lines = refusalLines(await runCli(words, { cwd: folder }));
    expect(lines.join("\n")).toContain(text);
    expect(lines.at(-1)).toBe("(discogen --help lists all commands)");
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
