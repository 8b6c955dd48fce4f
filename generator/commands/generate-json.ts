import { relative } from "node:path";
import type { Lock } from "../lock/lock.js";
import type { ComparedClient } from "./compare-clients.js";
import { clientKey, type Project } from "./project.js";
import { changesOf } from "./client-changes.js";

/** The version of what `generate --json` prints. */
const schemaVersion = 1;

/** What `generate --json` prints: the clients, each with the files that were written, deleted or left. */
export function generateJson(
  project: Project,
  compared: readonly ComparedClient[],
  { clients }: Lock,
): string {
  const facts = compared.map((client) => {
    const { folder, files } = client;
    const key = clientKey(project, folder);
    const { document, version } = clients.get(key) ?? { document: null, version: null };
    const changes = changesOf(client);
    const paths = (isDeleted: boolean): string[] =>
      changes
        .filter(({ text }) => (text === null) === isDeleted)
        .map(({ path }) => relative(folder, path).replaceAll("\\", "/"));
    return {
      folder: key,
      document,
      version,
      written: paths(false),
      deleted: paths(true),
      current: files.filter(({ state }) => state === "current").map(({ path }) => path),
    };
  });
  return JSON.stringify({ schemaVersion, clients: facts }, null, 2);
}
