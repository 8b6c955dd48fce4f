/** What differs between two revisions. What it means is not said here, and how it is told neither. */
import type { Direction } from "./rule.js";
import type { RuleId } from "./rules.js";

/** One difference between two models. */
export interface Change {
  /** Which kind of difference it is. */
  readonly rule: RuleId;
  /** JSON pointer into the new document, or into the old one if the element is gone. */
  readonly at: string;
  /** The same for the element: {@link at} may be a leaf of it, such as `required`. */
  readonly node: string;
  /** True if {@link at} points into the old document. */
  readonly isGone: boolean;
  /** JSON pointer into the new document: the place itself, or what has lost it. */
  readonly near: string;
  /** What it is about, in the names of generated code: `Customer.customerType`, `subscriptions.delete`. */
  readonly subject: string;
  /**
   * Of schemas and what is in them: who sends and who reads it, in the old document (in the new one if it was
   * added). `null` for everything else.
   */
  readonly direction: Direction | null;
  /** Ids of methods that are concerned: the method itself, or those that send or read the schema; sorted. */
  readonly methods: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  /** False where all that programs have written compiles as before, whatever the generator's choices are. */
  readonly isTyped: boolean;
}
