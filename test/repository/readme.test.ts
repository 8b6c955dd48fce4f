/** What the README says that a newcomer will see. */
import { expect, test } from "vitest";
import { fineLines, runCli } from "../cli/run-cli.js";
import { readText, root } from "./paths.js";

test("the README shows the line with which the first command ends", async () => {
  const [line = ""] = fineLines(await runCli(["check"], { cwd: root }));
  expect(line).toMatch(/files up to date$/);
  expect(readText("README.md")).toContain(`\`${line}\``);
});
