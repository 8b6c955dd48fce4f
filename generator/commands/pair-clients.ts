/** Which clients of two configurations are the same. */

/** What a client is known by. */
export interface PlacedClient {
  /** Its folder, as the lock names it. */
  readonly key: string;
  /** `library:v1` */
  readonly api: string;
}

/** Two lists of clients, matched. */
export interface ClientPairs<T> {
  readonly pairs: readonly (readonly [old: T, young: T])[];
  /** Those that only the one of the two lists has. */
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/**
 * Matches clients by their folders. One that has moved to another folder is the same where no other client of
 * its API has come or gone: of several nobody knows.
 */
export function pairClients<T extends PlacedClient>(
  old: readonly T[],
  young: readonly T[],
): ClientPairs<T> {
  const keys = new Map(old.map((each) => [each.key, each]));
  const staying = young.flatMap((each): [T, T][] => {
    const same = keys.get(each.key);
    return same === undefined ? [] : [[same, each]];
  });
  const isStaying = new Set(staying.flat());
  const gone = old.filter((each) => !isStaying.has(each));
  const come = young.filter((each) => !isStaying.has(each));
  const moved = come.flatMap((each): [T, T][] => {
    const [from, ...others] = gone.filter(({ api }) => api === each.api);
    const fellows = come.filter(({ api }) => api === each.api);
    return from === undefined || others.length + fellows.length > 1 ? [] : [[from, each]];
  });
  const isMoved = new Set(moved.flat());
  return {
    pairs: [...staying, ...moved],
    removed: gone.filter((each) => !isMoved.has(each)),
    added: come.filter((each) => !isMoved.has(each)),
  };
}
