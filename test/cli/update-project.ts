/** A project with one client, and the discovery service that it is updated from. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { httpServer, type Arrived } from "../runtime/servers.js";
import { config, folderTest, plant, readLockFile } from "./folders.js";
import { library } from "./library.js";
import { fineLines, runCli, type Run } from "./run-cli.js";

/** A discovery service: what it has of each API, by path. */
export interface Service {
  readonly words: readonly string[];
  readonly arrived: readonly Arrived[];
  /** A text, or a status. */
  readonly documents: Map<string, string | number>;
  /** Entity tags by path; without one a document has the tag that stands in it. */
  readonly tags: Map<string, string>;
}

/** A test with a folder and a service of its own. */
export const { concurrent: test } = folderTest.extend<{ service: Service }>({
  service: async ({ task: _task }, use) => {
    const documents = new Map<string, string | number>();
    const tags = new Map<string, string>();
    const server = await httpServer(({ url, headers }, response) => {
      const found = documents.get(url) ?? 404;
      if (typeof found === "number") return void response.writeHead(found).end();
      const { etag: own = "" } = JSON.parse(found) as { etag?: string };
      const etag = tags.get(url) ?? own;
      const isKnown = etag !== "" && headers["if-none-match"] === etag;
      response.writeHead(isKnown ? 304 : 200, { etag }).end(isKnown ? undefined : found);
    });
    const words = ["--discovery-url", server.url];
    await use({ words, documents, tags, arrived: server.arrived });
    await server.close();
  },
});

/** Where the service has the documents of the library. */
export const path = "/apis/library/v1/rest";
/** The revision that a project begins with. */
export const first = library();
/** A revision with one more property. */
export const second = edition(
  "20240201",
  (book) => (book["pages"] = { type: "integer", format: "int32" }),
);
/** A revision without a property. */
export const third = edition("20240301", (book) => delete book["title"]);

function edition(revision: string, edit: (properties: Record<string, unknown>) => unknown): string {
  return library((document) => {
    document["revision"] = revision;
    document["etag"] = `"${revision}"`;
    const { properties } = document.schemas["Book"] as { properties: Record<string, unknown> };
    edit(properties);
  });
}

/** The client of a project. */
export const client = { document: "discovery/library.json" };
export const packageFolder = "generated/library-v1";

/** A project with the first revision, generated. */
export async function project(folder: string, members: object = {}): Promise<void> {
  await plant(folder, { "discovery/library.json": first, ...config([{ ...client, ...members }]) });
  fineLines(await runCli(["generate"], { cwd: folder }));
}

/** Runs an update from the service; what witnesses say of it is a test of its own, for they take their time. */
export async function update(
  folder: string,
  { words }: Service,
  ...others: string[]
): Promise<Run> {
  return runCli(["update", "--no-verify", ...words, ...others], { cwd: folder });
}

/** The version that the lock says, and that of the package. */
export async function versions(folder: string): Promise<(string | undefined)[]> {
  const lock = await readLockFile(join(folder, "discogen.lock.json"));
  const text = await readFile(join(folder, packageFolder, "package.json"), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  return [lock.clients[packageFolder]?.version, version];
}

export function changelog(folder: string): Promise<string> {
  return readFile(join(folder, packageFolder, "CHANGELOG.md"), "utf8");
}
