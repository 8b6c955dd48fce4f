import type { Api, Method } from "../generator/model/model.js";
import { callsOf, targetText, type Call } from "./calls.js";
import { code, safeText } from "./doc-comment.js";
import { stringLiteral } from "./literal.js";
import { fence } from "./readme-section.js";
import type { PackageFacts } from "./package-facts.js";
import type { PlannedText } from "./planned-file.js";
import { callExpression, sampleCalls } from "./sample-calls.js";
import { jsonRequest } from "./signature.js";

/** `docs/from-googleapis.md`: each call of Google's own client beside ours. */
export function fromGoogleapisFile(api: Api, facts: PackageFacts): PlannedText {
  const name = facts.name ?? facts.folder;
  const rows = googleapisCalls(api).map(
    ({ theirs, ours }) => `| ${code(theirs)} | ${code(ours)} |`,
  );
  const parts = [
    `# From googleapis to ${safeText(name)}`,
    `The same resources, methods and parameters, by the same names. What differs:`,
    differences(api)
      .map((line) => `- ${line}`)
      .join("\n"),
    fence("ts", sample(api, name)),
    "| googleapis | here |\n| --- | --- |\n" + rows.join("\n"),
  ];
  return { kind: "text", path: "docs/from-googleapis.md", text: `${parts.join("\n\n")}\n` };
}

/** A call in Google's own client, and the same call here. */
export interface GoogleapisCall {
  readonly theirs: string;
  readonly ours: string;
}

/** Every call of an API in both forms, with the parameters that must be given. */
export function googleapisCalls(api: Api): GoogleapisCall[] {
  return callsOf(api).map((call) => ({ theirs: theirText(call, api), ours: ourText(call) }));
}

function theirText({ method, resources }: Call, api: Api): string {
  const names = [...resources.map(({ name }) => name), method.name];
  const target = `google.${api.name}(${stringLiteral(api.version)})${names
    .map((name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${stringLiteral(name)}]`))
    .join("")}`;
  const members = requiredNames(method);
  if (jsonRequest(method) !== null) members.push("requestBody");
  if (method.upload !== null) members.push("media");
  return `${target}(${members.length === 0 ? "" : `{ ${members.join(", ")} }`})`;
}

function ourText(call: Call): string {
  const { method } = call;
  const members = requiredNames(method);
  if (jsonRequest(method) !== null) members.push("body");
  if (method.upload !== null) members.push("media");
  return `${targetText(call)}(${members.length === 0 ? "" : `{ ${members.join(", ")} }`})`;
}

function requiredNames({ parameters }: Method): string[] {
  return parameters
    .filter(({ required }) => required)
    .map(({ name }) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name)));
}

function differences(api: Api): string[] {
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

function sample(api: Api, name: string): string {
  const { first } = sampleCalls(api);
  const call = first === null ? "" : `\nconsole.log(await ${callExpression(first, api)});`;
  return `import { applicationDefault, ${api.className} } from "${name}";

// google.auth.getClient(…) and google.${safeText(api.name)}(…) before.
const client = new ${api.className}({
  auth: applicationDefault({ scopes: Object.values(${api.className}.scopes) }),
});${call}
await client.close();`;
}
