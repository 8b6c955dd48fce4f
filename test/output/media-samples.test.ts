/** The media type that a sample shows is one that the runtime lets the method take. */
import { expect, test } from "vitest";
import { ApiClient, type Transport, type UploadDescriptor } from "@discogen/runtime";
import { documentJson } from "../model/models.js";
import { filesOf } from "./clients.js";

const transport: Transport = async () => {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("{}");
  }
  return {
    status: 200,
    headers: new Headers({ "content-type": "application/json" }),
    body: body(),
  };
};

class Client extends ApiClient {
  insert(upload: UploadDescriptor, type: string): Promise<unknown> {
    const media = { body: new Uint8Array(5), type };
    const method = { id: "insert", httpMethod: "POST", path: ["books"], upload } as const;
    return this.caller.send({ ...method, response: "object" }, { media }, undefined);
  }
}

const rootUrl = "https://library.googleapis.com/";
const client = new Client({ format: 1, name: "library", version: "v1", rootUrl }, { transport });

/** The media type in the README of an API whose upload takes `accept`, and what the client's method says of it. */
async function sampleOf(
  accept: readonly string[] | undefined,
): Promise<{ type: string; accept: readonly string[] | undefined }> {
  const insert = {
    id: "library.insert",
    httpMethod: "POST",
    path: "books",
    mediaUpload: {
      ...(accept === undefined ? {} : { accept }),
      protocols: { simple: { path: "/upload/books" } },
    },
  };
  const files = await filesOf(documentJson({ methods: { insert } }));
  const readme = files.get("README.md") ?? "";
  const ranges = /accept: (\[[^\]]*\])/.exec(files.get("src/index.ts") ?? "")?.[1];
  return {
    type: /media: \{ body: [^}]*type: "([^"]*)"/.exec(readme)?.[1] ?? "no sample",
    accept: ranges === undefined ? undefined : (JSON.parse(ranges) as string[]),
  };
}

test.each([
  [undefined, "text/plain"],
  [[], "text/plain"],
  [["*/*"], "text/plain"],
  [["image/*", "*/*"], "text/plain"],
  [["image/*"], "image/png"],
  [["Image/*"], "Image/png"],
  [["video/*", "audio/*"], "video/mp4"],
  [["audio/*"], "audio/mpeg"],
  [["message/*"], "message/rfc822"],
  [["text/*"], "text/plain"],
  [["application/*"], "application/octet-stream"],
  [["model/*"], "model/octet-stream"],
  [["image/*", "text/csv"], "text/csv"],
  [["application/octet-stream"], "application/octet-stream"],
])("an upload that takes %j is shown with %s", async (accept, wanted) => {
  const sample = await sampleOf(accept);
  expect(sample.type).toBe(wanted);
  const isAny = !accept?.length || accept.includes("*/*");
  expect(sample.accept).toEqual(isAny ? undefined : accept);
  const upload = { simple: ["upload/books"], ...(isAny ? {} : { accept }) } as const;
  expect(await client.insert(upload, sample.type)).toEqual({});
});
