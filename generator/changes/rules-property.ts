/** Changes of properties, and of the items of lists and the values of maps. */
import { edit, reached, received, sent, type Edit, type Json, type Rule } from "./rule.js";

const at = "/schemas/Book/properties";
const kinds = { type: "string", enum: ["novel", "poem"] };

/** The property `title`, a string, with other members before and after. */
function facets(before: object, after: object): Edit[] {
  return [edit(`${at}/title`, { type: "string", ...before }, { type: "string", ...after })];
}

/** The property `kind`, an enum. */
function kind(before: Json, after: Json): Edit[] {
  return [edit(`${at}/kind`, before, after)];
}

const required = { annotations: { required: ["library.books.insert"] } };

export const propertyRules = {
  "property-added": {
    grade: "N I N → minor",
    reason: "One more thing that can be sent or read.",
    example: [edit(`${at}/subtitle`, undefined, { type: "string" })],
  },
  "property-added-required": {
    grade: "E N E → major",
    under: { checkedRequired: "E E E → major" },
    untyped: "E N E → major",
    reason:
      "Calls without it are refused; the type of the body itself says so, those inside it do not.",
    example: [edit(`${at}/subtitle`, undefined, { type: "string", ...required })],
  },
  "property-removed": {
    grade: {
      request: "E E E → major",
      both: "E E E → major",
      response: "W E W → major",
      none: "N E N → major",
    },
    untyped: {
      request: "E N E → major",
      both: "E N E → major",
      response: "W N W → minor",
      none: "N N N → patch",
    },
    reason: "Unknown names are refused with 400, and no program that writes or reads it compiles.",
    example: [edit(`${at}/title`, { type: "string" }, undefined)],
  },
  "property-renamed": {
    grade: reached("E E E → major", "N E N → major"),
    reason: "The name is sent and read, and code has it.",
    example: [
      edit(`${at}/subTitle`, { type: "string" }, undefined),
      edit(`${at}/subtitle`, undefined, { type: "string" }),
    ],
  },
  "property-became-enum": {
    grade: sent("W I W → minor", "N I N → minor"),
    under: { checkedEnums: sent("W E W → major", "N I N → minor") },
    reason:
      "Other values were taken before; where enums are checked, a plain string does not compile.",
    example: kind({ type: "string" }, kinds),
  },
  "property-no-longer-enum": {
    grade: received("W I W → minor", "N I N → minor"),
    reason: "Programs may meet values they do not know.",
    example: kind(kinds, { type: "string" }),
  },
  "property-enum-value-added": {
    grade: received("N I W → minor", "N I N → minor"),
    reason:
      "Programs may meet a value they do not know; the type has room for it (AIP-180 allows it).",
    example: kind(kinds, { type: "string", enum: ["novel", "poem", "play"] }),
  },
  "property-enum-value-removed": {
    grade: {
      request: "E N E → major",
      both: "E N E → major",
      response: "N N I → minor",
      none: "N N N → minor",
    },
    under: {
      checkedEnums: {
        request: "E E E → major",
        both: "E E E → major",
        response: "N E I → major",
        none: "N E N → major",
      },
    },
    reason:
      "Requests with it are refused; where enums are checked, a comparison with it does not compile either.",
    example: kind(kinds, { type: "string", enum: ["novel"] }),
  },
  "property-enum-value-respelled": {
    grade: reached("E N E → major", "N N N → minor"),
    under: { checkedEnums: reached("E E E → major", "N E N → major") },
    reason:
      "Comparisons with the old spelling are false from now on. It may be no more than a repair of the document, which the document cannot tell.",
    example: kind(kinds, { type: "string", enum: ["NOVEL", "poem"] }),
  },
  "property-enum-value-deprecated": {
    grade: "N I N → minor",
    reason: "Deprecation is at least a minor change (semver.org, 7).",
    example: kind(kinds, { ...kinds, enumDeprecated: [false, true] }),
  },
  "property-enum-value-undeprecated": {
    grade: "N I N → patch",
    reason: "Nobody has to do anything.",
    example: kind({ ...kinds, enumDeprecated: [false, true] }, kinds),
  },
  "property-became-read-only": {
    grade: sent("W N W → minor", "N N N → patch"),
    under: { inputsWithoutReadOnly: sent("W E W → major", "N N N → patch") },
    untyped: sent("W N W → minor", "N N N → patch"),
    reason: "The server ignores it in requests, and the types of requests leave it out.",
    example: facets({}, { readOnly: true }),
  },
  "property-no-longer-read-only": {
    grade: sent("N I N → minor", "N N N → patch"),
    reason: "It can be sent from now on.",
    example: facets({ readOnly: true }, {}),
  },
  "property-became-required": {
    grade: "E N E → major",
    under: { checkedRequired: "E E E → major" },
    untyped: "E N E → major",
    reason:
      "Calls without it are refused; the type of the body itself says so, those inside it do not.",
    example: facets({}, required),
  },
  "property-became-optional": {
    grade: "N I N → minor",
    reason: "It can still be sent.",
    example: facets(required, {}),
  },
  "property-default-added": {
    grade: "N N N → patch",
    reason: "A default that appears is documentation of what was so before.",
    example: facets({}, { default: "a" }),
  },
  "property-default-removed": {
    grade: sent("W N W → minor", "N N N → patch"),
    reason: "Nobody knows any more what is meant by a request without it.",
    example: facets({ default: "a" }, {}),
  },
  "property-default-changed": {
    grade: {
      request: "E N E → major",
      both: "E N E → major",
      response: "W N W → minor",
      none: "N N N → patch",
    },
    reason: "Requests without it mean something else (AIP-180), and no compiler says so.",
    example: facets({ default: "a" }, { default: "b" }),
  },
  "property-minimum-added": {
    grade: sent("W N W → minor", "N N N → patch"),
    reason: "Values below it may be refused from now on, or were before.",
    example: facets({}, { minimum: "1" }),
  },
  "property-minimum-removed": {
    grade: sent("N N N → patch", "W N W → minor"),
    reason: "More can be sent, and more may come.",
    example: facets({ minimum: "1" }, {}),
  },
  "property-minimum-increased": {
    grade: sent("E N E → major", "N N N → patch"),
    reason: "Values that were taken are refused, and no compiler says so.",
    example: facets({ minimum: "1" }, { minimum: "2" }),
  },
  "property-minimum-decreased": {
    grade: sent("N N N → patch", "W N W → minor"),
    reason: "More can be sent, and more may come.",
    example: facets({ minimum: "2" }, { minimum: "1" }),
  },
  "property-maximum-added": {
    grade: sent("W N W → minor", "N N N → patch"),
    reason: "Values above it may be refused from now on, or were before.",
    example: facets({}, { maximum: "9" }),
  },
  "property-maximum-removed": {
    grade: sent("N N N → patch", "W N W → minor"),
    reason: "More can be sent, and more may come.",
    example: facets({ maximum: "9" }, {}),
  },
  "property-maximum-increased": {
    grade: sent("N N N → patch", "W N W → minor"),
    reason: "More can be sent, and more may come.",
    example: facets({ maximum: "8" }, { maximum: "9" }),
  },
  "property-maximum-decreased": {
    grade: sent("E N E → major", "N N N → patch"),
    reason: "Values that were taken are refused, and no compiler says so.",
    example: facets({ maximum: "9" }, { maximum: "8" }),
  },
  "property-pattern-added": {
    grade: sent("W N W → minor", "N N N → patch"),
    reason: "Other values may be refused from now on, or were before.",
    example: facets({}, { pattern: "^a$" }),
  },
  "property-pattern-removed": {
    grade: sent("N N N → patch", "W N W → minor"),
    reason: "More can be sent, and more may come.",
    example: facets({ pattern: "^a$" }, {}),
  },
  "property-pattern-widened": {
    grade: sent("N N N → patch", "W N W → minor"),
    reason: "More can be sent, and more may come.",
    example: facets({ pattern: "^books/all$" }, { pattern: "^books/[^/]+$" }),
  },
  "property-pattern-narrowed": {
    grade: sent("W N W → minor", "N N N → patch"),
    reason: "Some values that were taken may be refused.",
    example: facets({ pattern: "^books/[^/]+$" }, { pattern: "^books/all$" }),
  },
  "property-pattern-disjoint": {
    grade: sent("E N E → major", "W N W → minor"),
    reason: "No value that was taken still is (AIP-180).",
    example: facets({ pattern: "^books/[^/]+$" }, { pattern: "^volumes/[^/]+$" }),
  },
  "property-pattern-changed": {
    grade: "W N W → minor",
    reason: "What the two patterns have in common cannot be told.",
    example: facets({ pattern: "^[a-z]+$" }, { pattern: "^[a-y]+$" }),
  },
  "property-deprecated": {
    grade: "N I N → minor",
    reason: "Deprecation is at least a minor change (semver.org, 7).",
    example: facets({}, { deprecated: true }),
  },
  "property-undeprecated": {
    grade: "N I N → patch",
    reason: "Nobody has to do anything.",
    example: facets({ deprecated: true }, {}),
  },
} satisfies Record<string, Rule>;
