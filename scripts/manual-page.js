import { exitCodeWords } from "#generator/command-line/exit-codes.js";
import { environment, files } from "./manual-facts.js";

/** @typedef {import("#generator/command-line/describe-program.js").DescribedCommand} DescribedCommand */

/**
 * The manual as a page for man, in the macros of man(7).
 *
 * @param {readonly DescribedCommand[]} commands - the program itself first
 * @param {string} version
 * @returns {string}
 */
export function manualPage([root, ...commands], version) {
  if (root === undefined) return "";
  const lines = [
    '.\\" Made of the commands themselves by npm run generate.',
    `.TH DISCOGEN 1 "" ${quoted(`discogen ${version}`)} "User Commands"`,
    ".SH NAME",
    `discogen \\- ${text(sentence(root.description))}`,
    ".SH SYNOPSIS",
    ...[root, ...commands].flatMap(({ usage }) => [`.B ${text(usage)}`, ".br"]).slice(0, -1),
    ".SH DESCRIPTION",
    text(root.description),
    ".SH OPTIONS",
    ...terms(root.options),
    ".SH COMMANDS",
    ...commands.flatMap((command) => [
      `.SS ${quoted(command.usage)}`,
      text(command.description),
      ...terms([...command.arguments, ...command.options]),
      ...examples(command),
    ]),
    ".SH EXIT STATUS",
    ...terms(exitCodeWords.map(([code, meaning]) => ({ term: String(code), text: meaning }))),
    ".SH ENVIRONMENT",
    ...terms(environment.map(([term, meaning]) => ({ term, text: meaning }))),
    ".SH FILES",
    ...terms(files.map(([term, meaning]) => ({ term, text: meaning }))),
    ".SH EXAMPLES",
    ...examples(root),
  ];
  return `${lines.join("\n")}\n`;
}

/** @param {DescribedCommand["options"]} all */
function terms(all) {
  return all.flatMap((each) => [".TP", `.B ${text(each.term)}`, text(each.text)]);
}

/** @param {DescribedCommand} command */
function examples(command) {
  return command.examples.flatMap(([words, meaning]) => [
    ".PP",
    `${text(meaning)}:`,
    ".PP",
    ".in +4n",
    ".EX",
    text(`discogen ${words}`),
    ".EE",
    ".in",
  ]);
}

/**
 * What stands behind the name of a page: no capital letter first, no full stop.
 *
 * @param {string} words
 */
function sentence(words) {
  return words.charAt(0).toLowerCase() + words.slice(1).replace(/\.$/, "");
}

/**
 * Text as roff takes it: no sign of it is a request or an escape.
 *
 * @param {string} words
 */
function text(words) {
  return words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replace(/^\./, "\\&.");
}

/** @param {string} words */
function quoted(words) {
  return `"${text(words).replaceAll('"', '""')}"`;
}
