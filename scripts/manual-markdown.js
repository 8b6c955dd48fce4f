import { exitCodeWords } from "#generator/command-line/exit-codes.js";
import { environment, files } from "./manual-facts.js";

/** @typedef {import("#generator/command-line/describe-program.js").DescribedCommand} DescribedCommand */

/**
 * The manual as docs/cli.md.
 *
 * @param {readonly DescribedCommand[]} commands - the program itself first
 * @returns {string}
 */
export function manualMarkdown([root, ...commands]) {
  if (root === undefined) return "";
  const overview = commands.map(({ name, summary }) => [
    `[${code(name)}](#${name.replaceAll(" ", "-")})`,
    text(summary),
  ]);
  const parts = [
    "# The command line",
    "<!-- Made of the commands themselves by `npm run generate`. -->",
    text(root.description),
    fence([root.usage]),
    table("command", overview),
    ...listed("Options", root.options),
    ...examples(root),
    ...commands.flatMap((command) => [
      `## ${command.name}`,
      text(command.description),
      fence([command.usage]),
      ...listed("Arguments", command.arguments),
      ...listed("Options", command.options),
      ...examples(command),
    ]),
    "## Exit codes",
    table(
      "code",
      exitCodeWords.map(([number, meaning]) => [String(number), meaning]),
    ),
    "## Environment",
    table("variable", environment.map(coded)),
    "## Files",
    table("file", files.map(coded)),
  ];
  return `${parts.join("\n\n")}\n`;
}

/**
 * @param {string} title
 * @param {DescribedCommand["options"]} terms
 * @returns {string[]}
 */
function listed(title, terms) {
  if (terms.length === 0) return [];
  const rows = terms.map((each) => [code(each.term), text(each.text)]);
  return [`**${title}**`, table("", rows)];
}

/**
 * @param {DescribedCommand} command
 * @returns {string[]}
 */
function examples(command) {
  if (command.examples.length === 0) return [];
  return [
    "**Examples**",
    fence(command.examples.flatMap(([words, meaning]) => [`# ${meaning}`, `discogen ${words}`])),
  ];
}

/** @param {readonly string[]} lines */
function fence(lines) {
  return ["```sh", ...lines, "```"].join("\n");
}

/**
 * @param {string} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  const lines = [[head, ""], ["---", "---"], ...rows].map((row) => `| ${row.join(" | ")} |`);
  return lines.join("\n");
}

/** @param {readonly [string, string]} row */
function coded([term, meaning]) {
  return [term.split(", ").map(code).join(", "), meaning];
}

/** @param {string} term */
function code(term) {
  return `\`${term.replaceAll("|", "\\|")}\``;
}

/** @param {string} words */
function text(words) {
  return words.replace(/[\\|<>*_[\]`]/g, "\\$&");
}
