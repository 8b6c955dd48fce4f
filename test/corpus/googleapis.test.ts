/**
 * The same calls through Google's own client and through ours: what is on the wire means the same, or is in
 * the table of differences. Only where `DISCOGEN_CORPUS` and `DISCOGEN_NETWORK` are set: googleapis is
 * installed beside, once for all runs on this machine.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { googleapisVersion, installedGoogleapis } from "../installed.js";
import {
  isHttpBody,
  methodsOf,
  type PlacedMethod,
  type RawDocument,
  type RawMethod,
} from "./raw-document.js";
import { differenceTable, meaningOf, type Arrived } from "./google-differences.js";
import { expectedRequest } from "./oracle.js";
import { paramsFor } from "./values.js";

let library = "";
const corpus = process.env["DISCOGEN_CORPUS"] ?? "";
const isOn = corpus !== "" && process.env["DISCOGEN_NETWORK"] !== undefined;

/** What Google's client sends for the calls of each method; `null` for what it does not have. */
function googleRequests(
  { name, version: apiVersion }: RawDocument,
  methods: readonly { keys: readonly string[]; calls: readonly object[] }[],
): (Arrived[] | null)[] | null {
  const script = join(import.meta.dirname, "google-client.cjs");
  const { stdout, stderr } = spawnSync(process.execPath, [script, library], {
    input: JSON.stringify({ name, version: apiVersion, methods }),
    maxBuffer: 256 << 20,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as (Arrived[] | null)[] | null;
}

/** Texts that mean the same in every way of expanding a template, and such that do not. */
const texts = ["plain", "(default)/caf\u00e9 &=,;:@$\u{1f4a1}*'!", null];

/** Calls that both clients understand: no media, and 64-bit integers as text. */
function callsOf(document: RawDocument, { method }: PlacedMethod): object[] {
  const calls = texts.flatMap((text) => [
    paramsFor(document, method, "needed", text),
    ...(text === "plain" ? [] : [paramsFor(document, method, "all", text)]),
  ]);
  return JSON.parse(
    JSON.stringify(calls, (_, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    ),
  ) as object[];
}

describe.skipIf(!isOn)(`googleapis ${googleapisVersion}`, () => {
  beforeAll(() => {
    library = installedGoogleapis();
  }, 420_000);

  let compared = 0;

  test.each(documentNames())(
    "%s: what arrives means the same",
    (name) => {
      const path = join(corpus, "documents", `${name}.json`);
      const document = JSON.parse(readFileSync(path, "utf8")) as RawDocument;
      const placed = methodsOf(document).filter(
        ({ method }) => !isHttpBody(method.request, document),
      );
      const methods = placed.map((each) => ({ keys: each.keys, calls: callsOf(document, each) }));
      const theirs = googleRequests(document, methods);
      const wrong = placed.flatMap(({ method }, index) => {
        const calls = (methods[index]?.calls ?? []) as Record<string, unknown>[];
        const found = compare(document, method, calls, theirs?.[index] ?? []);
        if (found !== null) compared++;
        return found ?? [];
      });
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  test("most methods of the corpus were compared", () => {
    expect(compared).toBeGreaterThan(1_000);
  });
});

/** Where calls of a method differ without a reason; `null` if Google's client has no such method, or moved it. */
function compare(
  document: RawDocument,
  method: RawMethod,
  calls: readonly Record<string, unknown>[],
  requests: readonly Arrived[],
): string[] | null {
  const found = requests.map((request) => meaningOf(request, ""));
  const wanted = calls.map((params) =>
    meaningOf(expectedRequest(document, method, params), document.rootUrl),
  );
  if (found.length === 0 || found[0]?.path.join("/") !== wanted[0]?.path.join("/")) return null;
  return wanted.flatMap((meaning, at) => {
    const same = JSON.stringify(found[at]) === JSON.stringify(meaning);
    if (same || differenceTable.some(({ fits }) => fits(method, calls[at] ?? {}))) return [];
    return [`${method.id}: ${JSON.stringify(found[at])} and not ${JSON.stringify(meaning)}`];
  });
}

function documentNames(): string[] {
  const folder = join(corpus, "documents");
  if (!isOn || !existsSync(folder)) return ["none"];
  return readdirSync(folder).map((name) => basename(name, ".json"));
}
