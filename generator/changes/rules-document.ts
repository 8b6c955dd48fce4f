/** Changes of a document as a whole: what it is, its revision, its writing, its names and its links. */
import { edit, type Rule } from "./rule.js";

export const documentRules = {
  "api-identity-changed": {
    grade: "E E E → major",
    reason: "Another API or version is a new package, not a new revision of this one.",
    example: [edit("/version", "v1", "v2")],
  },
  "document-format-changed": {
    grade: "E E E → major",
    reason: "Nothing is known of another format, so nothing can be said of what it changes.",
    example: [edit("/discoveryVersion", "v1", "v2")],
  },
  "revision-changed": {
    grade: "N N N → none",
    reason: "Half of all revisions change nothing else.",
    example: [edit("/revision", "20240101", "20240201")],
  },
  "revision-went-backwards": {
    grade: "N N W → none",
    reason:
      "Google serves from several replicas, and one that lags behind answers with an older document.",
    example: [edit("/revision", "20240101", "20230101")],
  },
  "revision-reused": {
    grade: "N N I → none",
    reason: "A revision alone does not say which content a document has; only its hash does.",
    example: [edit("/title", "Library API", "Books API")],
  },
  "revision-not-a-date": {
    grade: "N N I → none",
    reason: "Without two dates nobody knows which of the two documents is the newer one.",
    example: [edit("/revision", "0", "20240101")],
  },
  "etag-changed": {
    grade: "N N N → none",
    reason: "The tag is that of an answer of the discovery service; it says nothing of the API.",
    example: [edit("/etag", '"a"', '"b"')],
  },
  "representation-changed": {
    grade: "N N N → none",
    reason:
      "Only the order of keys or of sets, empty containers or the spelling of numbers differ.",
    example: [edit("/resources/books/methods/get/parameterOrder", undefined, [])],
  },
  "unknown-key-changed": {
    grade: "N N W → patch",
    reason: "No rule knows what the key means, and a difference is never dropped silently.",
    example: [edit("/exponentialBackoffDefault", true, false)],
  },
  "dangling-ref": {
    grade: "N E N → major",
    reason: "The type is unknown until the schema is back; such documents are served now and then.",
    example: [edit("/schemas/Book/properties/author", { $ref: "Person" }, { $ref: "Gone" })],
  },
  "client-name-changed": {
    grade: "N E N → major",
    reason:
      "Every program names the class; canonicalName decides its name where nothing is published yet.",
    example: [edit("/canonicalName", "Library", "Books")],
  },
  "canonical-name-changed": {
    grade: "N N N → patch",
    reason: "Published names stay, or the new name spells the same class.",
    example: [edit("/canonicalName", undefined, "Library")],
  },
  "title-changed": {
    grade: "N N N → patch",
    reason: "The title stands in comments only.",
    example: [edit("/title", "Library API", "Books API")],
  },
  "documentation-link-changed": {
    grade: "N N N → patch",
    reason: "The link stands in comments only.",
    example: [edit("/documentationLink", "https://a.example.com/", "https://b.example.com/")],
  },
  "icons-changed": {
    grade: "N N N → none",
    reason: "Icons are not generated.",
    example: [edit("/icons/x16", "https://example.com/1.png", "https://example.com/2.png")],
  },
  "owner-changed": {
    grade: "N N N → none",
    reason: "The owner is not generated.",
    example: [edit("/ownerName", "Google", "Alphabet")],
  },
  "labels-changed": {
    grade: "N I N → patch",
    reason:
      "Labels such as limited_availability and deprecated tell how far the launch of an API is.",
    example: [edit("/labels", ["labs"], ["deprecated"])],
  },
  "package-path-changed": {
    grade: "N N N → none",
    reason: "The path is one of Google's own Java packages.",
    example: [edit("/packagePath", "admin", "cloud")],
  },
  "version-module-changed": {
    grade: "N N N → none",
    reason: "The flag is one of Google's own generators.",
    example: [edit("/version_module", undefined, true)],
  },
  "generated-name-changed": {
    grade: "N E N → major",
    reason: "Names are API: an element that did not change has another name in TypeScript.",
    example: [
      edit("/schemas/Sent-Book", undefined, {
        type: "object",
        properties: { size: { type: "string" } },
      }),
    ],
  },
} satisfies Record<string, Rule>;

/** Changes of where and how an API is reached, and of who may. */
export const transportRules = {
  "host-changed": {
    grade: "W N W → minor",
    reason:
      "The upgrade alone repairs it, so no program must be edited; allow-lists and recorded answers by host break.",
    example: [edit("/rootUrl", "https://library.example.com/", "https://books.example.com/")],
  },
  "base-path-refactored": {
    grade: "N N N → patch",
    reason:
      "The parts of the address were written otherwise; a method whose URL differs is told of itself.",
    example: [edit("/basePath", "", "/v1/")],
  },
  "batch-path-changed": {
    grade: "W N W → patch",
    reason: "Batches of installed programs still go to the old path; the upgrade repairs it.",
    example: [edit("/batchPath", "batch", "batch/library/v1")],
  },
  "mtls-root-url-added": {
    grade: "N N N → minor",
    under: { ignoresMtls: "N N N → none" },
    reason: "One more address; a client that never uses it does not change.",
    example: [edit("/mtlsRootUrl", undefined, "https://library.mtls.example.com/")],
  },
  "mtls-root-url-removed": {
    grade: "W N W → minor",
    under: { ignoresMtls: "N N N → none" },
    reason:
      "Callers with client certificates lose their address; a client that never uses it does not change.",
    example: [edit("/mtlsRootUrl", "https://library.mtls.example.com/", undefined)],
  },
  "mtls-root-url-changed": {
    grade: "W N W → patch",
    under: { ignoresMtls: "N N N → none" },
    reason: "The upgrade alone repairs it; a client that never uses the address does not change.",
    example: [edit("/mtlsRootUrl", "https://a.mtls.example.com/", "https://b.mtls.example.com/")],
  },
  "reserved-expansion-encoding-changed": {
    grade: "W N W → minor",
    under: { ignoresReservedExpansion: "N N N → none" },
    reason:
      "Values of {+name} are encoded otherwise, unless the client encodes them always in the same way.",
    example: [edit("/fullyEncodeReservedExpansion", undefined, true)],
  },
  "data-wrapper-added": {
    grade: "E N E → minor",
    reason: "Installed programs find nothing where the answer was; the upgrade unwraps it.",
    example: [edit("/features", undefined, ["dataWrapper"])],
  },
  "data-wrapper-removed": {
    grade: "E N E → minor",
    reason: "Installed programs unwrap what is not wrapped; the upgrade does so no more.",
    example: [edit("/features", ["dataWrapper"], undefined)],
  },
  "feature-added": {
    grade: "N N N → patch",
    reason: "No other feature than dataWrapper changes what a client does.",
    example: [edit("/features", undefined, ["labels"])],
  },
  "feature-removed": {
    grade: "N N N → patch",
    reason: "No other feature than dataWrapper changes what a client does.",
    example: [edit("/features", ["labels"], undefined)],
  },
  "endpoint-added": {
    grade: "N N N → minor",
    reason: "One more region can be chosen.",
    example: [
      edit("/endpoints/1", undefined, { location: "us", endpointUrl: "https://us.example.com/" }),
    ],
  },
  "endpoint-removed": {
    grade: "W N W → minor",
    under: { typedEndpoints: "W E W → major" },
    untyped: "W N W → minor",
    reason:
      "Who chose the region has to choose another one; where locations are types, the compiler says so.",
    example: [
      edit("/endpoints", [{ location: "eu", endpointUrl: "https://eu.example.com/" }], undefined),
    ],
  },
  "endpoint-changed": {
    grade: "W N W → minor",
    reason: "The upgrade alone repairs it.",
    example: [
      edit("/endpoints/0/endpointUrl", "https://eu.a.example.com/", "https://eu.b.example.com/"),
    ],
  },
  "endpoint-deprecated": {
    grade: "N I N → minor",
    reason: "Deprecation is at least a minor change (semver.org, 7).",
    example: [edit("/endpoints/0/deprecated", undefined, true)],
  },
  "endpoint-undeprecated": {
    grade: "N N N → patch",
    reason: "Nobody has to do anything.",
    example: [edit("/endpoints/0/deprecated", true, undefined)],
  },
  "auth-added": {
    grade: "I I N → minor",
    reason: "The API did not begin to ask for OAuth, its document did; told once for all methods.",
    example: [
      edit("/auth", undefined, { oauth2: { scopes: { "https://example.com/auth/a": {} } } }),
    ],
  },
  "auth-removed": {
    grade: "N E N → major",
    reason: "The constants of all scopes go.",
    example: [
      edit("/auth", { oauth2: { scopes: { "https://example.com/auth/a": {} } } }, undefined),
    ],
  },
  "oauth-scope-added": {
    grade: "N I N → minor",
    reason: "One more scope can be asked for.",
    example: [edit("/auth/oauth2/scopes/new", undefined, { description: "New." })],
  },
  "oauth-scope-removed": {
    grade: "W E W → major",
    reason: "The constant of the scope goes, and consent screens keep asking for it.",
    example: [edit("/auth/oauth2/scopes/old", { description: "Old." }, undefined)],
  },
} satisfies Record<string, Rule>;
