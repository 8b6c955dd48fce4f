/**
 * Every call that `inspect --googleapis` and docs/from-googleapis.md name is one of Google's own client. Only where
 * `DISCOGEN_CORPUS` and `DISCOGEN_NETWORK` are set.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { googleapisCalls } from "#templates/googleapis-calls.js";
import { googleapisVersion, installedGoogleapis } from "../installed.js";
import { apiOf, type Json } from "../model/models.js";

const corpus = process.env["DISCOGEN_CORPUS"] ?? "";
const isOn = corpus !== "" && process.env["DISCOGEN_NETWORK"] !== undefined;

/** Methods that Google has taken away, or added, since the corpus was: the client has them in no form. */
const others: Readonly<Record<string, readonly string[]>> = {
  "admin.directory_v1": ["notifications.*", "resolvedAppAccessSettings.*"],
  "androidpublisher.v3": [
    "apprecovery.appRecoveries",
    "purchases.subscriptions.get",
    "purchases.subscriptions.refund",
    "purchases.subscriptions.revoke",
  ],
  "datalineage.v1": ["*.locations.config.*", "projects.locations.processOpenLineageRunEvent"],
  // The service was shut down.
  "genomics.v1": ["*"],
  "healthcare.v1": [
    "*.dicomStores.studies.series.instances.bulkdata.retrieveBulkdata",
    "*.fhirStores.bulkDelete",
  ],
};

/** APIs that it has not, or not in this version. */
const absent = ["identitytoolkit.v1", "integrations.v1", "mapsengine.v1", "storage.v1beta1"];

function fits(name: string, pattern: string): boolean {
  const source = pattern.replaceAll(".", "\\.").replaceAll("*", ".*");
  return new RegExp(`^${source}$`).test(name);
}

function documentNames(): string[] {
  const folder = join(corpus, "documents");
  if (!isOn || !existsSync(folder)) return ["none"];
  return readdirSync(folder).map((name) => name.replace(/\.json$/, ""));
}

describe.skipIf(!isOn)(`the calls of googleapis ${googleapisVersion}`, () => {
  let library = "";
  beforeAll(() => {
    library = installedGoogleapis();
  }, 420_000);

  test.each(documentNames())("%s", (name) => {
    const path = join(corpus, "documents", `${name}.json`);
    const document = JSON.parse(readFileSync(path, "utf8")) as Json & {
      name: string;
      version: string;
    };
    const script = join(import.meta.dirname, "google-methods.cjs");
    const printed = execFileSync(
      process.execPath,
      [script, library, document.name, document.version],
      {
        encoding: "utf8",
      },
    );
    const real = JSON.parse(printed) as string[][] | null;
    expect(real === null).toBe(absent.includes(name));
    if (real === null) return;
    const known = new Set(real.map((names) => names.join(".")));
    const calls = googleapisCalls(apiOf(document, undefined, { lenient: true }));
    const missing = calls
      .map(({ theirs }) => theirs.names.join("."))
      .filter((each) => !known.has(each));
    const patterns = others[name] ?? [];
    expect(missing.filter((each) => !patterns.some((pattern) => fits(each, pattern)))).toEqual([]);
    for (const pattern of patterns) {
      expect(
        missing.some((each) => fits(each, pattern)),
        pattern,
      ).toBe(true);
    }
  });
});
