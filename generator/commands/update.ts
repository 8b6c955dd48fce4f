import type { FailOn, Preset } from "../changes/gate.js";
import { contradictionWords } from "../changes/witnessed.js";
import { openDocumentFolder } from "../inputs/newest-file.js";
import { didYouMean } from "../did-you-mean.js";
import { CannotRun, cannotRun } from "../problem.js";
import { finishInterrupted } from "./hold-output.js";
import { checkLevels } from "./judging.js";
import { openConfiguration, type Configuration } from "./project.js";
import { problemLine, type Console } from "./report.js";
import { readStored, type StoredDocument } from "./stored-document.js";
import { updateDocument, type UpdateFacts } from "./update-document.js";
import { updateJson } from "./update-json.js";
import { outcomeLines, outcomeProblems, type UpdateOutcome } from "./update-outcome.js";

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
  /** Which changes keep a revision from being taken; default `never`. */
  readonly failOn?: FailOn | undefined;
  readonly preset?: Preset | undefined;
  /** Asks witnesses whether what is said of the changes is right; default true. */
  readonly verify?: boolean | undefined;
  /** Prints one JSON text instead of lines. */
  readonly json?: boolean | undefined;
}

/**
 * Brings the documents of the configuration up to date, each with its clients, their versions and changelogs. A
 * document that fails does not keep the others back.
 *
 * @returns the exit code: 70 if a witness contradicts what is said of one, 2 if one has failed, 1 if one was held
 *   back.
 * @throws CannotRun where there is no configuration, or an API is named that it does not have.
 */
export async function update(options: UpdateOptions, console: Console): Promise<number> {
  const facts = await openFacts(options, console);
  const { configuration, isDry } = facts;
  if (!isDry) await finishInterrupted(configuration);
  const { documents, failures } = await readAll(configuration);
  const wanted = chosen(documents, options.apis);
  // A document that was not asked for may be wrong.
  const outcomes: UpdateOutcome[] = options.apis.length === 0 ? failures : [];
  for (const each of outcomes) tell(each, options, console);
  for (const document of wanted) {
    console.progress(`asking for ${document.api}`);
    const about = { document: document.path, api: document.api };
    const outcome = await updateDocument(document, facts, console).catch(failureOf(about));
    tell(outcome, options, console);
    outcomes.push(outcome);
  }
  if (options.json === true) console.out(updateJson(outcomes, isDry));
  const kinds = new Set(outcomes.map(({ kind }) => kind));
  if (kinds.has("contradicted")) return 70;
  return kinds.has("failed") ? 2 : kinds.has("held") ? 1 : 0;
}

async function openFacts(options: UpdateOptions, console: Console): Promise<UpdateFacts> {
  const configuration = await openConfiguration(options.config, console);
  const { changes } = configuration;
  checkLevels(changes, console);
  const { failOn = "never", preset = changes?.value.preset ?? "all" } = options;
  return {
    configuration,
    folder: options.from === undefined ? null : await openDocumentFolder(options.from),
    discoveryUrl: options.discoveryUrl,
    isDry: options.dryRun ?? false,
    allowOlder: options.allowOlder ?? false,
    gate: { failOn, preset },
    isVerified: options.verify ?? true,
  };
}

function tell(
  outcome: UpdateOutcome,
  { json, dryRun, failOn }: UpdateOptions,
  console: Console,
): void {
  if (json !== true) for (const line of outcomeLines(outcome)) console.done(line);
  for (const problem of outcomeProblems(outcome)) console.err(problemLine(problem));
  const { kind, api } = outcome;
  if (kind === "contradicted") {
    console.err(`${api}: ${contradictionWords}; it was not taken, and --no-verify takes it`);
  }
  if (kind === "held") console.note(`${api}: has ${failOn} changes and was not taken`);
  if (kind === "taken" && dryRun === true) console.note(`${api}: a dry run; nothing was written`);
}

function failureOf(
  about: Pick<UpdateOutcome, "document" | "api">,
): (error: unknown) => UpdateOutcome {
  return (error) => {
    if (!(error instanceof CannotRun)) throw error;
    return { ...about, kind: "failed", problems: error.problems };
  };
}

async function readAll(
  configuration: Configuration,
): Promise<{ readonly documents: StoredDocument[]; readonly failures: UpdateOutcome[] }> {
  const paths = [...new Set(configuration.clients.map(({ document }) => document))];
  const read = await Promise.all(
    paths.map((path) =>
      readStored(path, configuration).catch(failureOf({ document: path, api: null })),
    ),
  );
  return {
    documents: read.flatMap((each) => ("kind" in each ? [] : [each])),
    failures: read.flatMap((each) => ("kind" in each ? [each] : [])),
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
