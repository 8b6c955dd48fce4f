import { describe, expect, test } from "vitest";
import { bytesOf } from "#generator/model/media.js";
import type { Method } from "#generator/model/model.js";
import { apiOf, booksMethods, documentJson, found, methodsOf, problemsOf } from "./models.js";

const text = { type: "string" };
const httpBody = {
  type: "object",
  properties: {
    contentType: text,
    data: { type: "string", format: "byte" },
    extensions: { type: "array", items: { type: "object", additionalProperties: { type: "any" } } },
  },
};

function documentWith(method: object, schemas: object = {}): object {
  return documentJson({
    resources: booksMethods({ put: { httpMethod: "POST", path: "books/{id}", ...method } }),
    schemas: { Book: { type: "object", properties: { title: text } }, ...schemas },
  });
}

function methodWith(method: object, schemas: object = {}): Method {
  return found(methodsOf(apiOf(documentWith(method, schemas)))[0], "method");
}

const id = { id: { ...text, location: "path", required: true } };

describe("uploads", () => {
  test("have their own paths, as parts, and the size as a number", () => {
    const { upload } = methodWith({
      parameters: id,
      mediaUpload: {
        accept: ["image/*"],
        maxSize: "10GB",
        protocols: {
          simple: { multipart: true, path: "/upload/v1/books/{id}" },
          resumable: { path: "/resumable/upload/v1/books/{+id}" },
        },
      },
    });
    const variable = { kind: "variable", name: "id" };
    expect(upload).toEqual({
      kind: "protocols",
      accept: ["image/*"],
      maxSize: "10GB",
      maxBytes: 10 * 1024 ** 3,
      simple: {
        path: [
          { kind: "literal", text: "upload/v1/books/" },
          { ...variable, operator: "" },
        ],
        multipart: true,
      },
      resumable: {
        path: [
          { kind: "literal", text: "resumable/upload/v1/books/" },
          { ...variable, operator: "+" },
        ],
        multipart: false,
      },
    });
  });

  test("may offer one protocol only, and no limits", () => {
    const { upload } = methodWith({
      parameters: id,
      mediaUpload: { protocols: { simple: { path: "/upload/books" } } },
    });
    expect(upload).toMatchObject({ accept: [], maxSize: null, maxBytes: null, resumable: null });
  });

  test.each([[["*/*"]], [["*"]], [["image/*", "*/*"]]])(
    "that take %j take everything",
    (accept) => {
      const protocols = { simple: { path: "/upload/books" } };
      const { upload } = methodWith({ parameters: id, mediaUpload: { accept, protocols } });
      expect(upload).toMatchObject({ accept: [] });
    },
  );

  test("whose path names a parameter that is none are a problem of the document", () => {
    const method = {
      parameters: id,
      mediaUpload: { protocols: { simple: { path: "/upload/{shelf}" } } },
    };
    expect(problemsOf(documentWith(method))).toEqual([
      "missing-path-parameter /resources/books/methods/put/mediaUpload/protocols/simple/path",
    ]);
  });

  test("cannot share the name `media` with a parameter", () => {
    const method = {
      parameters: { ...id, media: { ...text, location: "query" } },
      mediaUpload: { protocols: { simple: { path: "/upload/books" } } },
    };
    expect(problemsOf(documentWith(method))).toEqual([
      "reserved-parameter /resources/books/methods/put/parameters/media",
    ]);
  });

  test.each([
    ["1024", 1024],
    ["100KB", 102_400],
    ["1GB", 1024 ** 3],
    ["5497558138880", 5_497_558_138_880],
    ["2TB", 2 * 1024 ** 4],
    ["", null],
    ["many", null],
    ["1.5GB", null],
    ["99999999999999TB", null],
  ])("a size of %j is %j bytes", (size, bytes) => {
    expect(bytesOf(size)).toBe(bytes);
  });
});

describe("downloads", () => {
  test("come by alt, and from the media service if the document says so", () => {
    expect(methodWith({ parameters: id }).download).toBeNull();
    const byAlt = { parameters: id, supportsMediaDownload: true };
    expect(methodWith(byAlt).download).toEqual({ always: false, byAlt: true, service: false });
    const { download } = methodWith({ ...byAlt, useMediaDownloadService: true });
    expect(download).toEqual({ always: false, byAlt: true, service: true });
  });
});

describe("google.api.HttpBody", () => {
  const refs = { request: { $ref: "Raw" }, response: { $ref: "Raw" }, parameters: id };

  test("is media both ways, whatever its id", () => {
    const { upload, download } = methodWith(refs, { Raw: httpBody });
    expect([upload, download]).toEqual([
      { kind: "raw" },
      { always: true, byAlt: false, service: false },
    ]);
  });

  test.each([
    ["with another member", { ...httpBody.properties, title: text }],
    ["without extensions", { contentType: text, data: { type: "string", format: "byte" } }],
    ["whose data are no bytes", { ...httpBody.properties, data: text }],
    ["whose data is a number", { ...httpBody.properties, data: { type: "integer" } }],
  ])("is no schema %s", (_, properties) => {
    const { upload, download } = methodWith(refs, { Raw: { type: "object", properties } });
    expect([upload, download]).toEqual([null, null]);
  });

  test("is JSON where the media have an upload of their own", () => {
    const mediaUpload = { protocols: { simple: { path: "/upload/books" } } };
    const { upload } = methodWith({ ...refs, mediaUpload }, { Raw: httpBody });
    expect(upload?.kind).toBe("protocols");
  });
});

test("only the server's streams are streams", () => {
  const streams = ["SERVER_SIDE", "NONE", "CLIENT_SIDE", undefined].map(
    (streamingType) => methodWith({ parameters: id, streamingType }).streaming,
  );
  expect(streams).toEqual([true, false, false, false]);
});
