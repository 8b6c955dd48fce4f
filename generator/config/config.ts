/** `discogen.config.json`: which documents become which packages. */

/** A configuration as its file holds it, verified. */
export interface ConfigFile {
  readonly $schema?: string;
  /** The folder that the packages are written to; default `generated`. */
  readonly out?: string;
  readonly clients: readonly ClientConfig[];
}

/** One document and the package it becomes. */
export interface ClientConfig {
  /** The document's path, from the configuration's folder. */
  readonly document: string;
  /** The package's folder below `out`; default `<name>-<version>` of the API, in small letters. */
  readonly folder?: string;
  readonly package?: PackageConfig;
}

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
}
