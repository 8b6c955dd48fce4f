import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { describeProgram } from "#generator/command-line/describe-program.js";
import { silentConsole } from "#generator/commands/report.js";
import { buildProgram } from "#generator/command-line/program.js";
import { readText, root } from "./paths.js";

const nothing = (): void => undefined;
const untilStopped = (): Promise<void> => Promise.resolve();
const context = { console: silentConsole, finish: nothing, beQuiet: nothing, untilStopped };
const [program, ...commands] = describeProgram(buildProgram(context));

describe("the manual is made of the commands", () => {
  test("docs/cli.md and the page for man are what the commands say now", () => {
    const script = `${root}scripts/write-manual.js`;
    const run = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
    expect(run).toMatchObject({ status: 0, stderr: "" });
  });

  test("every command and every option stands in both", () => {
    const page = readText("docs/discogen.1");
    const markdown = readText("docs/cli.md");
    for (const { name, options } of commands) {
      expect(markdown).toContain(`\n## ${name}\n`);
      for (const { term } of options) {
        expect(markdown).toContain(`| \`${term}\``);
        expect(page).toContain(`.B ${term.replaceAll("-", "\\-")}\n`);
      }
    }
  });

  test("every command has examples, and its help ends with them", () => {
    for (const command of [program, ...commands]) {
      expect(command?.examples.length, command?.name).toBeGreaterThan(0);
    }
  });

  test("the README's table has every command, and no other", () => {
    const [, table = ""] =
      /^## The command line\n+```\n(.+?)\n```/ms.exec(readText("README.md")) ?? [];
    const named = new Set(table.match(/^discogen [a-z]+/gm));
    expect([...named].toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
  });

  const groff = spawnSync("groff", ["--version"]).error === undefined;
  test.skipIf(!groff)("the page has nothing that groff warns of", () => {
    const path = `${root}docs/discogen.1`;
    const run = spawnSync("groff", ["-man", "-Tutf8", "-ww", path], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("discogen generate reseller-v1.json -o out");
  });

  test("the package has the page", () => {
    const words = ["pack", "--dry-run", "--json", "--ignore-scripts"];
    const [packed] = JSON.parse(execFileSync("npm", words, { cwd: root, encoding: "utf8" })) as {
      files: { path: string }[];
    }[];
    expect(packed?.files.map(({ path }) => path)).toContain("docs/discogen.1");
  });
});
