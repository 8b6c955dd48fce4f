/** The documents that `discogen init` is given → what the project will have of them. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { InitDocument } from "../init/planned-files.js";
import { documentBytes } from "../inputs/document-bytes.js";
import { readDocumentName } from "../inputs/document-name.js";
import { jsonFilesIn } from "../inputs/newest-file.js";
import { cannotRun } from "../problem.js";
import { buildConfigured, readConfigured, settledParts } from "./configured-document.js";
import { settle, type Console } from "./report.js";

/** A document with its text. */
export interface ReadDocument extends InitDocument {
  readonly text: string;
  /** Whether it lies in the project already. */
  readonly isThere: boolean;
}

interface Wanted {
  readonly documents: readonly string[];
  readonly discoveryUrl?: string | undefined;
  readonly lenient?: boolean | undefined;
}

/** Where documents lie. */
const documentFolder = "discovery";

/**
 * Reads and verifies documents: those that were named, or those that lie in `discovery`.
 *
 * @throws CannotRun where there is none, or one cannot become a client.
 */
export async function readInitDocuments(wanted: Wanted, console: Console): Promise<ReadDocument[]> {
  const names = wanted.documents.length > 0 ? wanted.documents : await jsonFilesIn(documentFolder);
  if (names.length === 0) {
    throw cannotRun("init", "no-document", `no document was named, and ${documentFolder} has none`);
  }
  const read: ReadDocument[] = [];
  for (const name of names) {
    const document = await readOne(name, wanted, console);
    const other = read.findIndex(
      (each) => each.name === document.name && each.version === document.version,
    );
    if (other >= 0) {
      const folder = `${document.name}-${document.version}`;
      throw cannotRun(name, "same-output", folder, names[other] ?? "");
    }
    read.push(document);
  }
  return read;
}

async function readOne(text: string, wanted: Wanted, console: Console): Promise<ReadDocument> {
  console.progress(`reading ${text}`);
  const { name: source, bytes } = await documentBytes(text, wanted.discoveryUrl);
  const lenient = wanted.lenient === true;
  const client = { name: source, bytes, config: { document: text, lenient } };
  const [read] = settle(settledParts(client, readConfigured(client)), console);
  if (read === undefined) throw new Error(`${source} has neither a value nor a problem`);
  const [api] = settle(settledParts(client, buildConfigured(client, read.document)), console);
  if (api === undefined) throw new Error(`${source} has neither a model nor a problem`);
  const place = await readDocumentName(text);
  const own = place.kind === "path" ? ownPath(place.path) : null;
  return {
    name: api.name,
    version: api.version,
    lenient,
    path: own ?? `${documentFolder}/${api.name}-${api.version}.json`.toLowerCase(),
    isThere: own !== null,
    // A byte order mark belongs to the bytes.
    text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
  };
}

/** The path of a file of the project, with `/`; `null` of others. */
function ownPath(path: string): string | null {
  const way = relative("", resolve(path));
  const isOutside = isAbsolute(way) || way.split(sep)[0] === "..";
  return isOutside ? null : way.split(sep).join("/");
}
