/** A small document of our own, so that what a test changes can be seen in the test. */
import { readFileSync } from "node:fs";
import { resellerPath } from "./run-cli.js";

/** A discovery document whose parts can be changed. */
export interface LibraryDocument {
  [key: string]: unknown;
  schemas: Record<string, unknown>;
  resources: Record<string, { methods: Record<string, Record<string, unknown>> }>;
}

const title = { type: "string", description: "A title." };
const author = { type: "object", properties: { name: { type: "string" } } };
const name = { type: "string", location: "path", required: true };

const original: LibraryDocument = {
  kind: "discovery#restDescription",
  id: "library:v1",
  name: "library",
  version: "v1",
  revision: "20240101",
  etag: '"one"',
  title: "Library API",
  description: "Lends books.",
  rootUrl: "https://library.example.com/",
  schemas: {
    Book: { id: "Book", type: "object", properties: { title, author } },
    Shelf: { id: "Shelf", type: "object", properties: { title } },
  },
  resources: {
    books: {
      methods: {
        get: {
          id: "library.books.get",
          httpMethod: "GET",
          path: "v1/books/{name}",
          description: "Gets a book.",
          parameters: { name },
          response: { $ref: "Book" },
        },
      },
    },
    shelves: {
      methods: {
        list: {
          id: "library.shelves.list",
          httpMethod: "GET",
          path: "v1/shelves",
          response: { $ref: "Shelf" },
        },
      },
    },
  },
};

/** The small document, changed. */
export function library(change: (document: LibraryDocument) => void = () => undefined): string {
  const document = structuredClone(original);
  change(document);
  return jsonText(document);
}

/** The small document with the given members in place of its own. */
export function libraryWith(members: object): string {
  return library((document) => void Object.assign(document, members));
}

/** A document that differs from {@link library} in every source, has one more and lacks another. */
export const secondEdition = library((document) => {
  document["title"] = "Library API, second edition";
  document["revision"] = "20250101";
  const { books, shelves } = document.resources;
  if (books !== undefined && shelves !== undefined) document.resources = { books, racks: shelves };
});

/** The Reseller API's document. */
export function reseller(): unknown {
  return JSON.parse(readFileSync(resellerPath, "utf8"));
}

/** A value as a file has it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A value as JSON, with the keys of every object in an order that only the seed decides. */
export function shuffledText(value: unknown, seed: number): string {
  const random = randomNumbers(seed);
  const write = (node: unknown): string => {
    if (Array.isArray(node)) return `[${node.map(write).join(", ")}]`;
    if (typeof node !== "object" || node === null) return JSON.stringify(node);
    const members = Object.entries(node).map(([key, member]) => ({ rank: random(), key, member }));
    members.sort((left, right) => left.rank - right.rank);
    return `{${members.map(({ key, member }) => `${JSON.stringify(key)}: ${write(member)}`).join(", ")}}`;
  };
  return write(value);
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
