import type { Api } from "../generator/model/model.js";
import { callsOf, targetText } from "./calls.js";
import { safeText } from "./doc-comment.js";
import type { PackageFacts } from "./package-facts.js";
import { pathText } from "./path-text.js";
import type { PlannedText } from "./planned-file.js";
import { callExpression, sampleCalls } from "./sample-calls.js";

/** What a reader with little room is given, in bytes. */
const room = 9_500;

/** `llms.txt`: what a program that writes programs must know, in less than 10 kB. */
export function llmsFile(api: Api, facts: PackageFacts): PlannedText {
  const name = facts.name ?? facts.folder;
  const calls = sampleCalls(api);
  const head = `# ${name}

> A typed TypeScript client of the ${safeText(api.title)} (${safeText(api.id)}). Node 20.19 or newer, ES module.

- Import from "${name}": the class ${api.className}, auth providers (serviceAccount, applicationDefault, refreshToken, accessToken, apiKey, anonymous), GoogleApiError, every schema as a type.
- One params object per call: path and query parameters by their names on the wire, the request body under \`body\`. Settings of a call (deadlineMs, signal, retry, headers) are the second argument.
- A list is a promise of its first page and an async iterable of all items; .pages() gives pages.
- \`fields: "a,b/c"\` narrows the answer and its type.
- POST and PATCH are never sent twice unless \`idempotent: true\` is said; error.outcome is "not_sent", "failed" or "unknown".
- [README](README.md): by task. [api.md](api.md): all methods.
${calls.first === null ? "" : `\n    const client = new ${api.className}({ auth });\n    const answer = await ${callExpression(calls.first, api)};\n    await client.close();\n`}
## Methods

`;
  const lines = callsOf(api).map(
    (call) =>
      `- ${targetText(call)}: ${call.method.httpMethod} ${safeText(pathText(call.method.path))}\n`,
  );
  let text = head;
  let shown = 0;
  for (const line of lines) {
    if (Buffer.byteLength(text + line) > room) break;
    text += line;
    shown++;
  }
  const others = lines.length - shown;
  return {
    kind: "text",
    path: "llms.txt",
    text: others === 0 ? text : `${text}- and ${others} more, all in api.md\n`,
  };
}
