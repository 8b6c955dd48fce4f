/** What came of a corpus → a table for people, or JSON for programs. */
import type { GeneratedDocument } from "./corpus-document.js";
import type { Generation } from "./generate-all.js";
import type { CorpusResult } from "./run-corpus.js";

/** The version of what `--json` prints. */
const schemaVersion = 1;

/** Fewer lines say more about the clock than about the generator. */
const leastLines = 1_000;

/** The sums over all documents. */
export interface Totals {
  readonly documents: number;
  readonly methods: number;
  readonly schemas: number;
  readonly lines: number;
  /** Of one thread's time. */
  readonly microsecondsPerLine: number;
  /** Time per line of the largest document, as a multiple of the median's: 1 where time is linear. */
  readonly largestToMedian: number;
  /** Wall time of generation. */
  readonly seconds: number;
  readonly threads: number;
  readonly peakMegabytes: number;
}

/** Sums up. */
export function totalsOf({ documents, ms, threads, peak }: Generation): Totals {
  const sum = (key: "methods" | "schemas" | "lines" | "ms"): number =>
    documents.reduce((total, document) => total + document[key], 0);
  return {
    documents: documents.length,
    methods: sum("methods"),
    schemas: sum("schemas"),
    lines: sum("lines"),
    microsecondsPerLine: (sum("ms") * 1_000) / Math.max(1, sum("lines")),
    largestToMedian: largestToMedian(documents),
    seconds: ms / 1_000,
    threads,
    peakMegabytes: peak,
  };
}

function largestToMedian(documents: readonly GeneratedDocument[]): number {
  const sized = documents
    .filter(({ lines }) => lines >= leastLines)
    .sort((left, right) => left.lines - right.lines);
  const rates = sized.map(({ ms, lines }) => ms / lines);
  const largest = rates.at(-1) ?? 1;
  const median = [...rates].sort((left, right) => left - right)[rates.length >> 1] ?? 1;
  return largest / median;
}

/** The whole result as JSON. */
export function corpusJson({ generation, checks, findings, idle }: CorpusResult): string {
  const { documents } = generation;
  const value = { schemaVersion, documents, checks, totals: totalsOf(generation), findings, idle };
  return JSON.stringify(value, null, 2);
}

/** The table, the totals, a line for each compiler and the findings. */
export function corpusLines({ generation, checks, findings }: CorpusResult): string[] {
  const failed = new Set(findings.map((line) => line.slice(0, line.indexOf(": "))));
  return [
    ...tableLines(
      ["document", "revision", "methods", "schemas", "lines", "ms", "problems"],
      generation.documents.map((document) => rowOf(document, failed)),
    ),
    "",
    totalsLine(generation),
    ...checks.map(({ typescript, exactOptionalPropertyTypes, errors, ms }) => {
      const options = exactOptionalPropertyTypes ? "exact, strictest" : "not exact";
      const time = (ms / 1_000).toFixed(1);
      return `TypeScript ${typescript} (${options} options): ${errors.length} errors, ${time} s`;
    }),
    ...(findings.length === 0 ? [] : ["", ...findings]),
  ];
}

function rowOf(document: GeneratedDocument, failed: ReadonlySet<string>): string[] {
  const { methods, schemas, lines, ms, revision } = document;
  const numbers = [methods, schemas, lines, Math.round(ms)].map(grouped);
  return [document.document, revision, ...numbers, problemsText(document, failed)];
}

function problemsText(document: GeneratedDocument, failed: ReadonlySet<string>): string {
  const { problems, bug, warnings, revision } = document;
  if (bug !== null) return "failed";
  const isExpected = !failed.has([document.document, revision].join(" ").trim());
  return [
    problems.length === 0 ? "" : `${problems.length}${isExpected ? " (expected)" : ""}`,
    warnings.length === 0 ? "" : `${warnings.length} warned`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function totalsLine(generation: Generation): string {
  const totals = totalsOf(generation);
  const perLine = totals.microsecondsPerLine.toFixed(1);
  return [
    `${grouped(totals.documents)} documents`,
    `${grouped(totals.methods)} methods`,
    `${grouped(totals.lines)} lines`,
    `${perLine} µs per line (the largest ${totals.largestToMedian.toFixed(2)} x the median)`,
    `${totals.seconds.toFixed(1)} s in ${totals.threads} threads`,
    `${Math.round(totals.peakMegabytes)} MB`,
  ].join(", ");
}

/** `1234567` → `1,234,567`, in every locale. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Columns as wide as their widest cell; numbers to the right. */
function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => column >= 2 && column <= 5;
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
