/** A document as a user names it → its bytes. */
import { cannotRun } from "../problem.js";
import { readDocumentName, type DocumentPlace } from "./document-name.js";
import { packageBytes } from "./package-bytes.js";
import { readBytes } from "./read-bytes.js";

/** The discovery service of Google. */
export const standardDiscoveryUrl = "https://www.googleapis.com/discovery/v1";

/** A document that was read. */
export interface DocumentBytes {
  /** For people: a path, an address. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document that a service has sent. */
export interface ServedBytes extends DocumentBytes {
  /** Its entity tag, if it has one. */
  readonly etag: string | null;
}

/**
 * The bytes of a document.
 *
 * @param text - What `readDocumentName` reads.
 * @param discoveryUrl - Whom `name:version` is asked of.
 * @throws CannotRun where there is nothing to read.
 */
export async function documentBytes(
  text: string,
  discoveryUrl: string = standardDiscoveryUrl,
): Promise<DocumentBytes> {
  const place = await readDocumentName(text);
  switch (place.kind) {
    case "path":
      return { name: place.path, bytes: await readBytes(place.path, fileRemedy(place.path)) };
    case "stdin":
      return { name: "standard input", bytes: await readBytes("-") };
    case "url":
      return remoteBytes(
        place.url,
        "check the address and the network, or save the document and name its file",
      );
    case "api":
      return remoteBytes(apiUrl(place, discoveryUrl), apiRemedy(discoveryUrl));
    case "package": {
      const bytes = packageBytes(place.folder);
      const remedy = "name the folder of a client's package, or a document in it";
      return { name: text, bytes: await orCannotRead(text, bytes, remedy) };
    }
    case "git": {
      const { gitBytes } = await import("./git-bytes.js");
      const bytes = gitBytes(place.revision, place.path);
      return {
        name: text,
        bytes: await orCannotRead(text, bytes, "check the revision and the path"),
      };
    }
  }
}

/** Where the discovery service has the document of an API. */
export function apiUrl(
  { name, version }: Extract<DocumentPlace, { readonly kind: "api" }>,
  discoveryUrl: string,
): string {
  return `${discoveryUrl.replace(/\/+$/, "")}/apis/${name}/${version}/rest`;
}

/**
 * The document that the discovery service has of an API now, or `null` if it is still the one that had an
 * entity tag.
 *
 * @throws CannotRun where there is nothing to read.
 */
export async function servedBytes(
  { name, version }: { readonly name: string; readonly version: string },
  etag: string | null,
  discoveryUrl: string = standardDiscoveryUrl,
): Promise<ServedBytes | null> {
  const url = apiUrl({ kind: "api", name, version }, discoveryUrl);
  const { fetchBytes } = await import("./fetch-bytes.js");
  const got = await orCannotRead(url, fetchBytes(url, etag), apiRemedy(discoveryUrl));
  return got.bytes === null ? null : { name: url, bytes: got.bytes, etag: got.etag };
}

async function remoteBytes(url: string, remedy: string): Promise<DocumentBytes> {
  const { fetchBytes } = await import("./fetch-bytes.js");
  const { bytes } = await orCannotRead(url, fetchBytes(url), remedy);
  if (bytes === null) throw cannotRun(url, "cannot-read", "nothing new came without being asked");
  return { name: url, bytes };
}

function orCannotRead<T>(name: string, reading: Promise<T>, remedy: string): Promise<T> {
  return reading.catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw cannotRun(name, "cannot-read", why, remedy);
  });
}

/** What to do where no document is at a path; one word is more likely an API. */
function fileRemedy(path: string): string | undefined {
  const isWord = /^[a-z][A-Za-z\d]*$/.test(path);
  return isWord
    ? `check its name; an API is named with its version, such as ${path}:v1`
    : undefined;
}

function apiRemedy(discoveryUrl: string): string {
  if (!URL.canParse(discoveryUrl)) return "give --discovery-url a whole address";
  const list = `${discoveryUrl.replace(/\/+$/, "")}/apis`;
  return `check the name and the version (${list} lists all APIs) and the network, or name a file`;
}
