/** Changes of what methods take and give: bodies, and media. */
import { edit, type Json, type Rule } from "./rule.js";

const get = "/resources/books/methods/get";
const insert = "/resources/books/methods/insert";
const cover = "/resources/books/methods/cover";
const ping: Json = { id: "library.books.ping", httpMethod: "GET", path: "v1/ping" };
const plain: Json = { type: "object", properties: { title: { type: "string" } } };
const longer: Json = {
  type: "object",
  properties: { title: { type: "string" }, x: { type: "string" } },
};
const httpBody = {
  type: "object",
  properties: {
    contentType: { type: "string" },
    data: { type: "string", format: "byte" },
    extensions: { type: "array", items: { type: "any" } },
  },
};
const upload: Json = {
  accept: ["*/*"],
  protocols: { simple: { path: "/upload/v1/books", multipart: true } },
};

export const bodyRules = {
  "request-body-added": {
    grade: "W I W → minor",
    under: { requiredBodies: "W E W → major" },
    untyped: "W I W → minor",
    reason:
      "A call without a body sends less than it could; where bodies are required it does not compile.",
    example: [
      edit("/resources/books/methods/ping", ping, {
        ...(ping as object),
        request: { $ref: "Book" },
      }),
    ],
  },
  "request-body-removed": {
    grade: "W E W → major",
    untyped: "W N W → major",
    reason: "Programs that give a body do not compile, and servers may refuse it.",
    example: [edit(`${insert}/request`, { $ref: "Book" }, undefined)],
  },
  "request-body-type-changed": {
    grade: "E E E → major",
    untyped: "E N E → major",
    reason: "What programs send is another thing.",
    example: [edit(`${insert}/request`, { $ref: "Book" }, { $ref: "Person" })],
  },
  "request-body-type-extended": {
    grade: "N E N → major",
    untyped: "N I N → minor",
    reason: "What programs send still fits.",
    example: [
      edit("/schemas/Longer", longer, longer),
      edit("/schemas/Plain", plain, plain),
      edit(`${insert}/request`, { $ref: "Plain" }, { $ref: "Longer" }),
    ],
  },
  "request-body-ref-changed": {
    grade: "N I N → minor",
    under: { namedInlineObjects: "N E N → major" },
    untyped: "N I N → minor",
    reason:
      "JSON carries no type names; the type of an inline object has a name that can be imported, and it goes.",
    example: [
      edit("/schemas/Plain", plain, plain),
      edit("/schemas/Twin", plain, plain),
      edit(`${insert}/request`, { $ref: "Plain" }, { $ref: "Twin" }),
    ],
  },
  "request-body-became-required": {
    grade: "N E N → major",
    reason: "The type had nothing to hold and now does: a call without a body does not compile.",
    example: [edit("/schemas/Nothing/properties", undefined, { x: { type: "string" } })],
  },
  "request-body-became-optional": {
    grade: "N I N → minor",
    reason: "The type has nothing to hold any more; a body can still be given.",
    example: [edit("/schemas/Nothing/properties", { x: { type: "string" } }, undefined)],
  },
  "request-nulls-removed": {
    grade: "E E E → major",
    reason: "Only the body of a PATCH clears properties by null.",
    example: [edit("/resources/books/methods/patch/httpMethod", "PATCH", "PUT")],
  },
  "body-media-changed": {
    grade: "E E E → major",
    reason:
      "A body that is media itself (google.api.HttpBody) is sent and read otherwise than JSON.",
    example: [
      edit("/schemas/Body", httpBody, { ...httpBody, properties: {} }),
      edit(`${insert}/request`, { $ref: "Body" }, { $ref: "Body" }),
    ],
  },
  "request-parameter-name-changed": {
    grade: "N N N → none",
    reason: "The name is one of Google's own generators.",
    example: [edit(`${insert}/request/parameterName`, undefined, "resource")],
  },
  "response-body-added": {
    grade: "N I N → minor",
    reason: "Where nothing was returned, nobody read anything.",
    example: [
      edit("/resources/books/methods/ping", ping, {
        ...(ping as object),
        response: { $ref: "Book" },
      }),
    ],
  },
  "response-body-removed": {
    grade: "E E E → major",
    reason: "What programs read is not there.",
    example: [edit(`${insert}/response`, { $ref: "Book" }, undefined)],
  },
  "response-body-type-changed": {
    grade: "E E E → major",
    untyped: "E N E → major",
    reason: "What programs read is another thing.",
    example: [edit(`${insert}/response`, { $ref: "Book" }, { $ref: "Person" })],
  },
  "response-body-type-extended": {
    grade: "N E N → major",
    untyped: "N I N → minor",
    reason: "All that could be read is still there.",
    example: [edit(`${insert}/response`, { $ref: "Nothing" }, { $ref: "Book" })],
  },
  "response-body-ref-changed": {
    grade: "N I N → minor",
    under: { namedInlineObjects: "N E N → major" },
    untyped: "N I N → minor",
    reason:
      "JSON carries no type names; the type of an inline object has a name that can be imported, and it goes.",
    example: [
      edit("/schemas/Plain", plain, plain),
      edit("/schemas/Twin", plain, plain),
      edit(`${insert}/response`, { $ref: "Plain" }, { $ref: "Twin" }),
    ],
  },
} satisfies Record<string, Rule>;

export const mediaRules = {
  "media-upload-added": {
    grade: "N I N → minor",
    under: { requiredBodies: "W E W → major" },
    untyped: "N I N → minor",
    reason:
      "One more way to call the method; where it takes nothing else, the media cannot be left out.",
    example: [edit(`${insert}/mediaUpload`, undefined, upload)],
  },
  "media-upload-removed": {
    grade: "E E E → major",
    untyped: "E N E → major",
    reason: "Uploads fail, and no program that has one compiles.",
    example: [edit(`${insert}/mediaUpload`, upload, undefined)],
  },
  "media-upload-accept-added": {
    grade: "N N N → patch",
    reason: "More kinds of media are taken; no type names them.",
    example: [edit(`${cover}/mediaUpload/accept`, ["image/png"], ["image/png", "image/gif"])],
  },
  "media-upload-accept-removed": {
    grade: "E N E → major",
    reason: "Media of this kind is refused, and no compiler says so.",
    example: [edit(`${cover}/mediaUpload/accept`, ["image/png", "image/gif"], ["image/png"])],
  },
  "media-upload-max-size-increased": {
    grade: "N N N → patch",
    reason: "More is taken.",
    example: [edit(`${cover}/mediaUpload/maxSize`, "10MB", "1GB")],
  },
  "media-upload-max-size-decreased": {
    grade: "E N E → major",
    reason: "Media of a size that was taken is refused, and no compiler says so.",
    example: [edit(`${cover}/mediaUpload/maxSize`, "1GB", "10MB")],
  },
  "media-upload-protocol-added": {
    grade: "N I N → minor",
    reason: "One more way to upload.",
    example: [
      edit(`${cover}/mediaUpload/protocols/resumable`, undefined, {
        path: "/resumable/upload/v1/cover",
      }),
    ],
  },
  "media-upload-protocol-removed": {
    grade: "E N E → major",
    reason: "Uploads in this way fail, and no compiler says so.",
    example: [
      edit(
        `${cover}/mediaUpload/protocols/resumable`,
        { path: "/resumable/upload/v1/cover" },
        undefined,
      ),
    ],
  },
  "media-upload-path-changed": {
    grade: "E N W → minor",
    reason: "Installed programs fail; the upgrade alone repairs them.",
    example: [
      edit(`${cover}/mediaUpload/protocols/simple/path`, "/upload/v1/cover", "/upload/v2/cover"),
    ],
  },
  "media-upload-multipart-changed": {
    grade: "E N W → minor",
    reason: "Metadata and media go in one request or in two; the upgrade knows which.",
    example: [edit(`${cover}/mediaUpload/protocols/simple/multipart`, true, undefined)],
  },
  "media-download-added": {
    grade: "N I N → minor",
    reason: "One more way to call the method.",
    example: [edit(`${get}/supportsMediaDownload`, undefined, true)],
  },
  "media-download-removed": {
    grade: "E E E → major",
    reason: "Downloads fail, and no program that has one compiles.",
    example: [edit(`${get}/supportsMediaDownload`, true, undefined)],
  },
  "media-download-service-changed": {
    grade: "W N W → patch",
    reason: "Media comes from another path; the upgrade knows it.",
    example: [edit(`${get}/useMediaDownloadService`, undefined, true)],
  },
} satisfies Record<string, Rule>;
