import { readDocument } from "#generator/document/read-document.js";

/** The keys without which nothing is a document, as JSON members. */
export const head = '"name":"library","version":"v1","rootUrl":"https://library.example.com/"';

/** The bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads a document given as text or value. */
export function read(document: unknown): ReturnType<typeof readDocument> {
  return readDocument(bytesOf(typeof document === "string" ? document : JSON.stringify(document)));
}

/** Its problems, each as `code pointer`. */
export function problemsOf(document: unknown): readonly string[] {
  return read(document).problems.map(({ code, pointer }) => `${code} ${pointer}`);
}

/** A document with the given members besides the necessary ones. */
export function documentWith(members: object): Record<string, unknown> {
  return { ...(JSON.parse(`{${head}}`) as object), ...members };
}

/** A document with one method. */
export function documentWithMethod(members: object): Record<string, unknown> {
  return documentWith({
    methods: { get: { id: "library.get", httpMethod: "GET", path: "v1/{+name}", ...members } },
  });
}

const simple = { type: "string", description: "A title.", pattern: "^.*$", default: "x" };

const schema = {
  id: "Book",
  type: "object",
  description: "A book.",
  deprecated: true,
  annotations: { required: ["library.books.get"] },
  variant: { discriminant: "type", map: [{ type_value: "novel", $ref: "Novel" }] },
  properties: {
    title: { ...simple, format: "byte", readOnly: true, required: true, location: "anywhere" },
    kind: { type: "string", enum: ["a"], enumDescriptions: ["A."], enumDeprecated: [true] },
    pages: {
      type: "array",
      repeated: true,
      items: { type: "integer", minimum: "0", maximum: "9" },
    },
    notes: { type: "object", additionalProperties: { $ref: "Book" } },
  },
};

const method = {
  id: "library.books.get",
  httpMethod: "POST",
  path: "v1/{+name}",
  flatPath: "v1/books/{booksId}",
  description: "Gets a book.",
  deprecated: true,
  apiVersion: "2024-01-01",
  etagRequired: true,
  streamingType: "NONE",
  parameters: { name: { ...simple, location: "path", required: true } },
  parameterOrder: ["name"],
  request: { $ref: "Book", parameterName: "resource" },
  response: { type: "object", additionalProperties: { type: "any" } },
  scopes: ["https://example.com/auth/books"],
  supportsMediaUpload: true,
  supportsMediaDownload: true,
  useMediaDownloadService: true,
  supportsSubscription: true,
  mediaUpload: {
    accept: ["*/*"],
    maxSize: "1GB",
    protocols: {
      simple: { multipart: true, path: "/upload/v1/{+name}" },
      resumable: { multipart: true, path: "/resumable/upload/v1/{+name}" },
    },
  },
};

/** A small document that holds every key of the format. */
export const everyKey: Record<string, unknown> = {
  kind: "discovery#restDescription",
  discoveryVersion: "v1",
  id: "library:v1",
  name: "library",
  canonicalName: "Library",
  version: "v1",
  version_module: true,
  revision: "20240101",
  etag: '"x"',
  title: "Library",
  description: "Lends books.",
  documentationLink: "https://library.example.com/docs",
  ownerDomain: "example.com",
  ownerName: "Example",
  packagePath: "admin",
  icons: { x16: "https://example.com/16.png", x32: "https://example.com/32.png" },
  labels: ["labs"],
  features: ["dataWrapper"],
  protocol: "rest",
  rootUrl: "https://library.example.com/",
  mtlsRootUrl: "https://library.mtls.example.com/",
  basePath: "",
  baseUrl: "https://library.example.com/",
  servicePath: "",
  batchPath: "batch",
  endpoints: [
    {
      endpointUrl: "https://eu.library.example.com/",
      location: "eu",
      description: "Europe.",
      deprecated: true,
    },
  ],
  fullyEncodeReservedExpansion: true,
  exponentialBackoffDefault: true,
  auth: { oauth2: { scopes: { "https://example.com/auth/books": { description: "Books." } } } },
  parameters: { alt: { type: "string", location: "query", enum: ["json"] } },
  schemas: { Book: schema, Novel: { id: "Novel", type: "object" } },
  methods: { ping: { id: "library.ping", httpMethod: "HEAD", path: "ping" } },
  resources: { books: { deprecated: true, methods: { get: method }, resources: { pages: {} } } },
};
