/** What a generated package is told besides its API. */
export interface PackageFacts {
  /** The npm name, or `null`: then the package is private, so that nobody publishes into another's scope. */
  readonly name: string | null;
  /** `<name>-<version>` of the API: the folder, and the name of a private package. */
  readonly folder: string;
  readonly version: string;
  readonly license: string;
  /** The text of the license, or `null` if it is not at hand. */
  readonly licenseText: string | null;
  /** The address of the repository it lives in. */
  readonly repository: string | null;
  /** The document, canonical, as the client has it; `null` to leave it out of the package. */
  readonly document: string | null;
  /** The hash of the canonical document. */
  readonly sha256: string;
  /** The ranges of the packages it needs. */
  readonly runtimeRange: string;
  readonly typescriptRange: string;
}
