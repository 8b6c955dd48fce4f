/**
 * Whether a POST or PATCH takes a `requestId` by which the server knows a request that it has had before
 * (AIP-155). Not every `requestId` is one (homegraph's is for debugging), and resending by mistake may cost
 * money; so where the document describes it, the text must say it. A text that says it in other words costs a
 * retry, nothing more.
 */
import type { DocumentMethod, DocumentSchema } from "../document/document.js";
import { targetOf } from "./schema-sources.js";
import type { Site } from "./site.js";

const knowsRequests =
  /idempoten|duplicat|de-?dup|already been completed|ignore the (?:second )?request/i;

/** Where the `requestId` is given, or `null`. */
export function findRequestId(method: DocumentMethod, { document }: Site): "query" | "body" | null {
  if (method.httpMethod !== "POST" && method.httpMethod !== "PATCH") return null;
  const parameter = requestIdOf(method.parameters);
  if (parameter !== undefined) return tellsApart(parameter) ? "query" : null;
  const property = requestIdOf(targetOf(method.request, document)?.properties);
  return property !== undefined && tellsApart(property) ? "body" : null;
}

function requestIdOf<T>(members: Readonly<Record<string, T>> | undefined): T | undefined {
  return members !== undefined && Object.hasOwn(members, "requestId")
    ? members["requestId"]
    : undefined;
}

function tellsApart({ type, description = "" }: DocumentSchema): boolean {
  return type === "string" && (description.trim() === "" || knowsRequests.test(description));
}
