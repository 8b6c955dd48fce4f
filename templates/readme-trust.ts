/** The sections of a README about what can go wrong: errors, money, time. */
import { code } from "./doc-comment.js";
import { fence, type Place, type Section } from "./readme-section.js";
import { callExpression } from "./sample-calls.js";

/** Errors, resending, deadlines. */
export function trustSections(place: Place): (Section | null)[] {
  return [errorSection(place), retrySection(place), timeSection(place)];
}

function errorSection({ api, name, calls: { first } }: Place): Section | null {
  if (first === null) return null;
  const sample = `import { GoogleApiError } from "${name}";

try {
  await ${callExpression(first, api)};
} catch (error) {
  if (error instanceof GoogleApiError && error.status === 404) {
    console.log("there is none:", error.reason);
  } else {
    throw error;
  }
}`;
  return {
    title: "Errors",
    paragraphs: [
      fence("ts", sample),
      `Every failure is a ${code("GoogleApiError")}: ${code("kind")} says of what kind, ${code("status")} and ${code("reason")} what the server said, ${code("errorInfo")} and ${code("details")} the rest of it, and ${code("outcome")} whether the call may have been carried out all the same. It holds no credential and no request, so it can be logged whole.`,
    ],
  };
}

function retrySection({ api, calls: { write } }: Place): Section | null {
  const sample =
    write === null
      ? []
      : [
          fence(
            "ts",
            `const made = await ${callExpression(write, api, { options: "{ retry: false }" })};
console.log(made);`,
          ),
        ];
  return {
    title: "Resending, and money",
    paragraphs: [
      "A request that certainly never left is sent again, and so is one that was refused because of a rate limit (429): up to four attempts in all, inside the call's deadline, with growing waits and never earlier than the server asked.",
      'A GET, PUT or DELETE is also sent again after a lost connection, a timeout or a server error. A POST or PATCH is not: it may have been carried out, and doing it twice may cost money. Such a call fails with `outcome: "unknown"`.',
      `Then look before you order again: read what the call would have made (${code("get")} or ${code("list")}), by a name or an order number of your own that you gave it, and repeat it only if it is not there. Where a method has a ${code("requestId")} and you set it, resending is safe, and done.`,
      ...sample,
      `${code("retry: false")} sends once; ${code("retry: { rateLimited: false }")} gives up at a rate limit; ${code("idempotent: true")} tells that doing this call twice does no harm.`,
    ],
  };
}

function timeSection({ api, calls: { first } }: Place): Section | null {
  if (first === null) return null;
  const options = "{ deadlineMs: 5_000, signal: controller.signal }";
  const sample = `const controller = new AbortController();
await ${callExpression(first, api, { options })};`;
  return {
    title: "Time limits",
    paragraphs: [
      fence("ts", sample),
      `${code("deadlineMs")} (60 seconds unless you say otherwise) covers one call with its token, attempts and waits, ${code("attemptTimeoutMs")} (30 seconds) one attempt. Both can be set for all calls of a client. After an abort nothing is sent.`,
    ],
  };
}
