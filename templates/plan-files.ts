/** Model → files: what is generated for an API, and where it stands. */
import type { Api } from "../generator/model/model.js";
import { withAbsoluteLinks } from "./absolute-links.js";
import { indexFile } from "./index-file.js";
import type { PackageFacts } from "./package-facts.js";
import { documentJsonFile, packageFile, tsconfigFile } from "./package-files.js";
import { fromGoogleapisFile } from "./from-googleapis.js";
import { llmsFile } from "./llms.js";
import type { PlannedFile, StartedFile } from "./planned-file.js";
import { referenceFile } from "./api-reference.js";
import { readmeFile } from "./readme.js";
import { resourceFile } from "./resources.js";
import { schemasFile } from "./schemas.js";
import { testingFile } from "./testing.js";

export type { PackageFacts } from "./package-facts.js";
export type { PlannedFile, StartedFile } from "./planned-file.js";

/**
 * Every file of the client of an API.
 *
 * @param emit - `source` for the sources alone, as they stand in a folder of their user's project.
 */
export function planFiles(
  told: Api,
  facts: PackageFacts,
  emit: "package" | "source" = "package",
): PlannedFile[] {
  const api = withAbsoluteLinks(told);
  const sources = [
    indexFile(api, facts),
    schemasFile(api),
    testingFile(api),
    ...api.resources.map((resource) => resourceFile(resource, api)),
  ];
  return emit === "source"
    ? sources.map((file) => ({ ...file, path: file.path.replace(/^src\//, "") }))
    : [
        packageFile(api, facts),
        tsconfigFile(),
        readmeFile(api, facts),
        referenceFile(api),
        fromGoogleapisFile(api, facts),
        llmsFile(api, facts),
        ...documentJsonFile(facts),
        ...sources,
      ];
}

/** What a new package is given once, and its user goes on with. */
export function startedFiles({ version, licenseText }: PackageFacts): StartedFile[] {
  return [
    { path: "CHANGELOG.md", text: `# Changelog\n\n## ${version}\n\nThe first version.\n` },
    ...(licenseText === null ? [] : [{ path: "LICENSE", text: licenseText }]),
  ];
}
