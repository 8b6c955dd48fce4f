/** `npm run corpus`: a command of this repository's, not of the package's. */
import { problemLine } from "../commands/report.js";
import { CannotRun, visible } from "../problem.js";
import { readArguments, usage } from "./read-arguments.js";
import { corpusJson, corpusLines } from "./report-corpus.js";
import { runCorpus, type CorpusResult, type Tell } from "./run-corpus.js";

const exitCodes = { fine: 0, findings: 1, cannotRun: 2 } as const;

function out(line: string): void {
  process.stdout.write(`${line.split("\n").map(visible).join("\n")}\n`);
}

function err(line: string): void {
  process.stderr.write(`${line.split("\n").map(visible).join("\n")}\n`);
}

const eraseLine = "\r\u001b[K";

/** One line that is written over and over, on a terminal only. */
const tell: Tell = (line) => {
  if (process.stderr.isTTY) process.stderr.write(eraseLine + visible(line));
};

function tellResult(result: CorpusResult, json: boolean): void {
  for (const line of json ? [corpusJson(result)] : corpusLines(result)) out(line);
  for (const { warnings } of result.generation.documents) for (const line of warnings) err(line);
  for (const key of result.idle) err(`expected problems of ${key}, which is not there`);
}

async function main(words: readonly string[]): Promise<number> {
  if (words.includes("--help")) {
    out(usage);
    return exitCodes.fine;
  }
  const read = readArguments(words);
  if ("wrong" in read) {
    err(`${read.wrong}\n\n${usage}`);
    return exitCodes.cannotRun;
  }
  try {
    const result = await runCorpus(read.options, tell);
    if (process.stderr.isTTY) process.stderr.write(eraseLine);
    tellResult(result, read.json);
    return result.findings.length === 0 ? exitCodes.fine : exitCodes.findings;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    for (const problem of error.problems) err(problemLine(problem));
    return exitCodes.cannotRun;
  }
}

process.exitCode = await main(process.argv.slice(2));
