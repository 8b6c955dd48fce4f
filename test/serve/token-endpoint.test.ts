/** The token endpoint of `discogen serve`. */
import { describe, expect, test } from "vitest";
import { answerToken } from "#generator/serve/token-endpoint.js";

const form = { "content-type": "application/x-www-form-urlencoded" };
const grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

function asked(
  members: Record<string, string>,
  method = "POST",
  headers: Record<string, string> = form,
): { status: number; json: Record<string, unknown> } {
  const body = Buffer.from(new URLSearchParams(members).toString());
  const answer = answerToken({ method, target: "/token", headers, body, methodId: null });
  return { status: answer.status, json: JSON.parse(Buffer.from(answer.body).toString()) as never };
}

const now = Math.floor(Date.now() / 1_000);
const claims = {
  iss: "robot@p",
  aud: "http://127.0.0.1/token",
  iat: now,
  exp: now + 3_600,
  scope: "a b",
};

function assertion(changes: object = {}, header: object = { alg: "RS256", typ: "JWT" }): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part({ ...claims, ...changes })}.c2ln`;
}

test("a signed JWT gets a token with the scopes it asks for", () => {
  expect(asked({ grant_type: grant, assertion: assertion() })).toEqual({
    status: 200,
    json: {
      access_token: "fake-access-token",
      expires_in: 3_599,
      token_type: "Bearer",
      scope: "a b",
    },
  });
});

test("a refresh token gets one too", () => {
  const members = { grant_type: "refresh_token", refresh_token: "r", client_id: "c" };
  expect(asked(members)).toMatchObject({ status: 200, json: { token_type: "Bearer" } });
});

describe("refused, as Google's does:", () => {
  test.each<[string, Record<string, string>, string]>([
    ["another grant", { grant_type: "password" }, "unsupported_grant_type"],
    ["no grant", {}, "unsupported_grant_type"],
    ["no assertion", { grant_type: grant }, "invalid_grant"],
    ["no JWT", { grant_type: grant, assertion: "a.b.c" }, "invalid_grant"],
    [
      "two parts",
      { grant_type: grant, assertion: assertion().replace(/\.[^.]*$/, "") },
      "invalid_grant",
    ],
    ["no object", { grant_type: grant, assertion: "bnVsbA.bnVsbA.x" }, "invalid_grant"],
    ["HS256", { grant_type: grant, assertion: assertion({}, { alg: "HS256" }) }, "invalid_grant"],
    ["no iss", { grant_type: grant, assertion: assertion({ iss: undefined }) }, "invalid_grant"],
    ["no aud", { grant_type: grant, assertion: assertion({ aud: undefined }) }, "invalid_grant"],
    [
      "too old",
      { grant_type: grant, assertion: assertion({ iat: now - 7_200, exp: now - 3_600 }) },
      "invalid_grant",
    ],
    [
      "too long",
      { grant_type: grant, assertion: assertion({ exp: now + 3_601 }) },
      "invalid_grant",
    ],
    [
      "not yet",
      { grant_type: grant, assertion: assertion({ iat: now + 900, exp: now + 1_800 }) },
      "invalid_grant",
    ],
    ["no refresh token", { grant_type: "refresh_token", client_id: "c" }, "invalid_request"],
    ["no client", { grant_type: "refresh_token", refresh_token: "r" }, "invalid_request"],
  ])("%s", (_, members, error) => {
    const { status, json } = asked(members);
    expect([status, json["error"]]).toEqual([400, error]);
    expect(json["error_description"]).toEqual(expect.any(String));
  });

  test("what is no POST of a form", () => {
    expect(asked({}, "GET").json).toMatchObject({ error: "invalid_request" });
    const json = { "content-type": "application/json" };
    expect(asked({}, "POST", json).json).toMatchObject({ error: "invalid_request" });
  });
});
