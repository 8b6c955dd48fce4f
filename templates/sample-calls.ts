/** Which methods of an API its documentation shows, and how a call of one is written. */
import type { Api, Method, Upload } from "../generator/model/model.js";
import { callsOf, targetText, type Call } from "./calls.js";
import { memberName, stringLiteral } from "./literal.js";
import { requiredProperties } from "./methods.js";
import { bodyExample, parameterExample } from "./sample-values.js";
import { hasAlt, hasMask, jsonRequest, mediaIsOptional } from "./signature.js";

/** The calls that show what an API can do; `null` where it has none of a kind. */
export interface SampleCalls {
  /** The plainest call: one that reads. */
  readonly first: Call | null;
  readonly list: Call | null;
  readonly masked: Call | null;
  /** One that creates something: sending it twice matters. */
  readonly write: Call | null;
  readonly upload: Call | null;
  readonly download: Call | null;
  readonly stream: Call | null;
  /** One that starts a long-running operation. */
  readonly operation: Call | null;
}

/** Chooses them: the plainest of each kind, the first of several. */
export function sampleCalls(api: Api): SampleCalls {
  const calls = callsOf(api).filter(({ method }) => !method.doc.deprecated);
  const best = (fits: (call: Call) => boolean): Call | null => cheapest(calls.filter(fits));
  return {
    first: best(() => true),
    list: best(({ method }) => method.paging?.items != null),
    masked: best(({ method }) => hasMask(method, api) && method.paging === null && isRead(method)),
    write: best(({ method }) => isWrite(method)),
    upload: best(({ method }) => method.upload !== null),
    download: best(({ method }) => hasAlt(method) && isRead(method)),
    stream: best(({ method }) => method.streaming),
    operation: best(({ method }) => method.operation?.role === "start"),
  };
}

function isRead({ httpMethod }: Method): boolean {
  return httpMethod === "GET";
}

function isWrite(method: Method): boolean {
  const isCreation = /^(insert|create|add)$/i.test(method.name);
  return method.httpMethod === "POST" && isCreation && jsonRequest(method) !== null;
}

function cheapest(calls: readonly Call[]): Call | null {
  const cost = ({ method, resources }: Call): number =>
    (isRead(method) ? 0 : 100) +
    (method.response === null || method.streaming || method.download?.always === true ? 50 : 0) +
    (method.name === "get" ? 0 : method.paging === null ? 10 : 5) +
    resources.length;
  return calls.reduce<Call | null>(
    (best, call) => (best === null || cost(call) < cost(best) ? call : best),
    null,
  );
}

/** The members of a call's parameters that a caller must give, as they are written. */
export function argumentMembers({ method }: Call, api: Api): string[] {
  const members = method.parameters
    .filter(({ required }) => required)
    .map((parameter) => `${memberName(parameter.name)}: ${parameterExample(parameter)}`);
  const request = jsonRequest(method);
  if (request?.optional === false) {
    const required = requiredProperties(method, api);
    members.push(`body: ${bodyExample(request.type, required, api)}`);
  }
  if (method.upload !== null && !mediaIsOptional(method)) members.push(mediaExample(method.upload));
  return members;
}

/** What is uploaded: five bytes of a type that the method takes. */
export function mediaExample(upload: Upload): string {
  const type = upload.kind === "raw" ? "text/plain" : mediaType(upload.accept);
  const bytes = "new Uint8Array([104, 101, 108, 108, 111])";
  return `media: { body: ${bytes}, type: ${stringLiteral(type)} }`;
}

/** A type that the method takes: the first that is named, or one within its ranges. */
function mediaType(accept: readonly string[]): string {
  const named = accept.find((range) => /^[\w.+-]+\/[\w.+-]+$/.test(range));
  if (named !== undefined) return named;
  const families = accept.flatMap((range) => /^([\w.+-]+)\/\*$/.exec(range)?.[1] ?? []);
  const [family = "text"] = families;
  return `${family}/${usualTypes.get(family.toLowerCase()) ?? "octet-stream"}`;
}

/** What a reader knows best of each family of media types. */
const usualTypes: ReadonlyMap<string, string> = new Map([
  ["audio", "mpeg"],
  ["font", "woff2"],
  ["image", "png"],
  ["message", "rfc822"],
  ["multipart", "mixed"],
  ["text", "plain"],
  ["video", "mp4"],
]);

/** A call as it is written, with `more` members in its parameters. */
export function callExpression(
  call: Call,
  api: Api,
  { more = [] as readonly string[], options = "", client = "client" } = {},
): string {
  const members = [...argumentMembers(call, api), ...more];
  const target = targetText(call, client);
  const params = members.length === 0 ? (options === "" ? "" : "{}") : `{ ${members.join(", ")} }`;
  const words = [params, options].filter((word) => word !== "");
  const line = `${target}(${words.join(", ")})`;
  if (line.length <= lineLength) return line;
  if (words.length === 1) return `${target}({\n${members.map((each) => `  ${each},\n`).join("")}})`;
  return `${target}(\n${words.map((each) => `  ${each},\n`).join("")})`;
}

// What a sample puts before a call takes room too.
const lineLength = 70;
