import type { Lock, LockedClient } from "../lock/lock.js";
import { idOf } from "../model/rest.js";
import type { ClientDocument } from "./client-documents.js";
import { clientKey, type Project } from "./project.js";

/**
 * What the lock remembers of each client, `null` of a new one. A client whose folder has another name now
 * keeps its version and its published names; its files are those of the new folder.
 */
export function rememberedClients(
  project: Project,
  documents: readonly ClientDocument[],
  lock: Lock,
): (LockedClient | null)[] {
  const wanted = new Set(documents.map(({ folder }) => clientKey(project, folder)));
  const left = [...lock.clients].flatMap(([key, client]) => (wanted.has(key) ? [] : [client]));
  return documents.map(({ document, folder }) => {
    const known = lock.clients.get(clientKey(project, folder));
    if (known !== undefined || !project.isWhole) return known ?? null;
    const [moved, ...others] = left.filter((client) => client.document.id === idOf(document));
    return moved === undefined || others.length > 0 ? null : { ...moved, files: new Map() };
  });
}
