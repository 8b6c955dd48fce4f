/** What people and programs are told of the versions of clients. */
import { join } from "node:path";
import type { Lock } from "../lock/lock.js";
import { textOf } from "../output/compare-files.js";
import type { VersionMove } from "./move-version.js";
import { nameOf } from "./project.js";
import { isBump, type NamedClient } from "./version-request.js";

/** The version of the form; `version.schema.json` describes it. */
const schemaVersion = 1;

/** A line for each client: its folder, version, API and package. */
export function versionLines(clients: readonly NamedClient[], lock: Lock): string[] {
  const rows = clients.map(({ key, api, source }) => {
    const locked = lock.clients.get(key);
    const document = locked === undefined ? api : `${api} ${locked.document.revision}`.trimEnd();
    const version = locked?.version ?? "not generated";
    return [key, version, document, source.config.package?.name ?? ""];
  });
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** What was done, with the clients that it is about, as one JSON text. */
export function versionJson(
  clients: readonly NamedClient[],
  lock: Lock,
  { move, isDry }: { readonly move: VersionMove | null; readonly isDry: boolean },
): string {
  const facts = clients.map(({ key, api, source }) => {
    const locked = lock.clients.get(key);
    return {
      folder: key,
      package: source.config.package?.name ?? null,
      api,
      revision: locked?.document.revision ?? null,
      version: move?.to ?? locked?.version ?? null,
      before: move?.from ?? null,
    };
  });
  return JSON.stringify({ schemaVersion, dryRun: isDry, clients: facts }, null, 2);
}

/**
 * What somebody who has moved a version should know.
 *
 * @param word - How the move was asked for.
 */
export async function versionNotes(
  client: NamedClient,
  { from, to }: VersionMove,
  word: string,
): Promise<string[]> {
  const path = nameOf(join(client.path, "CHANGELOG.md"));
  const changelog = await textOf(path);
  const headings = (changelog ?? "").split(/\r?\n/);
  const isTold = headings.some((line) => `${line} `.startsWith(`## ${to} `));
  const isSmaller = isBump(word) && word !== "patch" && from.startsWith("0.");
  return [
    ...(isSmaller
      ? [
          "below 1.0.0 major moves the minor number, minor the patch number; 1.0.0 itself can be named",
        ]
      : []),
    ...(changelog === null || isTold ? [] : [`${path}: is yours, and has no entry for ${to} yet`]),
  ];
}
