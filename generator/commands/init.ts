import { basename, relative, resolve, sep } from "node:path";
import { readConfig } from "../config/read-config.js";
import { findFacts, type ProjectFacts, type WantedFacts } from "../init/project-facts.js";
import {
  configText,
  nextSteps,
  projectFiles,
  workflowFiles,
  type InitFile,
} from "../init/planned-files.js";
import { readProjectFolder, type ProjectFolder } from "../inputs/project-folder.js";
import { readBytesIfAny } from "../inputs/read-bytes.js";
import { readJournal } from "../output/journal.js";
import { textHash } from "../output/output-file.js";
import { CannotRun, cannotRun, problem } from "../problem.js";
import { carryOut, holdingOutput } from "./hold-output.js";
import { readInitDocuments, type ReadDocument } from "./init-documents.js";
import { configName } from "./project.js";
import { settle, type Console } from "./report.js";

/** The version of what `init --json` prints. */
const schemaVersion = 1;

/** What `discogen init` takes. */
export interface InitOptions extends WantedFacts {
  /** As `documentBytes` takes them; none for those that lie in `discovery`. */
  readonly documents: readonly string[];
  readonly discoveryUrl?: string | undefined;
  /** The npm name of the package, for one document. */
  readonly name?: string | undefined;
  /** Whether workflows are written. */
  readonly workflows: boolean;
  readonly lenient?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Makes a project of the working directory: configuration, documents, workflows. No file that is there is
 * written over. The configuration comes last: without it, nothing has happened.
 *
 * @returns the exit code.
 * @throws CannotRun where something stands in the way; nothing is written then.
 */
export async function init(options: InitOptions, console: Console): Promise<number> {
  const directory = resolve("");
  const folder = await readProjectFolder(directory);
  const facts = findFacts(folder, process.env["npm_config_user_agent"] ?? "", options);
  const hasConfig = (await readBytesIfAny(configName)) !== null;
  if (hasConfig && options.documents.length > 0) throw cannotRun(configName, "config-exists");
  const documents = hasConfig ? [] : await readInitDocuments(options, console);
  const project = { directory, out: resolve(facts.out) };
  const wanted = [
    ...documents.flatMap(({ path, text, isThere }) => (isThere ? [] : [{ path, text }])),
    ...(options.workflows ? workflowFiles(facts, placeOf(directory, folder)) : []),
    ...projectFiles(facts, basename(directory)),
    ...(hasConfig ? [] : [configFile(documents, facts, options, console)]),
  ];
  const sorted = await sortFiles(wanted, documents, project.out);
  if (options.dryRun !== true) {
    await holdingOutput(project, () => carryOut(project, sorted.missing));
  }
  report(sorted, nextSteps(facts), options, console);
  return 0;
}

/** The folder's place in its repository, with `/`. */
function placeOf(directory: string, { top }: ProjectFolder): string {
  return top === null ? "" : relative(top, directory).split(sep).join("/");
}

function configFile(
  documents: readonly ReadDocument[],
  facts: ProjectFacts,
  { name }: InitOptions,
  console: Console,
): InitFile {
  if (name !== undefined && documents.length !== 1) {
    throw cannotRun("init", "usage", "--name is the name of one package, and there are several");
  }
  const text = configText(documents, facts, name);
  const bytes = new TextEncoder().encode(text);
  // What was said on the command line stands in it.
  settle([{ name: configName, bytes, outcome: readConfig(bytes) }], console);
  return { path: configName, text };
}

/** Files by what becomes of them. */
interface SortedFiles {
  readonly missing: readonly InitFile[];
  /** They say what they would say. */
  readonly current: readonly InitFile[];
  /** Somebody else's. */
  readonly kept: readonly InitFile[];
}

async function sortFiles(
  wanted: readonly InitFile[],
  documents: readonly ReadDocument[],
  out: string,
): Promise<SortedFiles> {
  const journal = await readJournal(out);
  const states = await Promise.all(
    wanted.map(async ({ path, text }) => {
      const bytes = await readBytesIfAny(path);
      const found =
        bytes === null ? null : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      if (found === text) return "current";
      // One that a killed run wrote is nobody's.
      return found === null || journal.has(textHash(found)) ? "missing" : "kept";
    }),
  );
  const only = (state: string): InitFile[] => wanted.filter((_, index) => states[index] === state);
  const kept = only("kept");
  const lost = kept.filter(({ path }) => documents.some((each) => each.path === path));
  if (lost.length > 0) {
    throw new CannotRun(
      lost.map(({ path }) => ({ ...problem("document-exists", ""), source: path, position: null })),
    );
  }
  return { missing: only("missing"), current: only("current"), kept };
}

function report(
  { missing, current, kept }: SortedFiles,
  next: readonly string[],
  { json, dryRun: isDry = false }: InitOptions,
  console: Console,
): void {
  if (json === true) {
    const paths = (files: readonly InitFile[]): string[] => files.map(({ path }) => path);
    const facts = { written: paths(missing), current: paths(current), kept: paths(kept), next };
    console.out(JSON.stringify({ schemaVersion, dryRun: isDry, ...facts }, null, 2));
    return;
  }
  for (const { path } of missing) console.done(`${isDry ? "would write" : "wrote"} ${path}`);
  for (const { path } of current) console.done(`${path} is up to date`);
  for (const { path } of kept) console.note(`${path}: is there already, and stays as it is`);
  console.note(isDry ? "a dry run; nothing was written" : "next:");
  if (!isDry) for (const step of next) console.note(`  ${step}`);
}
