/** What the compiler makes of calls that take or give media, streams and operations. */
import { expect, test } from "vitest";
import { documentJson } from "../model/models.js";
import { filesOf } from "./clients.js";
import { compileErrors } from "./compile.js";

const text = { type: "string" };

function call(id: string, line: string): object {
  const [httpMethod, path] = line.split(" ");
  return { id, httpMethod, path };
}

const library = documentJson({
  parameters: { fields: { ...text, location: "query" } },
  schemas: {
    Book: { type: "object", properties: { id: text, title: text } },
    Raw: {
      type: "object",
      properties: {
        contentType: text,
        data: { ...text, format: "byte" },
        extensions: { type: "array", items: { type: "any" } },
      },
    },
    Operation: {
      type: "object",
      properties: { name: text, done: { type: "boolean" }, error: { type: "any" }, response: {} },
    },
  },
  methods: {
    get: {
      ...call("library.get", "GET {id}"),
      supportsMediaDownload: true,
      parameters: { id: { ...text, location: "path", required: true } },
      response: { $ref: "Book" },
    },
    insert: {
      ...call("library.insert", "POST books"),
      request: { $ref: "Book" },
      response: { $ref: "Book" },
      mediaUpload: { protocols: { simple: { multipart: true, path: "/upload/books" } } },
    },
    scan: {
      ...call("library.scan", "POST scans"),
      mediaUpload: { protocols: { simple: { path: "/upload/scans" } } },
    },
    render: {
      ...call("library.render", "POST render"),
      request: { $ref: "Raw" },
      response: { $ref: "Raw" },
    },
    watch: {
      ...call("library.watch", "GET watch"),
      response: { $ref: "Book" },
      streamingType: "SERVER_SIDE",
    },
  },
  resources: {
    operations: {
      methods: {
        get: {
          ...call("library.operations.get", "GET {+name}"),
          parameters: { name: { ...text, location: "path", required: true } },
          response: { $ref: "Operation" },
        },
      },
    },
  },
});

const head = `import type { Book, LibraryClient, MediaResponse, MediaUpload, Operation } from "./index.js";
declare const client: LibraryClient;
declare const bytes: Uint8Array;
declare function is<T>(value: T): void;
declare const operation: Operation;
declare const upload: MediaUpload;
export type Used = [Book, MediaResponse];
is([upload, bytes, operation, client]);
`;

async function errorsOf(lines: string): Promise<string[]> {
  const errors = compileErrors(await filesOf(library), {
    "src/use.ts": `${head}${lines}`,
  });
  return errors.map((error) => error.replace("src/use.ts: ", ""));
}

test("what users write compiles, and has the type that they expect", async () => {
  const errors = await errorsOf(`
const book: Book = await client.get({ id: "1" });
const masked = await client.get({ id: "1", fields: "title", alt: "json" });
const title: string | undefined = masked.title;
const content: MediaResponse = await client.get({ id: "1", alt: "media" });
for await (const chunk of content.stream()) is<number>(chunk.length);
const { data, response } = await client.get({ id: "1", alt: "media" }).withResponse();
is<[string, number]>([await data.text(), response.status]);
is<Book>(await client.insert({ body: { title: "a" }, media: { body: bytes, type: "text/plain" } }));
is<Book>(await client.insert({ body: { title: "a" } }));
is<void>(await client.scan({ media: upload }));
is<MediaResponse>(await client.render({ media: upload }));
for await (const each of client.watch()) is<string | undefined>(each.title);
is<Book[]>(await client.watch());
is<Operation>(await client.operations.waitUntilDone(operation, { deadlineMs: 5_000 }));
is([book, title]);`);
  expect(errors).toEqual([]);
});

test.each([
  [
    "media where none is taken",
    `void client.get({ id: "1", media: upload });`,
    /'media' does not exist/,
  ],
  ["no media where nothing else is sent", `void client.scan({});`, /'media' is missing/],
  [
    "a body beside media that are the body",
    `void client.render({ media: upload, body: {} });`,
    /'body'/,
  ],
  [
    "an alt that is none",
    `void client.get({ id: "1", alt: "text" });`,
    /'"text"' is not assignable/,
  ],
  [
    "alt where no media are given",
    `void client.insert({ body: {}, alt: "media" });`,
    /'alt' does not/,
  ],
  [
    "text as media",
    `void client.scan({ media: { body: "text", type: "a/b" } });`,
    /not assignable/,
  ],
  ["media without a type", `void client.scan({ media: { body: bytes } });`, /'type' is missing/],
  [
    "a property of media",
    `is((await client.get({ id: "1", alt: "media" })).title);`,
    /'title' does not exist/,
  ],
  [
    "what a mask leaves out",
    `is((await client.get({ id: "1", fields: "title" })).id);`,
    /'id' does not exist/,
  ],
  [
    "waiting for what is no operation",
    `void client.operations.waitUntilDone("o");`,
    /no properties in common/,
  ],
])("%s is refused", async (_, line, words) => {
  const errors = await errorsOf(line);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(words);
});
