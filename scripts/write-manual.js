/**
 * Writes the manual of the command line, as docs/cli.md and as a page for man, from the commands as they are.
 * With `--check` it writes nothing, and fails where a file is not what it would write.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { describeProgram } from "#generator/command-line/describe-program.js";
import { silentConsole } from "#generator/commands/report.js";
import { buildProgram } from "#generator/command-line/program.js";
import { generatorVersion } from "#generator/version.js";
import { manualMarkdown } from "./manual-markdown.js";
import { manualPage } from "./manual-page.js";

const root = fileURLToPath(new URL("..", import.meta.url));

const nothing = () => undefined;
const untilStopped = () => Promise.resolve();
const context = { console: silentConsole, finish: nothing, beQuiet: nothing, untilStopped };
const commands = describeProgram(buildProgram(context));
const style = await resolveConfig(join(root, "docs/cli.md"));

const texts = {
  "docs/cli.md": await format(manualMarkdown(commands), { ...style, parser: "markdown" }),
  "docs/discogen.1": manualPage(commands, generatorVersion),
};

for (const [path, text] of Object.entries(texts)) {
  const place = join(root, path);
  if (!process.argv.includes("--check")) writeFileSync(place, text);
  else if (readFileSync(place, "utf8") !== text) {
    console.error(`${path} is stale: run npm run generate`);
    process.exitCode = 1;
  }
}
