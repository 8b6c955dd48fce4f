/** A client whose version is moved by hand: the lock and package.json say another one, and nothing else changes. */
import { join } from "node:path";
import { nextVersion } from "../changes/next-version.js";
import { compareVersions, isVersion } from "../changes/version-order.js";
import type { Lock } from "../lock/lock.js";
import { cannotRun, quoted } from "../problem.js";
import { differences, type Finding } from "./check-clients.js";
import { compareClients, type ComparedClient } from "./compare-clients.js";
import { carryOut, holdingOutput } from "./hold-output.js";
import { lockAfter, planClients, readDocuments } from "./plan-client.js";
import { loadLock } from "./project-lock.js";
import { nameOf, type Project } from "./project.js";
import { silentConsole, type Console } from "./report.js";
import { count } from "./summary.js";
import { isBump, type NamedClient } from "./version-request.js";
import { changesFor, refuseLosses } from "./write-clients.js";

/** A version that was moved. */
export interface VersionMove {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves the version of a client that is otherwise up to date.
 *
 * @param to - `major`, `minor`, `patch`, or the version itself.
 * @param isDry - Only tells which version it would be.
 * @throws CannotRun where the version does not rise, or something else of the client would change with it; nothing
 *   is written then.
 */
export async function moveVersion(
  project: Project,
  { client, to, isDry }: { readonly client: NamedClient; to: string; readonly isDry: boolean },
  console: Console,
): Promise<VersionMove> {
  const own = { ...project, isWhole: false, sources: [client.source] };
  const documents = readDocuments(own, console);
  const work = async (): Promise<VersionMove> => {
    // Read only now: another run may just have written it.
    const lock = await loadLock(own, console);
    const before = lock.clients.get(client.key);
    const path = nameOf(client.path);
    if (before === undefined) throw cannotRun(path, "not-generated", "is not in the lock");
    const version = versionAfter(before.version, to, path);
    const moved = withVersion(lock, client.key, version);
    const present = await planClients(own, documents, lock, console);
    const compared = await compareClients(own, present, lock);
    const clients = await planClients(own, documents, moved, silentConsole);
    // What was started belongs to the user, who may have deleted it.
    const renewed = (await compareClients(own, clients, moved)).map(withoutStarted);
    refuseLosses(renewed);
    refuseOthers(path, differences(own, { lock, clients: present, compared }), renewed);
    const changes = await changesFor(own, renewed, lockAfter(moved, clients, []));
    if (!isDry) await carryOut(own, changes);
    return { from: before.version, to: version };
  };
  return isDry ? work() : holdingOutput(own, work);
}

/** @throws CannotRun where it is none, or does not rise. */
function versionAfter(from: string, to: string, path: string): string {
  if (isBump(to)) return nextVersion(from, to);
  const next = nextVersion(from, "patch");
  if (!isVersion(to)) {
    throw cannotRun(path, "invalid-version", `${quoted(to)} is no version`, from, next);
  }
  if (compareVersions(to, from) > 0) return to;
  const what = to === from ? `the version is ${to} already` : `${to} is below the version ${from}`;
  throw cannotRun(path, "invalid-version", what, from, next);
}

function withVersion(lock: Lock, key: string, version: string): Lock {
  const clients = [...lock.clients].map(
    ([each, client]) => [each, each === key ? { ...client, version } : client] as const,
  );
  return { ...lock, clients: new Map(clients) };
}

function withoutStarted(client: ComparedClient): ComparedClient {
  return { ...client, started: [] };
}

/** A version is a change of its own; a package.json that says the new one already is no other. */
function refuseOthers(
  path: string,
  findings: readonly Finding[],
  renewed: readonly ComparedClient[],
): void {
  const current = new Set(
    renewed.flatMap(({ folder, files }) =>
      files.flatMap((file) => (file.state === "current" ? [nameOf(join(folder, file.path))] : [])),
    ),
  );
  const others = findings.filter((each) => !current.has(each.path));
  if (others.length === 0) return;
  const causes = [...new Set(others.flatMap((each) => each.causes))];
  const because = causes.length === 0 ? "" : ` (${causes.join("; ")})`;
  throw cannotRun(path, "not-current", `${count(others.length, "difference")}${because}`);
}
