/** `discogen.config.json`: which documents become which clients. */
import type { Override } from "../document/overrides.js";

/** A configuration as its file holds it, verified. */
export interface ConfigFile {
  readonly $schema?: string;
  /** The folder that the clients are written to; default `generated`. */
  readonly out?: string;
  /** How changes between revisions are judged. */
  readonly changes?: ChangesConfig;
  readonly clients: readonly ClientConfig[];
}

/** How `diff` and `update` judge changes. */
export interface ChangesConfig {
  /** Which changes end `diff` with exit code 1; default `never`. */
  readonly failOn?: "breaking" | "additive" | "any" | "never";
  /** Whose errors are breaking; default `all`. */
  readonly preset?: "all" | "types" | "wire";
  /** Other levels for rules, by `rule` or `rule@direction`. */
  readonly levels?: Readonly<Record<string, "error" | "warning" | "info" | "none">>;
}

/** A change that may be as it is. */
export interface ApprovalConfig {
  /** The twelve digits that name the change. */
  readonly id: string;
  readonly reason: string;
  /** Who said so. */
  readonly by?: string;
  /** The last day on which it holds, `2026-12-31`; without one for ever. */
  readonly until?: string;
}

/** One document and the client it becomes. */
export interface ClientConfig {
  /** The document's path, from the configuration's folder. */
  readonly document: string;
  /** The client's folder below `out`; default `<name>-<version>` of the API, in small letters. */
  readonly folder?: string;
  /** A package of its own, or plain sources for a folder of the user's project; default `package`. */
  readonly emit?: Emit;
  readonly package?: PackageConfig;
  /** Patterns of the methods that are generated; default all. */
  readonly only?: readonly string[];
  /** Corrections of the document. */
  readonly overrides?: readonly Override[];
  /** Whether `update` stores the document canonically, or byte for byte as it came (default). */
  readonly canonical?: boolean;
  /** Goes on with `unknown` where the document refers to a schema it does not have. */
  readonly lenient?: boolean;
  /** Changes that may be as they are. */
  readonly approved?: readonly ApprovalConfig[];
}

/** What is written for a client. */
export type Emit = "package" | "source";

/** What goes into the generated package.json. */
export interface PackageConfig {
  /** The npm name; without it the package is private. */
  readonly name?: string;
  /** The version of the first generation; later ones stand in the lock. Default `1.0.0`. */
  readonly version?: string;
  /** An SPDX identifier; default `Apache-2.0`. */
  readonly license?: string;
  /** The address of the repository. */
  readonly repository?: string;
  /** Whether the package has the document, as `./document.json`; default true. */
  readonly document?: boolean;
}
