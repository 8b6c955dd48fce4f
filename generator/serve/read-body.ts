/** The bodies of requests. */
import type { Method, Request } from "../model/model.js";
import type { BodyCheck } from "./check-body.js";
import { badRequest, GoogleError } from "./google-error.js";

/** A body with its type. */
export interface TypedBody {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the JSON that a method takes and holds it against the document; `undefined` where there is none.
 *
 * @param isOptional true where the JSON only says more about what is uploaded
 * @throws GoogleError for a body that is none, is missing, or is not as the document says.
 */
export async function readJsonBody(
  method: Method,
  { type, bytes }: TypedBody,
  check: BodyCheck,
  isOptional = false,
): Promise<unknown> {
  const { request } = method;
  if (bytes.length === 0) {
    if (request === null || request.optional || isOptional) return undefined;
    const description = `is missing; it must be the JSON of ${nameOf(request)}`;
    throw badRequest([{ field: "body", description, reason: "required" }]);
  }
  if (request === null) return checkNothing(method, bytes);
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new GoogleError({
      status: 400,
      message: `Invalid request: the content-type must be application/json, and is ${JSON.stringify(type)}`,
    });
  }
  return checked(method, request, bytes, check);
}

function nameOf({ type }: Request): string {
  return type.kind === "ref" ? type.schema : "what is sent";
}

async function checked(
  method: Method,
  request: Request,
  bytes: Uint8Array,
  check: BodyCheck,
): Promise<unknown> {
  const value = parse(bytes);
  if (isDeeper(value, maxDepth)) {
    const description = `is nested deeper than ${maxDepth} levels`;
    throw badRequest([{ field: "body", description, reason: "parseError" }]);
  }
  const violations = await check.violations(method, request.type, value);
  if (violations.length > 0) throw badRequest(violations);
  return value;
}

/** As Google's servers have it. */
const maxDepth = 100;

/** Level by level: what is nested too deeply for a check is too deep for a call of functions, too. */
function isDeeper(value: unknown, levels: number): boolean {
  let level = [value].filter(isNested);
  for (let depth = 0; depth < levels && level.length > 0; depth++) {
    level = level.flatMap((each): unknown[] => Object.values(each)).filter(isNested);
  }
  return level.length > 0;
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** An empty object is what some clients send where there is nothing to send. */
function checkNothing({ id }: Method, bytes: Uint8Array): undefined {
  if (new TextDecoder().decode(bytes.subarray(0, 16)).trim() === "{}") return undefined;
  throw badRequest([
    { field: "body", description: `must be left out: ${id} takes none`, reason: "badRequest" },
  ]);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : "it cannot be read";
    throw new GoogleError({
      status: 400,
      reason: "parseError",
      message: `Invalid request: the body is no JSON: ${why}`,
    });
  }
}
