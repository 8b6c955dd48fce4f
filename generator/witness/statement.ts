/** Something that a user does with a client. */

/** What is done: a name is imported, a value read or written, a method called, a member left out. */
export type Use = "name" | "read" | "write" | "call" | "omit";

/** A place in both documents, as JSON pointers. */
export interface Place {
  /** In the old document; `null` for what only the new one has. */
  readonly before: string | null;
  readonly after: string;
}

/** One line of a consumer, and what of the documents it is about. */
export interface Statement {
  readonly text: string;
  readonly use: Use;
  readonly place: Place;
  /** What the statement uses besides. */
  readonly also: readonly Place[];
  /** True if all that is below its places may be a reason for it to fail: a whole call. */
  readonly isBroad: boolean;
}

/** What is said of a statement besides its text. */
export interface StatementFacts {
  readonly use: Use;
  /** Of the old document, except for members that are left out: those are told by the new one. */
  readonly at: string;
  /** In the new document, where it is not what the old place has become. */
  readonly after?: string | undefined;
  readonly also?: readonly string[];
  readonly isBroad?: boolean;
}

/** Adds a statement to a consumer. */
export type Add = (text: string, facts: StatementFacts) => void;
