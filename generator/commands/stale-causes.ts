import type { Lock, LockedClient } from "../lock/lock.js";
import { generatorVersion } from "../version.js";
import type { PlannedClient } from "./plan-client.js";

/** Why a client is generated otherwise than it was; none of one that was never generated. */
export function staleCauses(
  { before, after }: Pick<PlannedClient, "before" | "after">,
  { generator }: Lock,
): string[] {
  if (before === null) return [];
  const options = changedOptions(before, after);
  const causes = [
    ...documentCauses(before, after),
    ...(options.length === 0 ? [] : [`the configuration changed (${options.join(", ")})`]),
    ...(generator === generatorVersion
      ? []
      : [`discogen changed (${generator} → ${generatorVersion})`]),
  ];
  // The lock knows all else that goes in.
  return causes.length > 0 ? causes : ["discogen or the lock changed"];
}

/** What is true of all files of a client that the configuration no longer has. */
export const retiredCauses: readonly string[] = ["the configuration has no such client any more"];

function documentCauses({ document: old }: LockedClient, { document }: LockedClient): string[] {
  if (old.sha256 === document.sha256) return [];
  const revisions =
    old.revision === document.revision ? "" : ` (${old.revision} → ${document.revision})`;
  return [`the document changed${revisions}`];
}

function changedOptions(before: LockedClient, after: LockedClient): string[] {
  const [old, young] = [before.options, after.options];
  // Of what nobody has noted nothing is known.
  if (old === null || young === null) return [];
  const keys = [...new Set([...old.keys(), ...young.keys()])].sort();
  const changed = keys.filter((key) => old.get(key) !== young.get(key));
  // A client that has moved to another folder has no files there.
  return before.files.size === 0 ? ["folder", ...changed] : changed;
}
