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
      return { name: place.path, bytes: await readBytes(place.path) };
    case "stdin":
      return { name: "standard input", bytes: await readBytes("-") };
    case "url":
      return remoteBytes(place.url);
    case "api":
      return remoteBytes(apiUrl(place, discoveryUrl));
    case "package":
      return { name: text, bytes: await orCannotRead(text, packageBytes(place.folder)) };
    case "git": {
      const { gitBytes } = await import("./git-bytes.js");
      const bytes = gitBytes(place.revision, place.path);
      return { name: text, bytes: await orCannotRead(text, bytes) };
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
): Promise<DocumentBytes | null> {
  const url = apiUrl({ kind: "api", name, version }, discoveryUrl);
  const { fetchBytes } = await import("./fetch-bytes.js");
  const { bytes } = await orCannotRead(url, fetchBytes(url, etag));
  return bytes === null ? null : { name: url, bytes };
}

async function remoteBytes(url: string): Promise<DocumentBytes> {
  const { fetchBytes } = await import("./fetch-bytes.js");
  const { bytes } = await orCannotRead(url, fetchBytes(url));
  if (bytes === null) throw cannotRun(url, "cannot-read", "nothing new came without being asked");
  return { name: url, bytes };
}

function orCannotRead<T>(name: string, reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    throw cannotRun(name, "cannot-read", error instanceof Error ? error.message : String(error));
  });
}
