import type { AbortSignalLike } from "./structural.js";

interface Link {
  readonly listener: () => void;
  readonly callbacks: Set<() => void>;
}

// One listener for each signal, however many calls share it: Node warns of a leak from the eleventh on.
const links = new WeakMap<AbortSignalLike, Link>();

/** Calls back when the signal aborts; returns how to unlink. Nothing is left on the signal after the last one. */
export function onAbort(signal: AbortSignalLike, callback: () => void): () => void {
  let link = links.get(signal);
  if (link === undefined) {
    link = startLink(signal);
    links.set(signal, link);
  }
  const { callbacks, listener } = link;
  callbacks.add(callback);
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    signal.removeEventListener("abort", listener);
    links.delete(signal);
  };
}

function startLink(signal: AbortSignalLike): Link {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    links.delete(signal);
    const all = [...callbacks];
    callbacks.clear();
    for (const callback of all) callback();
  };
  signal.addEventListener("abort", listener, { once: true });
  return { listener, callbacks };
}
