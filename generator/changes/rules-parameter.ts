/** Changes of parameters: those of one method, and the standard ones of all methods. */
import { edit, type Edit, type Json, type Rule } from "./rule.js";

const list = "/resources/books/methods/list/parameters";
const text = { type: "string", location: "query" };
const kind = { ...text, enum: ["novel", "poem"] };

/** A query parameter `q` that is written otherwise. */
function query(before: Json | undefined, after: Json | undefined): Edit[] {
  return [edit(`${list}/q`, before, after)];
}

/** The same with members besides its type and location. */
function facets(before: object, after: object): Edit[] {
  return query({ ...text, ...before }, { ...text, ...after });
}

const excess = "The object of parameters does not compile with a member it does not know.";

export const parameterRules = {
  "global-parameter-added": {
    grade: "N I N → minor",
    reason: "One more parameter that every method takes.",
    example: [edit("/parameters/fields", undefined, text)],
  },
  "global-parameter-removed": {
    grade: "W E W → major",
    reason: `${excess} Most standard parameters are the runtime's, and nobody gives them by name.`,
    example: [edit("/parameters/fields", text, undefined)],
  },
  "parameter-added": {
    grade: "N I N → minor",
    reason: "One more thing that can be said.",
    example: query(undefined, text),
  },
  "parameter-added-required": {
    grade: "E E E → major",
    reason: "Calls without it are refused, and do not compile.",
    example: query(undefined, { ...text, required: true }),
  },
  "parameter-removed": {
    grade: "E E E → major",
    untyped: "E N E → major",
    reason: `Google answers unknown query parameters with 400. ${excess}`,
    example: query(text, undefined),
  },
  "parameter-renamed": {
    grade: "N E N → major",
    reason: "A path has the value at the same place; code names the parameter.",
    example: [
      edit("/resources/books/methods/get/path", "v1/books/{bookId}", "v1/books/{book}"),
      edit(
        "/resources/books/methods/get/parameters",
        { bookId: { type: "string", location: "path", required: true } },
        { book: { type: "string", location: "path", required: true } },
      ),
    ],
  },
  "query-parameter-renamed": {
    grade: "E E E → major",
    reason: "The name is sent, and code names the parameter.",
    example: [
      edit(`${list}/max-results`, text, undefined),
      edit(`${list}/maxResults`, undefined, text),
    ],
  },
  "parameter-became-required": {
    grade: "E E E → major",
    reason: "Calls without it are refused, and do not compile.",
    example: facets({}, { required: true }),
  },
  "parameter-became-optional": {
    grade: "N I N → minor",
    reason: "It can still be given.",
    example: facets({ required: true }, {}),
  },
  "parameter-location-changed": {
    grade: "E N W → minor",
    reason: "Installed programs fail; the upgrade alone repairs them.",
    example: [
      edit("/resources/books/methods/get/path", "v1/books/{bookId}", "v1/books"),
      edit("/resources/books/methods/get/parameters/bookId/location", "path", "query"),
    ],
  },
  "parameter-type-changed": {
    grade: "E E E → major",
    untyped: "E N E → major",
    reason: "What programs give is another thing.",
    example: facets({}, { type: "integer" }),
  },
  "parameter-format-changed": {
    grade: "N N N → patch",
    reason: "The same text means the same.",
    example: facets({}, { format: "google-datetime" }),
  },
  "parameter-format-incompatible": {
    grade: "W N W → minor",
    reason: "The same text means something else, and no type shows it.",
    example: facets({}, { format: "byte" }),
  },
  "parameter-no-longer-long": {
    grade: "N E N → major",
    reason: "A 64-bit integer is also taken as a bigint, another text is not.",
    example: facets({ format: "int64" }, {}),
  },
  "parameter-became-repeated": {
    grade: "N E N → major",
    reason: "One value is still understood on the wire; the type is that of a list.",
    example: facets({}, { repeated: true }),
  },
  "parameter-became-single": {
    grade: "E E E → major",
    reason: "A list of values is refused, and does not compile.",
    example: facets({ repeated: true }, {}),
  },
  "parameter-became-enum": {
    grade: "W I W → minor",
    under: { checkedEnums: "W E W → major" },
    reason:
      "Other values were taken before; where enums are checked, a plain string does not compile.",
    example: query(text, kind),
  },
  "parameter-no-longer-enum": {
    grade: "N I N → minor",
    reason: "Every value that was taken still is.",
    example: query(kind, text),
  },
  "parameter-enum-value-added": {
    grade: "N I N → minor",
    reason: "One more thing that can be said.",
    example: query(kind, { ...text, enum: ["novel", "poem", "play"] }),
  },
  "parameter-enum-value-removed": {
    grade: "E N E → major",
    under: { checkedEnums: "E E E → major" },
    reason:
      "Calls with it are refused; where enums are open the compiler is silent, and the caller must edit all the same.",
    example: query(kind, { ...text, enum: ["novel"] }),
  },
  "parameter-enum-value-respelled": {
    grade: "E N E → major",
    under: { checkedEnums: "E E E → major" },
    reason:
      "Calls with the old spelling may be refused. It may be no more than a repair of the document, which the document cannot tell.",
    example: query(kind, { ...text, enum: ["NOVEL", "poem"] }),
  },
  "parameter-enum-value-deprecated": {
    grade: "N I N → minor",
    reason: "Deprecation is at least a minor change (semver.org, 7).",
    example: query(kind, { ...kind, enumDeprecated: [false, true] }),
  },
  "parameter-enum-value-undeprecated": {
    grade: "N I N → patch",
    reason: "Nobody has to do anything.",
    example: query({ ...kind, enumDeprecated: [false, true] }, kind),
  },
  "parameter-default-added": {
    grade: "N N N → patch",
    reason: "A default that appears is documentation of what was so before.",
    example: facets({}, { default: "a" }),
  },
  "parameter-default-removed": {
    grade: "W N W → minor",
    reason: "Nobody knows any more what is meant by a call without it.",
    example: facets({ default: "a" }, {}),
  },
  "parameter-default-changed": {
    grade: "E N E → major",
    reason: "Calls without it mean something else (AIP-180), and no compiler says so.",
    example: facets({ default: "a" }, { default: "b" }),
  },
  "parameter-minimum-added": {
    grade: "W N W → minor",
    reason: "Values below it may be refused from now on, or were before.",
    example: facets({}, { minimum: "1" }),
  },
  "parameter-minimum-removed": {
    grade: "N N N → patch",
    reason: "More is taken.",
    example: facets({ minimum: "1" }, {}),
  },
  "parameter-minimum-increased": {
    grade: "E N E → major",
    reason: "Values that were taken are refused, and no compiler says so.",
    example: facets({ minimum: "1" }, { minimum: "2" }),
  },
  "parameter-minimum-decreased": {
    grade: "N N N → patch",
    reason: "More is taken.",
    example: facets({ minimum: "2" }, { minimum: "1" }),
  },
  "parameter-maximum-added": {
    grade: "W N W → minor",
    reason: "Values above it may be refused from now on, or were before.",
    example: facets({}, { maximum: "9" }),
  },
  "parameter-maximum-removed": {
    grade: "N N N → patch",
    reason: "More is taken.",
    example: facets({ maximum: "9" }, {}),
  },
  "parameter-maximum-increased": {
    grade: "N N N → patch",
    reason: "More is taken.",
    example: facets({ maximum: "8" }, { maximum: "9" }),
  },
  "parameter-maximum-decreased": {
    grade: "E N E → major",
    reason: "Values that were taken are refused, and no compiler says so.",
    example: facets({ maximum: "9" }, { maximum: "8" }),
  },
  "parameter-pattern-added": {
    grade: "W N W → minor",
    reason: "Other values may be refused from now on, or were before.",
    example: facets({}, { pattern: "^a$" }),
  },
  "parameter-pattern-removed": {
    grade: "N N N → patch",
    reason: "More is taken.",
    example: facets({ pattern: "^a$" }, {}),
  },
  "parameter-pattern-widened": {
    grade: "N N N → patch",
    reason: "Every value that was taken still is.",
    example: facets({ pattern: "^books/all$" }, { pattern: "^books/[^/]+$" }),
  },
  "parameter-pattern-narrowed": {
    grade: "W N W → minor",
    reason: "Some values that were taken may be refused.",
    example: facets({ pattern: "^books/[^/]+$" }, { pattern: "^books/all$" }),
  },
  "parameter-pattern-disjoint": {
    grade: "E N E → major",
    reason: "No value that was taken still is: resources have other names (AIP-180).",
    example: facets({ pattern: "^books/[^/]+$" }, { pattern: "^volumes/[^/]+$" }),
  },
  "parameter-pattern-changed": {
    grade: "W N W → minor",
    reason: "What the two patterns have in common cannot be told.",
    example: facets({ pattern: "^[a-z]+$" }, { pattern: "^[a-y]+$" }),
  },
  "parameter-deprecated": {
    grade: "N I N → minor",
    reason: "Deprecation is at least a minor change (semver.org, 7).",
    example: facets({}, { deprecated: true }),
  },
  "parameter-undeprecated": {
    grade: "N I N → patch",
    reason: "Nobody has to do anything.",
    example: facets({ deprecated: true }, {}),
  },
} satisfies Record<string, Rule>;
