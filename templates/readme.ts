import type { Api, Method, Parameter, Resource, Type } from "../generator/model/model.js";
import { code, isLink, safeText } from "./doc-comment.js";
import { fakeSample } from "./fake-sample.js";
import { memberName, stringLiteral } from "./literal.js";
import { needsParams } from "./methods.js";
import type { PackageFacts } from "./package-facts.js";
import type { PlannedText } from "./planned-file.js";

/** `README.md`: what it is, and a first call that works as it stands. */
export function readmeFile(api: Api, facts: PackageFacts): PlannedText {
  const name = facts.name ?? facts.folder;
  const scopes =
    api.scopes.length === 0 ? "" : ` ${code(`${api.className}.scopes`)} has the scopes by name.`;
  const parts = [
    `# ${name}`,
    `A typed client of the ${safeText(api.title)} (${code(api.id)}), generated from its discovery document by discogen. It is not an official Google product; the descriptions are Google's.`,
    safeText(api.doc.text),
    isLink(api.documentationUrl) ? `Google's documentation: <${api.documentationUrl}>` : "",
    "## Install",
    ...install(facts),
    "It needs Node 20.19 or newer and is an ES module with types of its own.",
    "## First call",
    fence("ts", sample(api, name)),
    `Every method, parameter and property is described where you use it: hover over it in your editor.${scopes} A call that fails rejects with a \`GoogleApiError\`, whose \`outcome\` says whether the request may have been carried out all the same.`,
    ...offlineTests(api, name),
    "The files under `src` are generated: run `discogen generate` instead of editing them.",
  ];
  const text = `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  return { kind: "text", path: "README.md", text };
}

/** A private package is in no registry: its name there may be somebody else's. */
function install({ name, folder }: PackageFacts): string[] {
  if (name !== null) return [fence("sh", `npm install ${name}`)];
  return [
    'The package is private: it has no name of its own in the registry. Give it one with "package": { "name": … } in discogen.config.json, or install it from its folder:',
    fence("sh", `npm install ./${folder}`),
  ];
}

function offlineTests(api: Api, packageName: string): string[] {
  const call = firstCall(api);
  if (call === null) return [];
  return [
    "## Offline tests",
    "A client with a fake transport sends nothing, and needs no `auth`. Handlers stand where their methods stand and are typed from them:",
    fence("ts", fakeSample(api, packageName, call)),
    'A handler takes what its method takes (the body as `body`), and returns the plain JSON of one answer, of a list that of one page, or a promise of it; or `fakeError(404, { reason: "notFound" })`, as Google would say it. It is called for each page and each attempt, so retries and paging are tried as they are. An answer with a property that its schema does not have fails the call, and so does a call without a handler.',
  ];
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function sample(api: Api, packageName: string): string {
  const call = firstCall(api);
  const scope = api.scopes.find(({ name }) => call === null || call.method.scopes.includes(name));
  const provider = scope === undefined ? "apiKey" : "serviceAccount";
  const auth =
    scope === undefined
      ? 'apiKey("your API key")'
      : `serviceAccount({
    keyFile: "service-account.json",
    subject: "admin@example.com",
    scopes: [${api.className}.scopes.${scope.tsName}],
  })`;
  return `import { ${api.className}, ${provider} } from "${packageName}";

const client = new ${api.className}({
  auth: ${auth},
});
${call === null ? "" : `\n${callText(call)}\n`}
await client.close();`;
}

interface Call {
  readonly method: Method;
  readonly resources: readonly Resource[];
}

/** The plainest call of an API: one that reads, with as few parameters as there are. */
function firstCall(api: Api): Call | null {
  const calls = callsWithin(api, []);
  const cost = ({ method, resources }: Call): number =>
    (method.httpMethod === "GET" ? 0 : 100) +
    (method.response === null || method.streaming ? 50 : 0) +
    (method.name === "get" ? 0 : method.paging === null ? 10 : 5) +
    resources.length;
  return calls.reduce<Call | null>(
    (best, call) => (best === null || cost(call) < cost(best) ? call : best),
    null,
  );
}

function callsWithin(
  { methods, resources }: Pick<Resource, "methods" | "resources">,
  path: readonly Resource[],
): Call[] {
  return [
    ...methods.map((method) => ({ method, resources: path })),
    ...resources.flatMap((resource) => callsWithin(resource, [...path, resource])),
  ];
}

function callText({ method, resources }: Call): string {
  const names = [...resources.map(({ tsName }) => tsName), method.tsName];
  const target = names.map((name) => {
    const text = memberName(name);
    return text === name ? `.${name}` : `[${text}]`;
  });
  const call = `client${target.join("")}(${argument(method)})`;
  if (method.paging?.items != null)
    return `for await (const item of ${call}) {\n  console.log(item);\n}`;
  return method.response === null
    ? `await ${call};`
    : `const answer = await ${call};\nconsole.log(answer);`;
}

function argument(method: Method): string {
  if (!needsParams(method)) return "";
  const members = method.parameters
    .filter(({ required }) => required)
    .map((parameter) => `${memberName(parameter.name)}: ${exampleOf(parameter)}`);
  if (method.request?.optional === false)
    members.push(`body: ${exampleValue(method.request.type, "body")}`);
  return `{ ${members.join(", ")} }`;
}

function exampleOf({ type, repeated, name }: Parameter): string {
  const value = exampleValue(type, name);
  return repeated ? `[${value}]` : value;
}

function exampleValue(type: Type, name: string): string {
  switch (type.kind) {
    case "integer":
    case "number":
      return "1";
    case "boolean":
      return "true";
    case "enum":
      return stringLiteral(type.values.at(-1)?.value ?? "");
    case "array":
      return "[]";
    case "string":
      return type.format === "int64" || type.format === "uint64" ? '"1"' : stringLiteral(name);
    case "any":
    case "map":
    case "ref":
      return "{}";
  }
}
