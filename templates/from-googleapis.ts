import type { Api } from "../generator/model/model.js";
import { code, safeText } from "./doc-comment.js";
import { googleapisCalls, googleapisDifferences } from "./googleapis-calls.js";
import { fence } from "./readme-section.js";
import type { PackageFacts } from "./package-facts.js";
import type { PlannedText } from "./planned-file.js";
import { callExpression, sampleCalls } from "./sample-calls.js";

/** `docs/from-googleapis.md`: each call of Google's own client beside ours. */
export function fromGoogleapisFile(api: Api, facts: PackageFacts): PlannedText {
  const name = facts.name ?? facts.folder;
  const rows = googleapisCalls(api).map(
    ({ theirs, ours }) => `| ${code(theirs.text)} | ${code(ours.text)} |`,
  );
  const parts = [
    `# From googleapis to ${safeText(name)}`,
    `The same resources, methods and parameters, by the same names. What differs:`,
    googleapisDifferences(api)
      .map((line) => `- ${line}`)
      .join("\n"),
    fence("ts", sample(api, name)),
    "| googleapis | here |\n| --- | --- |\n" + rows.join("\n"),
  ];
  return { kind: "text", path: "docs/from-googleapis.md", text: `${parts.join("\n\n")}\n` };
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
