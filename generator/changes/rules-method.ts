/** Changes of resources and methods. */
import { edit, type Json, type Rule } from "./rule.js";

const get = "/resources/books/methods/get";
const insert = "/resources/books/methods/insert";
const pages: Json = {
  methods: { get: { id: "library.pages.get", httpMethod: "GET", path: "v1/pages" } },
};
const operation: Json = {
  type: "object",
  properties: {
    name: { type: "string" },
    done: { type: "boolean" },
    error: { type: "any" },
    response: { type: "any" },
  },
};
const ping: Json = { id: "library.books.ping", httpMethod: "GET", path: "v1/ping" };
const oldPing: Json = { ...ping, deprecated: true };

export const resourceRules = {
  "resource-added": {
    grade: "N I N → minor",
    reason: "One more member of the client, with its methods.",
    example: [edit("/resources/pages", undefined, pages)],
  },
  "resource-removed": {
    grade: "E E E → major",
    reason: "Every call below it fails, and no program that has one compiles.",
    example: [edit("/resources/pages", pages, undefined)],
  },
  "resource-deprecated": {
    grade: "N I N → minor",
    reason: "Deprecation is at least a minor change (semver.org, 7).",
    example: [edit("/resources/books/deprecated", undefined, true)],
  },
  "resource-undeprecated": {
    grade: "N I N → patch",
    reason: "Nobody has to do anything.",
    example: [edit("/resources/books/deprecated", true, undefined)],
  },
} satisfies Record<string, Rule>;

export const methodRules = {
  "method-added": {
    grade: "N I N → minor",
    reason: "One more call.",
    example: [edit("/resources/books/methods/ping", undefined, ping)],
  },
  "method-removed": {
    grade: "E E E → major",
    reason: "Every such call fails, and no program that has one compiles.",
    example: [edit("/resources/books/methods/ping", ping, undefined)],
  },
  "method-removed-after-deprecation": {
    grade: "E E E → major",
    reason: "Deprecation excuses the removal, not the bump: it is still a compile error.",
    example: [edit("/resources/books/methods/ping", oldPing, undefined)],
  },
  "method-renamed": {
    grade: "N E N → major",
    reason: "Verb and URL are the same, so installed programs go on; code names the method.",
    example: [
      edit("/resources/books/methods/ping", ping, undefined),
      edit("/resources/books/methods/pong", undefined, ping),
    ],
  },
  "method-id-changed": {
    grade: "N N N → patch",
    reason: "The place of a method names it, not its id.",
    example: [edit(`${get}/id`, "library.books.get", "library.book.get")],
  },
  "method-http-method-changed": {
    grade: "E N W → minor",
    reason: "Installed programs fail; the upgrade alone repairs them.",
    example: [edit(`${insert}/httpMethod`, "POST", "PUT")],
  },
  "method-path-changed": {
    grade: "E N W → minor",
    reason: "Installed programs fail; the upgrade alone repairs them.",
    example: [edit(`${get}/path`, "v1/books/{bookId}", "v1/volumes/{bookId}")],
  },
  "method-path-expansion-changed": {
    grade: "W N W → minor",
    reason: "A slash in the value is encoded in one form and kept in the other.",
    example: [edit(`${get}/path`, "v1/books/{bookId}", "v1/books/{+bookId}")],
  },
  "method-path-refactored": {
    grade: "N N N → patch",
    reason: "What leads to the method is written otherwise, and is the same URL.",
    example: [edit(`${get}/path`, "v1/books/{bookId}", "/v1/books/{bookId}")],
  },
  "method-flat-path-changed": {
    grade: "N N N → none",
    reason: "The flat path is documentation, and is not generated.",
    example: [edit(`${get}/flatPath`, "v1/books/{booksId}", "v1/books/{bookId}")],
  },
  "method-parameter-order-changed": {
    grade: "N N N → patch",
    reason: "A call takes its parameters by name, so their order is only that of the declaration.",
    example: [
      edit(
        "/resources/books/methods/list/parameterOrder",
        ["pageSize", "pageToken"],
        ["pageToken", "pageSize"],
      ),
    ],
  },
  "method-deprecated": {
    grade: "N I N → minor",
    reason:
      "Deprecation is at least a minor change (semver.org, 7); rules such as no-deprecated may fail.",
    example: [edit(`${get}/deprecated`, undefined, true)],
  },
  "method-undeprecated": {
    grade: "N I N → patch",
    reason: "Nobody has to do anything.",
    example: [edit(`${get}/deprecated`, true, undefined)],
  },
  "method-api-version-changed": {
    grade: "W N W → minor",
    reason: "The header asks for another behaviour of the server.",
    example: [edit(`${get}/apiVersion`, "2024-01-01", "2025-01-01")],
  },
  "method-etag-required-changed": {
    grade: "W N W → minor",
    reason: "Calls without If-Match may be refused from now on.",
    example: [edit(`${get}/etagRequired`, undefined, true)],
  },
  "method-subscription-changed": {
    grade: "N I N → minor",
    reason: "Whether changes can be watched is another thing the API can or cannot do.",
    example: [edit(`${get}/supportsSubscription`, undefined, true)],
  },
  "method-scope-added": {
    grade: "N I N → minor",
    reason: "Scopes are alternatives: one more is more permissive.",
    example: [edit(`${get}/scopes`, ["a"], ["a", "b"])],
  },
  "method-scope-removed": {
    grade: "E N E → major",
    reason: "A program that holds only this scope is refused, and no compiler says so.",
    example: [edit(`${get}/scopes`, ["a", "b"], ["a"])],
  },
  "method-auth-required": {
    grade: "E N E → major",
    reason: "Calls without credentials are refused from now on.",
    example: [edit(`${get}/scopes`, undefined, ["a"])],
  },
  "method-auth-no-longer-required": {
    grade: "N I N → minor",
    reason: "Credentials do no harm.",
    example: [edit(`${get}/scopes`, ["a"], undefined)],
  },
  "method-pagination-added": {
    grade: "W I W → minor",
    reason: "Programs that take the first page for all of it lose the rest (AIP-180).",
    example: [edit("/schemas/Person/properties/nextPageToken", undefined, { type: "string" })],
  },
  "method-pagination-removed": {
    grade: "N E W → major",
    reason: "The iterator over pages goes.",
    example: [edit("/schemas/BookList/properties/nextPageToken", { type: "string" }, undefined)],
  },
  "method-pagination-changed": {
    grade: "W E W → major",
    untyped: "W I W → minor",
    reason:
      "Other items are iterated, or another token leads on; a loop over the old items does not compile.",
    example: [
      edit("/schemas/BookList/properties/items", undefined, {
        type: "array",
        items: { $ref: "Person" },
      }),
    ],
  },
  "method-wait-added": {
    grade: "N I N → minor",
    reason: "The end of the operations that the method asks for can be waited for.",
    example: [
      edit(`${get}/response`, { $ref: "Person" }, { $ref: "Operation" }),
      edit("/schemas/Operation", operation, operation),
    ],
  },
  "method-wait-removed": {
    grade: "N E N → major",
    reason: "The member that waits for the end of an operation goes.",
    example: [
      edit(`${get}/response`, { $ref: "Operation" }, { $ref: "Person" }),
      edit("/schemas/Operation", operation, operation),
    ],
  },
  "method-streaming-changed": {
    grade: "E E E → major",
    reason: "A stream of answers is read otherwise than one answer.",
    example: [edit(`${get}/streamingType`, undefined, "SERVER_SIDE")],
  },
} satisfies Record<string, Rule>;
