import type { JudgedChange, Verdict } from "./judge.js";
import type { Witnessed } from "./witnessed.js";

/** One of the two documents. */
export interface ReportedDocument {
  /** The path, address or name of the document, as the user gave it. */
  readonly file: string;
  readonly revision: string;
  /** Of the canonical document: equal for revisions that change nothing. */
  readonly sha256: string;
}

/** A place in a text; both counted from 1. */
export interface ReportedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The versions of a client's package before and after, and whether that is enough for its changes. */
export interface Release {
  /** The package.json that has them. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The smallest version that would be enough. */
  readonly least: string;
  readonly isEnough: boolean;
}

/** A project that a report is for: it tells what concerns it. */
export interface UsedBy {
  /** The path of its `tsconfig.json`, as the user gave it. */
  readonly project: string;
  /** How many changes there are, with those that do not concern it. */
  readonly changes: number;
}

/** What a report tells. */
export interface Report {
  /** `"reseller:v1"`. */
  readonly api: string;
  readonly from: ReportedDocument;
  readonly to: ReportedDocument;
  readonly verdict: Verdict;
  /** Whose changes these are, if they are not all. */
  readonly usedBy?: UsedBy;
  /** What witnesses say of the verdict, if somebody has asked them. */
  readonly witness?: Witnessed;
  /** `null` where no package is at hand. */
  readonly release: Release | null;
  /** Where a change is; in the old document if the element is gone. `null` if the text holds nothing. */
  placeOf(change: JudgedChange): ReportedPlace | null;
  /**
   * Where a pull request shows a change: always in the new document, at what has lost the element if it is
   * gone. `null` where that is no file of a folder or of git.
   */
  annotatedPlaceOf(change: JudgedChange): ReportedPlace | null;
}

/** A client that came or went between two configurations: there is no report of it. */
export interface LoneClient {
  readonly folder: string;
  readonly isNew: boolean;
}

/** What a report shows. */
export interface ReportOptions {
  /** Lists changes without impact one by one, too. */
  readonly all: boolean;
  /** The changes that are told as failures, where a form has such. */
  readonly stopping: ReadonlySet<JudgedChange>;
  /** The version of discogen, where a form names it. */
  readonly generator: string;
  /** How many reports share what one place has room for. */
  readonly share: number;
}
