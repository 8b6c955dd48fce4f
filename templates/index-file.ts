import type { Api, Resource } from "../generator/model/model.js";
import { clientStatements } from "./client.js";
import type { PackageFacts } from "./package-facts.js";
import type { PlannedSource } from "./planned-file.js";
import { withChildren } from "./resources.js";
import { sourceFile } from "./source-file.js";

/** What users take from the runtime, and so from every client; schemas of these names are under `schemas`. */
const runtimeValues = [
  "GoogleApiError",
  "accessToken",
  "anonymous",
  "answerBatch",
  "apiKey",
  "applicationDefault",
  "findOutcome",
  "proxyDispatcher",
  "refreshToken",
  "serviceAccount",
  "unrecognized",
];
const runtimeTypes = [
  "ApiPromise",
  "AuthProvider",
  "BatchResult",
  "BatchResults",
  "ClientOptions",
  "HttpRequest",
  "HttpResponse",
  "Interceptor",
  "MediaResponse",
  "MediaUpload",
  "PagePromise",
  "Patch",
  "RequestOptions",
  "RequestTrace",
  "ResponseInfo",
  "RetryOptions",
  "StreamPromise",
  "Transport",
  "Unrecognized",
  "WaitOptions",
];

/** `src/index.ts`: the client, and all else that users import. */
export function indexFile(api: Api, facts: PackageFacts): PlannedSource {
  return sourceFile(api, "src/index.ts", [
    ...clientStatements(api, facts),
    // A name that is exported in its own right wins over one that comes with a star.
    'export type * from "./schemas.js";',
    'export type * as schemas from "./schemas.js";',
    ...api.resources
      .map((resource) => ({ resource, names: paramsNames(withChildren(resource)) }))
      .filter(({ names }) => names.length > 0)
      .map(
        ({ resource, names }) =>
          `export type { ${names.join(", ")} } from "./resources/${resource.fileName}.js";`,
      ),
    `export { ${runtimeValues.join(", ")} } from "@discogen/runtime";`,
    `export type { ${runtimeTypes.join(", ")} } from "@discogen/runtime";`,
  ]);
}

function paramsNames(resources: readonly Resource[]): string[] {
  return resources.flatMap(({ methods }) => methods.map(({ paramsName }) => paramsName)).sort();
}
