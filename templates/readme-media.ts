/** The sections of a README about media, streams and operations. */
import type { Api } from "../generator/model/model.js";
import { lookUp } from "./api-lookup.js";
import { accessText, type Call } from "./calls.js";
import { code } from "./doc-comment.js";
import { fence, type Place, type Section } from "./readme-section.js";
import { callExpression, mediaExample } from "./sample-calls.js";
import { mediaIsOptional } from "./signature.js";

/** What only some APIs have. */
export function mediaSections(place: Place): (Section | null)[] {
  return [
    uploadSection(place),
    downloadSection(place),
    streamSection(place),
    operationSection(place),
  ];
}

function uploadSection({ api, calls: { upload } }: Place): Section | null {
  if (upload === null) return null;
  const { method } = upload;
  const more = mediaIsOptional(method) && method.upload ? [mediaExample(method.upload)] : [];
  return {
    title: "Uploads",
    paragraphs: [
      fence("ts", `await ${callExpression(upload, api, { more })};`),
      `${code("body")} takes bytes, a Blob, a file handle or a stream. Large content travels in pieces, and a lost connection costs one piece; ${code("onSession")} gives the address by which another process can go on.`,
    ],
  };
}

function downloadSection({ api, calls: { download } }: Place): Section | null {
  if (download === null) return null;
  const call = callExpression(download, api, { more: ['alt: "media"'] });
  return {
    title: "Downloads",
    paragraphs: [
      fence(
        "ts",
        `const content = await ${call};
for await (const chunk of content.stream()) {
  console.log(chunk.length);
}`,
      ),
      `${code("bytes()")} and ${code("text()")} read it whole.`,
    ],
  };
}

function streamSection({ api, calls: { stream } }: Place): Section | null {
  if (stream === null) return null;
  const call = callExpression(stream, api);
  return {
    title: "Streams",
    paragraphs: [
      fence("ts", `for await (const element of ${call}) {\n  console.log(element);\n}`),
      "The elements are given as they arrive; awaited, the call gives all of them.",
    ],
  };
}

function operationSection({ api, calls: { operation } }: Place): Section | null {
  if (operation === null) return null;
  const wait = waitText(operation, api);
  if (wait === null) return null;
  return {
    title: "Long-running operations",
    paragraphs: [
      fence(
        "ts",
        `const operation = await ${callExpression(operation, api)};
const ended = await ${wait}(operation);
console.log(ended);`,
      ),
      "It asks less and less often, for ten minutes unless you say otherwise, and rejects if the operation failed.",
    ],
  };
}

function waitText({ method }: Call, api: Api): string | null {
  const { operation } = method;
  const path = operation === null ? undefined : lookUp(api).paths.get(operation.poll);
  if (operation === null || path === undefined) return null;
  return `client${accessText([...path, operation.waitName])}`;
}
