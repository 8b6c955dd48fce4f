/** Writes lines. */
export interface Log {
  readonly enabled: boolean;
  (line: string): void;
}

let log: Log | null | undefined;

/**
 * Where `NODE_DEBUG=discogen` is set, writes a line to stderr; otherwise `null`. A line names the method (of
 * {@link ApiClient.request}: verb and path), host, status and outcome; it holds no credential, no
 * header, no parameter and no body.
 */
export function debugLog(): Log | null {
  if (log === undefined) {
    // Not imported: a bundle for browsers would need it.
    const opened = globalThis.process?.getBuiltinModule?.("node:util")?.debuglog("discogen");
    log = opened?.enabled === true ? opened : null;
  }
  return log;
}
