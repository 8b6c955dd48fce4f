import type { Api, Method } from "../generator/model/model.js";
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

/** `src/index.ts`: all that users import. */
export function indexFile(api: Api): PlannedSource {
  const files = api.resources.map((resource) => ({
    from: `./resources/${resource.fileName}.js`,
    names: paramsNames(withChildren(resource).flatMap(({ methods }) => methods)),
  }));
  return sourceFile(api, "src/index.ts", [
    `export { ${api.className} } from "./client.js";`,
    // A name that is exported in its own right wins over one that comes with a star.
    'export type * from "./schemas.js";',
    'export type * as schemas from "./schemas.js";',
    ...[{ from: "./client.js", names: paramsNames(api.methods) }, ...files]
      .filter(({ names }) => names.length > 0)
      .map(({ from, names }) => `export type { ${names.join(", ")} } from "${from}";`),
    `export { ${runtimeValues.join(", ")} } from "@discogen/runtime";`,
    `export type { ${runtimeTypes.join(", ")} } from "@discogen/runtime";`,
  ]);
}

function paramsNames(methods: readonly Method[]): string[] {
  return methods.map(({ paramsName }) => paramsName).sort();
}
