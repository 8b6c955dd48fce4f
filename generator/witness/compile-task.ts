import type { ClientSources } from "./client-sources.js";

/** A consumer with the clients that it imports. */
export interface CompileTask {
  readonly consumer: string;
  readonly before: ClientSources;
  readonly after: ClientSources;
}

/** What a compiler says of a line. */
export interface LineError {
  /** Counted from 0. */
  readonly line: number;
  readonly message: string;
}

/** True if a consumer has something of the old client. */
export function usesOld({ consumer }: CompileTask): boolean {
  return consumer.includes('"../old/index.js"');
}
