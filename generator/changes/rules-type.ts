/** Changes of types and of words, at whatever place they stand. */
import { edit, reached, sent, type Json, type Rule } from "./rule.js";

const book = "/schemas/Book";
const plain: Json = { type: "object", properties: { title: { type: "string" } } };

/** Changes of what stands at a place: of a property, an item, a value. */
export const typeRules = {
  "property-ref-changed": {
    grade: "N E N → major",
    untyped: "N I N → minor",
    reason:
      "Another schema of the same structure; JSON carries no type names. Code may have the old name, and that schema may be another one by now.",
    example: [
      edit("/schemas/Shelf", plain, plain),
      edit("/schemas/Rack", plain, plain),
      edit(`${book}/properties/shelf`, { $ref: "Shelf" }, { $ref: "Rack" }),
    ],
  },
  "property-type-extended": {
    grade: "N E N → major",
    untyped: "N I N → minor",
    reason:
      "The other schema has all that this one had. Code may have the old name, whose type need not be taken for the new one.",
    example: [edit(`${book}/properties/shelf`, { $ref: "Nothing" }, { $ref: "Person" })],
  },
  "property-ref-inlined": {
    grade: "N E N → major",
    untyped: "N I N → minor",
    reason:
      "The structure without a name of its own; what differs in it is told by itself. Code may have the old name, and that schema may be another one by now.",
    example: [
      edit("/schemas/Shelf", plain, plain),
      edit(`${book}/properties/shelf`, { $ref: "Shelf" }, plain),
    ],
  },
  "property-inline-extracted": {
    grade: "N I N → minor",
    under: { namedInlineObjects: "N E N → major" },
    untyped: "N I N → minor",
    reason:
      "The structure as a schema; what differs in it is told by itself. The type of an inline object has a name that can be imported, and it goes.",
    example: [
      edit("/schemas/Shelf", plain, plain),
      edit(`${book}/properties/shelf`, plain, { $ref: "Shelf" }),
    ],
  },
  "property-became-array": {
    grade: "E E E → major",
    untyped: "E N E → major",
    reason: "What programs send and read is another thing.",
    example: [
      edit(
        `${book}/properties/title`,
        { type: "string" },
        { type: "array", items: { type: "string" } },
      ),
    ],
  },
  "property-became-single": {
    grade: "E E E → major",
    untyped: "E N E → major",
    reason: "What programs send and read is another thing.",
    example: [
      edit(
        `${book}/properties/title`,
        { type: "array", items: { type: "string" } },
        { type: "string" },
      ),
    ],
  },
  "property-type-changed": {
    grade: reached("E E E → major", "N E N → major"),
    untyped: reached("E N E → major", "N N N → patch"),
    reason: "What programs send and read is another thing.",
    example: [edit(`${book}/properties/title/type`, "string", "integer")],
  },
  "property-type-narrowed": {
    grade: sent("W E W → major", "N I N → minor"),
    reason: "Anything could be sent, and now one type only; what is read is better known.",
    example: [edit(`${book}/properties/title/type`, "any", "string")],
  },
  "property-type-widened": {
    grade: {
      request: "N E N → major",
      both: "W E W → major",
      response: "W E W → major",
      none: "N E N → major",
    },
    untyped: {
      request: "N I N → minor",
      both: "W I W → minor",
      response: "W I W → minor",
      none: "N I N → minor",
    },
    reason:
      "More can be sent; of what is read nothing is known any more. The type of an inline object has a name that can be imported, and it goes.",
    example: [edit(`${book}/properties/title/type`, "string", "any")],
  },
  "property-format-changed": {
    grade: "N N N → patch",
    reason: "The same text means the same.",
    example: [edit(`${book}/properties/title/format`, undefined, "google-datetime")],
  },
  "property-format-incompatible": {
    grade: reached("W N W → minor", "N N N → patch"),
    reason: "The same text or number means something else, and no type shows it.",
    example: [edit(`${book}/properties/title/format`, undefined, "byte")],
  },
} satisfies Record<string, Rule>;

/** Words for people, and behaviour that only the words tell (AIP-203). */
export const wordRules = {
  "description-changed": {
    grade: "N N N → patch",
    reason: "Words stand in comments only.",
    example: [edit(`${book}/description`, "A book.", "One book.")],
  },
  "enum-order-changed": {
    grade: "N N N → patch",
    reason: "A union has no order.",
    example: [edit(`${book}/properties/kind/enum`, ["novel", "poem"], ["poem", "novel"])],
  },
  "enum-description-changed": {
    grade: "N N N → patch",
    reason: "Words stand in comments only.",
    example: [edit(`${book}/properties/kind/enumDescriptions`, undefined, ["Prose.", "Verse."])],
  },
  "documented-required-added": {
    grade: sent("W N W → patch", "N N N → patch"),
    reason:
      "Calls without it may be refused, or were before; the words alone do not tell (AIP-203).",
    example: [edit(`${book}/properties/title/description`, "A title.", "Required. A title.")],
  },
  "documented-required-removed": {
    grade: sent("N N I → patch", "N N N → patch"),
    reason: "It may be left out from now on, or could be before (AIP-203).",
    example: [edit(`${book}/properties/title/description`, "Required. A title.", "A title.")],
  },
  "documented-immutable-added": {
    grade: sent("W N W → patch", "N N N → patch"),
    reason: "Requests that change it may be refused (AIP-203).",
    example: [edit(`${book}/properties/title/description`, "A title.", "Immutable. A title.")],
  },
  "documented-output-only-added": {
    grade: sent("W N W → patch", "N N N → patch"),
    reason: "The server ignores it in requests, without the flag readOnly (AIP-203).",
    example: [edit(`${book}/properties/title/description`, "A title.", "Output only. A title.")],
  },
  "documented-deprecated-added": {
    grade: "N N I → patch",
    reason: "The words say so, the flag does not.",
    example: [edit(`${book}/properties/title/description`, "A title.", "Deprecated. A title.")],
  },
} satisfies Record<string, Rule>;
