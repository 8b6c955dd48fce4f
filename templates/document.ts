import type { Api } from "../generator/model/model.js";
import { stringLiteral } from "./literal.js";
import type { PackageFacts } from "./package-facts.js";
import type { PlannedSource } from "./planned-file.js";
import { sourceFile } from "./source-file.js";

/** `src/document.ts`: which document the client was generated from. */
export function documentFile(api: Api, { sha256 }: PackageFacts): PlannedSource {
  return sourceFile(api, "src/document.ts", [
    `/** The discovery document that the client was generated from. */
export const document: {
  /** The API's name and version. */
  readonly id: string;
  /** The document's date stamp. */
  readonly revision: string;
  /** The hash of all but \`revision\` and \`etag\`: equal for revisions that change nothing. */
  readonly sha256: string;
} = {
  id: ${stringLiteral(api.id)},
  revision: ${stringLiteral(api.revision)},
  sha256: ${stringLiteral(sha256)},
};`,
  ]);
}
