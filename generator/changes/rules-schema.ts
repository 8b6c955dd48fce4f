/** Changes of schemas. */
import { edit, received, sent, type Edit, type Json, type Rule } from "./rule.js";

const book = "/schemas/Book";
const plain: Json = { type: "object", properties: { title: { type: "string" } } };
const map: Json = { type: "object", additionalProperties: { type: "string" } };
const cases = [{ type_value: "a", $ref: "Nothing" }];
const moreCases = [...cases, { type_value: "b", $ref: "Person" }];

/** The whole schema is written otherwise. */
function whole(before: Json, after: Json): Edit[] {
  return [edit(book, before, after)];
}

/** A schema that is a union, with these cases. */
function union(map: Json, discriminant = "type"): Json {
  return { type: "object", variant: { discriminant, map } };
}

export const schemaRules = {
  "schema-added": {
    grade: "N I N → minor",
    reason: "One more type that can be imported.",
    example: [edit("/schemas/Shelf", undefined, plain)],
  },
  "schema-removed": {
    grade: "N E N → major",
    reason:
      "The type goes, also where no method reached it; what that means on the wire is told where it was used.",
    example: [edit("/schemas/Shelf", plain, undefined)],
  },
  "schema-renamed": {
    grade: "N E N → major",
    reason: "JSON carries no type names: nothing changes on the wire, and code names the type.",
    example: [
      edit("/schemas/Shelf", plain, undefined),
      edit("/schemas/LibraryShelf", undefined, plain),
    ],
  },
  "schema-merged": {
    grade: "N E N → major",
    reason: "The type goes; another one has the same structure and takes its place.",
    example: [
      edit("/schemas/Shelf", plain, undefined),
      edit("/schemas/Rack", plain, plain),
      edit(`${book}/properties/shelf`, { $ref: "Shelf" }, { $ref: "Rack" }),
    ],
  },
  "schema-id-changed": {
    grade: "N N N → none",
    reason: "The key names a schema, not its id.",
    example: [edit(`${book}/id`, "Book", "Volume")],
  },
  "schema-type-changed": {
    grade: "E E E → major",
    untyped: "E N E → major",
    reason: "What programs send and read is another thing.",
    example: whole(plain, { type: "array", items: { type: "string" } }),
  },
  "schema-deprecated": {
    grade: "N I N → minor",
    reason: "Deprecation is at least a minor change (semver.org, 7).",
    example: [edit(`${book}/deprecated`, undefined, true)],
  },
  "schema-undeprecated": {
    grade: "N I N → patch",
    reason: "Nobody has to do anything.",
    example: [edit(`${book}/deprecated`, true, undefined)],
  },
  "schema-direction-changed": {
    grade: "N I N → patch",
    reason:
      "Other methods send or read it, which is told of them; its type says whether undefined may stand in it.",
    example: [
      edit("/resources/books/methods/close/request", { $ref: "Nothing" }, { $ref: "Person" }),
    ],
  },
  "additional-properties-added": {
    grade: "N I N → minor",
    reason:
      "More properties can be there than those that have names; what becomes of those is told by itself.",
    example: whole({ type: "object" }, map),
  },
  "additional-properties-removed": {
    grade: {
      request: "E E E → major",
      both: "E E E → major",
      response: "W E W → major",
      none: "N E N → major",
    },
    untyped: "E N E → major",
    reason: "Properties by any name are not there any more.",
    example: whole(map, { type: "object" }),
  },
  "variant-added": {
    grade: "W E W → major",
    untyped: "W I W → minor",
    reason: "One type became one of several.",
    example: whole(plain, union(cases)),
  },
  "variant-removed": {
    grade: "W E W → major",
    untyped: "W I W → minor",
    reason: "Several types became one.",
    example: whole(union(cases), plain),
  },
  "variant-discriminant-changed": {
    grade: "E E E → major",
    reason: "Another property tells the cases apart.",
    example: whole(union(cases), union(cases, "kind")),
  },
  "variant-case-added": {
    grade: received("W I W → minor", "N I N → minor"),
    reason: "Programs may meet a case they do not know.",
    example: whole(union(cases), union(moreCases)),
  },
  "variant-case-removed": {
    grade: sent("E E E → major", "N E N → major"),
    reason: "The case is refused, and does not compile.",
    example: whole(union(moreCases), union(cases)),
  },
  "variant-case-changed": {
    grade: "E E E → major",
    untyped: "N I N → minor",
    reason: "Under the same name stands another type.",
    example: whole(union([{ type_value: "a", $ref: "Person" }]), union(cases)),
  },
} satisfies Record<string, Rule>;
