/** Documents → the files of their clients, as `discogen generate` would write them. */
import { readDocument } from "#generator/document/read-document.js";
import { buildModel } from "#generator/model/build-model.js";
import type { Api } from "#generator/model/model.js";
import { checkSources } from "#generator/output/gate.js";
import { makeFiles } from "#generator/output/make-files.js";
import { printFiles } from "#generator/output/print-files.js";
import { planFiles, type PackageFacts } from "#templates/plan-files.js";
import { apiOf } from "../model/models.js";

/** The text of each file by its path. */
export type Files = ReadonlyMap<string, string>;

/** What a package is told in tests. */
export const facts: PackageFacts = {
  name: null,
  folder: "library-v1",
  version: "1.0.0",
  license: "Apache-2.0",
  licenseText: null,
  repository: null,
  document: null,
  sha256: "0123abcd".repeat(8),
  runtimeRange: "^0.1.0",
  typescriptRange: "~6.0.3",
};

/** The files of a model. */
export async function filesOfApi(api: Api, more: Partial<PackageFacts> = {}): Promise<Files> {
  const files = await makeFiles(planFiles(api, { ...facts, ...more }));
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** The files of a document that has no problem. */
export async function filesOf(json: object): Promise<Files> {
  return filesOfApi(apiOf(json));
}

/** Those files that are TypeScript. */
export function sourcesOf(files: Files): Files {
  return new Map([...files].filter(([path]) => path.endsWith(".ts")));
}

/** The model of a hostile document, or `null` where it is refused. */
export function hostileApi(json: object): Api | null {
  const { value } = readDocument(new TextEncoder().encode(JSON.stringify(json)));
  return value === null ? null : buildModel(value).value;
}

/** Its sources as they are printed, before Prettier has seen them: for tests of many documents. */
export function printedSources(api: Api): Files {
  const files = printFiles(planFiles(api, facts)).filter(({ kind }) => kind === "source");
  const wrong = checkSources(files);
  if (wrong.length > 0) throw new Error(wrong.slice(0, 3).join("\n"));
  return new Map(files.map(({ path, text }) => [path, text]));
}
