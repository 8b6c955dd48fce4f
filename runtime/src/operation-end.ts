import type { ResponseInfo } from "./call.js";
import type { MethodDescriptor } from "./descriptor.js";
import { readErrorBody } from "./error-body.js";
import { GoogleApiError } from "./error.js";
import { recordOf } from "./record.js";

type Fields = Readonly<Record<string, unknown>>;

/** How many requests a wait has taken, and what came beside the last answer. */
export interface WaitTrail {
  attempts: number;
  response: ResponseInfo | null;
}

/** True if the operation goes on no more. */
export function hasEnded(operation: object, { operation: style }: MethodDescriptor): boolean {
  const { done, status } = operation as Fields;
  if (style === "done") return done === true;
  return typeof status === "string" && status.toUpperCase() === "DONE";
}

/** The failure of an operation that has ended, or `null`. */
export function operationError(
  operation: object,
  { id, operation: style }: MethodDescriptor,
  trail: WaitTrail,
): GoogleApiError | null {
  const { error, httpErrorStatusCode, httpErrorMessage } = operation as Fields;
  const failed =
    style === "done" ? error != null : hasContent(error) || httpErrorStatusCode !== undefined;
  if (!failed) return null;
  const { code, status } = codeOf(error);
  const body = readErrorBody({
    error: { ...recordOf(error), status: code, errors: errorsOf(error) },
  });
  const said = body.message ?? (typeof httpErrorMessage === "string" ? httpErrorMessage : null);
  const words = [body.reason ?? body.code, said].filter((part) => part !== null).join(": ");
  return new GoogleApiError({
    ...body,
    kind: "operation",
    message: `${id}: ${operationWords(operation)} failed${words === "" ? "" : `: ${words}`}`,
    outcome: "failed",
    status: typeof httpErrorStatusCode === "number" ? httpErrorStatusCode : status,
    ...trail,
    operation,
  });
}

/** An operation by its name, for people. */
export function operationWords(operation: object): string {
  const { name } = operation as Fields;
  return typeof name === "string" && name !== "" ? `the operation ${name}` : "the operation";
}

/** Some servers always send an `error`, with nothing in it but a kind or an empty list. */
function hasContent(error: unknown): boolean {
  const isEmpty = (value: unknown): boolean =>
    !value || (Array.isArray(value) && value.length === 0);
  return Object.entries(recordOf(error)).some(
    ([name, value]) => name !== "kind" && !isEmpty(value),
  );
}

/** The older form, `error.errors[]`, which says `code` here where answers say `reason`. */
function errorsOf(error: unknown): object[] {
  const { errors } = recordOf(error);
  if (!Array.isArray(errors)) return [];
  return errors.map((entry) => ({ reason: recordOf(entry)["code"], ...recordOf(entry) }));
}

/** `google.rpc.Code` by number: its name, and the HTTP status that stands for it. */
const codes: readonly (readonly [string, number])[] = [
  ["OK", 200],
  ["CANCELLED", 499],
  ["UNKNOWN", 500],
  ["INVALID_ARGUMENT", 400],
  ["DEADLINE_EXCEEDED", 504],
  ["NOT_FOUND", 404],
  ["ALREADY_EXISTS", 409],
  ["PERMISSION_DENIED", 403],
  ["RESOURCE_EXHAUSTED", 429],
  ["FAILED_PRECONDITION", 400],
  ["ABORTED", 409],
  ["OUT_OF_RANGE", 400],
  ["UNIMPLEMENTED", 501],
  ["INTERNAL", 500],
  ["UNAVAILABLE", 503],
  ["DATA_LOSS", 500],
  ["UNAUTHENTICATED", 401],
];

function codeOf(error: unknown): { readonly code: string | null; readonly status: number | null } {
  const number = recordOf(error)["code"];
  if (typeof number !== "number") return { code: null, status: null };
  const [code = null, status = number >= 400 && number < 600 ? number : null] = codes[number] ?? [];
  return { code, status };
}
