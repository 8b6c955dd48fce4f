/** The sections of a README about the first call and about who makes it. */
import { code } from "./doc-comment.js";
import { memberName } from "./literal.js";
import { fence, type Place, type Section } from "./readme-section.js";
import { callExpression } from "./sample-calls.js";

/** The first call, complete. */
export function setUpSections(place: Place): Section[] {
  const { api, name, calls } = place;
  const { provider, auth } = providerOf(place);
  const sample = `import { ${api.className}, ${provider} } from "${name}";

const client = new ${api.className}({
  auth: ${auth},
});
${calls.first === null ? "" : `\n${firstCallText(place)}\n`}
await client.close();`;
  return [
    {
      title: "First call",
      paragraphs: [
        fence("ts", sample),
        `Every method, parameter and property is described where you use it: hover over it in your editor.${api.scopes.length === 0 ? "" : ` ${code(`${api.className}.scopes`)} has the scopes by name.`} One client is one identity with its own connections; ${code("await using client = new …")} closes them by itself where TypeScript or Node 24 knows it.`,
      ],
    },
  ];
}

/** The scope that the first call needs, as its constant. */
function scopeText({ api, calls }: Place): string | null {
  const { first } = calls;
  const scope = api.scopes.find(({ name }) => first === null || first.method.scopes.includes(name));
  if (scope === undefined) return null;
  const member = memberName(scope.tsName);
  return `${api.className}.scopes${member === scope.tsName ? `.${member}` : `[${member}]`}`;
}

function providerOf(place: Place): { readonly provider: string; readonly auth: string } {
  const scope = scopeText(place);
  if (scope === null) return { provider: "apiKey", auth: 'apiKey("your API key")' };
  return {
    provider: "serviceAccount",
    auth: `serviceAccount({
    keyFile: "service-account.json",
    subject: "admin@example.com",
    scopes: [${scope}],
  })`,
  };
}

function firstCallText({ api, calls }: Place): string {
  const { first } = calls;
  if (first === null) return "";
  const call = callExpression(first, api);
  if (first.method.streaming || first.method.paging?.items != null)
    return `for await (const item of ${call}) {\n  console.log(item);\n}`;
  return first.method.response === null
    ? `await ${call};`
    : `const answer = await ${call};\nconsole.log(answer);`;
}

/** Whom a client can act for; nothing for an API that asks nobody. */
export function authSection(place: Place): Section | null {
  const { api, name } = place;
  const scope = scopeText(place);
  if (scope === null) return null;
  const sample = `import { accessToken, applicationDefault, refreshToken, ${api.className} } from "${name}";

const scopes = [${scope}];
// What gcloud, Cloud Run or a VM provides.
const onGoogleCloud = new ${api.className}({ auth: applicationDefault({ scopes }) });
// A user who has agreed to it once.
const asUser = new ${api.className}({
  auth: refreshToken({ clientId: "…", clientSecret: "…", refreshToken: "…" }),
});
// A token from anywhere else, asked for whenever it is needed.
const withToken = new ${api.className}({ auth: accessToken(async () => "…") });
await Promise.all([onGoogleCloud.close(), asUser.close(), withToken.close()]);`;
  const urls = api.scopes.map(({ name: url }) => `   - ${code(url)}`);
  return {
    title: "Who makes the calls",
    paragraphs: [
      "A service account that acts for a user of a Google Workspace domain, step by step:",
      [
        "1. In the Google Cloud console enable the API, create a service account, and a key for it; keep the file secret.",
        "2. Note the service account's client id, a number.",
        "3. In the Admin console (Security, Access and data control, API controls, Domain-wide delegation) add that client id with the scopes that the program uses, one or more of:",
        ...urls,
        `4. Give the client the key, the same scopes, and as ${code("subject")} the address of the user it acts for.`,
      ].join("\n"),
      "Without a key, or for somebody else:",
      fence("ts", sample),
      `Any object with ${code("getAccessToken()")} or ${code("getRequestHeaders()")} will do as ${code("auth")}, google-auth-library's for instance. Nothing is read from the environment unless ${code("applicationDefault()")} is said. A method that none of the scopes fits fails before it is sent, and names those that would.`,
    ],
  };
}
