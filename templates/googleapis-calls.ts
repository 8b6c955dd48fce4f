/** Google's own client for Node and ours: which call is which. */
import type { Api, Method } from "../generator/model/model.js";
import { accessText, callsOf, type Call } from "./calls.js";
import { code } from "./doc-comment.js";
import { stringLiteral } from "./literal.js";
import { jsonRequest } from "./signature.js";

/** A call in Google's own client, and the same call here. */
export interface GoogleapisCall {
  /** The method's id, as the document has it. */
  readonly id: string;
  readonly theirs: CallForm;
  readonly ours: CallForm;
}

/** How a call is written. */
export interface CallForm {
  /** The names that lead from the client to the method. */
  readonly names: readonly string[];
  /** The whole call, with the parameters that must be given. */
  readonly text: string;
}

/** Every call of an API in both forms, parents before their children. */
export function googleapisCalls(api: Api): GoogleapisCall[] {
  const client = googleapisClient(api);
  return callsOf(api).map((call) => {
    const { method, resources } = call;
    const theirs = [...resources.map(({ name }) => name), method.name].map(theirName);
    const ours = [...resources.map(({ tsName }) => tsName), method.tsName];
    return {
      id: method.id,
      theirs: callForm(client, theirs, members(call, "requestBody")),
      ours: callForm("client", ours, members(call, "body")),
    };
  });
}

/** `google.reseller("v1")`: what Google's package calls the client of an API. */
export function googleapisClient({ name, version }: Api): string {
  return `google${accessText([name])}(${stringLiteral(version)})`;
}

/** Google's generator takes hyphens out: `well-known` is `wellKnown` there. Nothing else of a name changes. */
function theirName(name: string): string {
  if (!name.includes("-")) return name;
  const [first = "", ...others] = name.split("-").filter((part) => part !== "");
  return first + others.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}

function callForm(client: string, names: readonly string[], args: readonly string[]): CallForm {
  const text = args.length === 0 ? "" : `{ ${args.join(", ")} }`;
  return { names, text: `${client}${accessText(names)}(${text})` };
}

function members({ method }: Call, body: string): string[] {
  return [
    ...requiredNames(method),
    ...(jsonRequest(method) === null ? [] : [body]),
    ...(method.upload === null ? [] : ["media"]),
  ];
}

function requiredNames({ parameters }: Method): string[] {
  return parameters
    .filter(({ required }) => required)
    .map(({ name }) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `${stringLiteral(name)}: …`));
}

/** What else is different, as Markdown. */
export function googleapisDifferences(api: Api): string[] {
  const hasLists = callsOf(api).some(({ method }) => method.paging !== null);
  return [
    `The answer is the data itself, not ${code("{ data }")}; ${code(".withResponse()")} gives status and headers with it.`,
    `The body of a request is ${code("body")}, not ${code("requestBody")} or ${code("resource")}.`,
    ...(hasLists
      ? [`A list is iterated with ${code("for await")}; nobody copies page tokens.`]
      : []),
    `Properties that are absent are ${code("undefined")} and never ${code("null")}; enums are checked; 64-bit integers are text.`,
    `Every failure is a ${code("GoogleApiError")} with ${code("status")}, ${code("reason")} and ${code("outcome")}.`,
    `Redirects are not followed, and nothing that may cost money is sent twice.`,
    `The scopes are given to the auth provider; ${code("google-auth-library")} works as ${code("auth")} as it is.`,
  ];
}
