// F6, F9: any answer at all becomes an error that can be logged; any text at all gets through the small parsers.
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { GoogleApiError } from "@discogen/runtime";
import { runs } from "../runs.js";
import { AnswerHeaders } from "../../runtime/src/answer.js";
import { refusedAttempt } from "../../runtime/src/answer-error.js";
import { callError, newTrail } from "../../runtime/src/call-error.js";
import { nestsTooDeep } from "../../runtime/src/decode-body.js";
import { readErrorBody, readRetryAfter } from "../../runtime/src/error-body.js";
import { excerptOf, titleOf, withoutCredentials } from "../../runtime/src/error-text.js";
import { checkHeaders } from "../../runtime/src/headers.js";
import { readNetworkError } from "../../runtime/src/network-error.js";
import { readAnswer } from "../../runtime/src/read-answer.js";
import { encodeCall } from "../../runtime/src/request.js";
import { nearestName, oneLine } from "../../runtime/src/text.js";
import { writtenRequest } from "../../runtime/src/written-call.js";

const dictionary = [
  ["*/", "/*", "`", "${", "'", '"', "\\", "\r", "\n", "\r\n", "\u2028", "\u0000", "\u001b[31m"],
  ["\u007f", "\u202e", "\u2066", "\ufeff", "\ud800", "__proto__", "constructor", "toString"],
  ["then", "</title>", "<title>", "-->", "1e999", "-0", "NaN", "9007199254740993", "é", "👍"],
].flat();

const secret = "s3cret/token+long~enough_0123456789";

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(...dictionary, secret, `Bearer ${secret}`),
  fc.array(fc.constantFrom(...dictionary, secret, "x "), { maxLength: 6 }).map((a) => a.join("")),
);

const anything = fc.oneof(
  text,
  fc.jsonValue(),
  fc.constantFrom(null, undefined, 5, "", [], {}, [null], { "@type": 5 }),
);

const kinds = ["ErrorInfo", "RetryInfo", "Help", "BadRequest", "QuotaFailure", "RequestInfo"];

const detail = fc.record(
  {
    "@type": fc.oneof(
      fc.constantFrom(...kinds).map((kind) => `type.googleapis.com/google.rpc.${kind}`),
      anything,
    ),
    reason: anything,
    domain: anything,
    metadata: anything,
    retryDelay: fc.oneof(fc.constantFrom("1s", "0.5s", "-1s", "1e9s", "999999999999.9s"), anything),
    links: anything,
    fieldViolations: fc.oneof(
      fc.array(fc.record({ field: anything, description: anything })),
      anything,
    ),
    violations: anything,
  },
  { requiredKeys: [] },
);

const errorBody = fc.record(
  {
    message: anything,
    code: anything,
    status: anything,
    errors: fc.oneof(
      fc.array(fc.record({ reason: anything, domain: anything, message: anything })),
      anything,
    ),
    details: fc.oneof(fc.array(fc.oneof(detail, anything)), anything),
  },
  { requiredKeys: [] },
);

const json = fc
  .oneof(
    fc.record({ error: fc.oneof(errorBody, anything) }),
    fc.array(fc.record({ error: errorBody })),
    fc.record({ error: text, error_description: anything }),
    anything,
  )
  .map((value) => JSON.stringify(value) ?? "");

const body = fc.oneof(
  json.map((value) => Buffer.from(value)),
  fc.tuple(json, fc.nat(200)).map(([value, end]) => Buffer.from(value.slice(0, end))),
  text.map((value) => Buffer.from(`<html><title>${value}</title>${value}</html>`)),
  text.map((value) => Buffer.from(value)),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);

const answer = fc.record({
  status: fc.oneof(
    fc.integer({ min: 200, max: 599 }),
    fc.constantFrom(301, 401, 403, 408, 429, 503),
  ),
  body,
  packed: fc.constantFrom("no", "gzip", "claimed"),
  type: fc.option(text),
  retryAfter: fc.option(fc.oneof(text, fc.integer().map(String), fc.date().map(String))),
  location: fc.option(text),
});

const auth = ["authorization", `Bearer ${secret}`];
const request = encodeCall(writtenRequest({ method: "GET", path: "x" }), null);

async function errorOf(one: typeof answer extends fc.Arbitrary<infer T> ? T : never): Promise<{
  error: GoogleApiError | null;
  end: string;
}> {
  const headers = new AnswerHeaders({
    ...(one.type === null ? {} : { "content-type": one.type }),
    ...(one.retryAfter === null ? {} : { "retry-after": one.retryAfter }),
    ...(one.location === null ? {} : { location: one.location }),
    ...(one.packed === "no" ? {} : { "content-encoding": "gzip" }),
  });
  const bytes = one.packed === "gzip" ? gzipSync(one.body) : one.body;
  const raw = { status: one.status, headers, body: bytes, cut: false };
  const about = { id: "test.id", host: "h", writes: true, trail: { ...newTrail(), auth } };
  if (one.status >= 300) {
    const { parts, end } = await refusedAttempt(request, raw, about);
    return { error: callError(parts, about), end };
  }
  try {
    await readAnswer(request, raw, about);
    return { error: null, end: "final" };
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    return { error, end: "final" };
  }
}

const controls = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[\u202a-\u202e\u2066-\u2069]/u;

test("F6 any answer becomes an error that shows no credential and no control character", async () => {
  const before = [
    Object.getOwnPropertyNames(Object.prototype),
    Object.getOwnPropertyNames(Array.prototype),
  ];
  const property = fc.asyncProperty(answer, async (one) => {
    const { error, end } = await errorOf(one);
    if (error === null) return;
    expect(error.message.length).toBeLessThanOrEqual(4_096);
    expect(error.message).not.toMatch(controls);
    expect(error.excerpt ?? "").not.toMatch(controls);
    expect(error.excerpt?.length ?? 0).toBeLessThanOrEqual(4_096);
    for (const member of [error.reason, error.domain, error.code]) {
      if (member !== null) expect(typeof member).toBe("string");
    }
    expect(error.status).toBe(one.status);
    const wait = error.retryAfterMs;
    if (wait !== null) expect(Number.isFinite(wait) && wait >= 0).toBe(true);
    const views = [error.badRequest, error.quotaFailure, error.requestInfo, error.help];
    const shown = inspect([error, views], { depth: Infinity, showHidden: true });
    expect(shown + JSON.stringify(error)).not.toContain(secret);
    if (one.status >= 300) checkEnd(one.status, error, end);
  });
  await fc.assert(property, runs(1_000));
  expect([
    Object.getOwnPropertyNames(Object.prototype),
    Object.getOwnPropertyNames(Array.prototype),
  ]).toEqual(before);
});

/** RUNTIME.md 1.2, once more. */
function checkEnd(status: number, error: GoogleApiError, end: string): void {
  const limited = [error.reason, error.errors[0]?.reason].some((one) =>
    ["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"].includes(one ?? ""),
  );
  const wanted =
    status === 429 || (status === 403 && limited)
      ? "rate_limited"
      : [408, 500, 502, 503, 504].includes(status)
        ? "server_error"
        : "final";
  expect(end).toBe(wanted);
  const refusal = status >= 400 && status < 500 && status !== 408;
  expect(error.outcome).toBe(refusal ? "failed" : "unknown");
}

test("F9 Retry-After and RetryInfo give a finite wait or none", () => {
  const value = fc.oneof(
    text,
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom("Mon, 01 Jan 0000 00:00:00 GMT", "Xxx, 99 Yyy 9999 99:99:99 GMT", " 5 ", "5s"),
  );
  fc.assert(
    fc.property(value, (said) => {
      const wait = readRetryAfter(new AnswerHeaders({ "retry-after": said }), null);
      expect(wait === null || (Number.isFinite(wait) && wait >= 0)).toBe(true);
      if (/^\d{1,9}$/.test(said.trim())) expect(wait).toBe(Number(said) * 1_000);
      if (/^\d{10,}$/.test(said.trim())) expect(wait).toBeGreaterThan(1_000_000_000_000 - 1);
      const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: said }];
      const { retryInfo } = readErrorBody({ error: { details } });
      if (retryInfo !== null) expect(Number.isFinite(retryInfo.retryDelayMs)).toBe(true);
    }),
    runs(2_000),
  );
});

test("F9 texts for people are one line, whatever goes in", () => {
  fc.assert(
    fc.property(text, fc.nat(100), (said, max) => {
      expect(oneLine(said, max)).not.toMatch(controls);
      const excerpt = excerptOf(Buffer.from(said), auth);
      expect(excerpt).not.toMatch(controls);
      expect(titleOf(excerpt) ?? "").not.toMatch(controls);
      expect(withoutCredentials(said, auth)).not.toContain(secret);
      expect(
        readNetworkError(Object.assign(new Error(said), { code: said }), "h").words,
      ).not.toMatch(controls);
    }),
    runs(2_000),
  );
});

test("F9 headers of the caller's are what Headers takes too, or are refused without being shown", () => {
  fc.assert(
    fc.property(text, text, (name, value) => {
      // A name is shown, and may be any text of the dictionary: the value is known by what no name has.
      const mark = "Kw4-of-the-value";
      const marked = mark + value;
      let taken: Record<string, string> | null = null;
      try {
        taken = checkHeaders({ [name]: marked }, "headers");
      } catch (error) {
        expect(error).toBeInstanceOf(GoogleApiError);
        expect((error as Error).message).not.toContain(mark);
      }
      for (const [key, header] of Object.entries(taken ?? {})) {
        expect(new Headers([[key, header]]).get(key)).toBe(
          header.replaceAll(/^[\t ]+|[\t ]+$/g, ""),
        );
      }
    }),
    runs(2_000),
  );
});

test("F9 64 KB of anything take no time", () => {
  const size = 64 * 1024;
  const parts = ["<title", "<title>", "\\n", " ", "a", "{", "[", '"', "Mon, ", "1", "\u2028", ","];
  const long = parts.flatMap((part) => [
    part.repeat(size / part.length),
    `<title>${part.repeat(size / part.length)}`,
  ]);
  const parsers: readonly ((said: string) => unknown)[] = [
    (said) => titleOf(said),
    (said) => oneLine(said),
    (said) => excerptOf(Buffer.from(said), auth),
    (said) => nestsTooDeep(Buffer.from(said)),
    (said) => readRetryAfter(new AnswerHeaders({ "retry-after": said }), null),
    (said) => readErrorBody({ error: { message: said, details: [{ retryDelay: said }] } }),
    (said) => readNetworkError(new Error(said), said),
    (said) => nearestName(said, ["customerId", "subscriptionId", said.slice(1)]),
  ];
  for (const parse of parsers) {
    for (const said of long) {
      const started = performance.now();
      parse(said);
      expect(performance.now() - started).toBeLessThan(50);
    }
  }
});
