import { openDocumentFolder } from "../inputs/newest-file.js";
import { didYouMean } from "../did-you-mean.js";
import { CannotRun, cannotRun } from "../problem.js";
import { finishInterrupted } from "./hold-output.js";
import { openConfiguration, type Configuration } from "./project.js";
import { problemLine, type Console } from "./report.js";
import { readStored, type StoredDocument } from "./stored-document.js";
import { updateDocument } from "./update-document.js";

/** What `discogen update` takes. */
export interface UpdateOptions {
  /** `name:version`, `name`, or the folder of a client; none for all. */
  readonly apis: readonly string[];
  readonly config?: string | undefined;
  /** Whom documents are asked of. */
  readonly discoveryUrl?: string | undefined;
  /** A folder that documents are taken from instead. */
  readonly from?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** Takes older revisions, and what was left before. */
  readonly allowOlder?: boolean | undefined;
}

/**
 * Brings the documents of the configuration up to date, each with its clients, their versions and changelogs. A
 * document that fails does not keep the others back.
 *
 * @returns the exit code: 2 if one has failed.
 * @throws CannotRun where there is no configuration, or an API is named that it does not have.
 */
export async function update(options: UpdateOptions, console: Console): Promise<number> {
  const configuration = await openConfiguration(options.config, console);
  const { discoveryUrl, dryRun: isDry = false, allowOlder = false } = options;
  const folder = options.from === undefined ? null : await openDocumentFolder(options.from);
  if (!isDry) await finishInterrupted(configuration);
  const { documents, failures } = await readAll(configuration);
  const wanted = chosen(documents, options.apis);
  // A document that was not asked for may be wrong.
  const told = options.apis.length === 0 ? failures : [];
  for (const failure of told) tell(failure, console);
  let hasFailed = told.length > 0;
  const facts = { configuration, folder, discoveryUrl, isDry, allowOlder };
  for (const document of wanted) {
    try {
      await updateDocument(document, facts, console);
    } catch (error) {
      tell(error, console);
      hasFailed = true;
    }
  }
  return hasFailed ? 2 : 0;
}

function tell(error: unknown, console: Console): void {
  if (!(error instanceof CannotRun)) throw error;
  for (const problem of error.problems) console.err(problemLine(problem));
}

async function readAll(
  configuration: Configuration,
): Promise<{ readonly documents: StoredDocument[]; readonly failures: unknown[] }> {
  const paths = new Set(configuration.clients.map(({ document }) => document));
  const read = await Promise.allSettled([...paths].map((path) => readStored(path, configuration)));
  return {
    documents: read.flatMap((each) => (each.status === "fulfilled" ? [each.value] : [])),
    failures: read.flatMap((each): unknown[] => (each.status === "rejected" ? [each.reason] : [])),
  };
}

/** The documents that were named, or all; clients of one document go on together. */
function chosen(documents: readonly StoredDocument[], names: readonly string[]): StoredDocument[] {
  if (names.length === 0) return [...documents];
  const known = documents.map((each) => [each.api, each.name, ...each.folders]);
  for (const name of names) {
    if (known.some((each) => each.includes(name))) continue;
    const near = didYouMean(name, known.flat());
    throw cannotRun("update", "usage", `no client of the configuration is named ${name}${near}`);
  }
  return documents.filter((_, index) => names.some((name) => known[index]?.includes(name)));
}
