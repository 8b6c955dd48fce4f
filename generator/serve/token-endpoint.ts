/** A token endpoint for tests: hands out tokens that mean nothing to whoever asks in the right form. */
import { jsonAnswer, type FakeAnswer, type FakeRequest } from "./message.js";

/** Where it is. */
export const tokenPath = "/token";

const jwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const lifetime = 3_599;

/** Answers a request for a token: with a signed JWT (RFC 7523), or with a refresh token (RFC 6749). */
export function answerToken({ method, headers, body }: FakeRequest): FakeAnswer {
  if (method !== "POST") return refusal("invalid_request", "A token is asked for by POST");
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "")) {
    return refusal("invalid_request", "The content-type must be application/x-www-form-urlencoded");
  }
  const form = new URLSearchParams(new TextDecoder().decode(body));
  const grant = form.get("grant_type");
  if (grant === jwtGrant) return answerAssertion(form.get("assertion"));
  if (grant === "refresh_token") {
    const absent = ["refresh_token", "client_id"].find((name) => !form.get(name));
    return absent === undefined ? token({}) : refusal("invalid_request", `${absent} is missing`);
  }
  return refusal(
    "unsupported_grant_type",
    `The grant_type must be ${jwtGrant} or refresh_token, and is ${JSON.stringify(grant)}`,
  );
}

/** The signature is not checked: whose key it was made with is not known here. */
function answerAssertion(assertion: string | null): FakeAnswer {
  const parts = (assertion ?? "").split(".");
  const [header, claims] = parts.map(readPart);
  if (parts.length !== 3 || header == null || claims == null) {
    return refusal("invalid_grant", "The assertion is no signed JWT");
  }
  if (header["alg"] !== "RS256") return refusal("invalid_grant", "The assertion must be RS256");
  const absent = ["iss", "aud", "iat", "exp"].find((name) => claims[name] === undefined);
  if (absent !== undefined) return refusal("invalid_grant", `The claim ${absent} is missing`);
  const [from, until] = [Number(claims["iat"]), Number(claims["exp"])];
  const now = Date.now() / 1_000;
  if (!(until > now && from < now + 300 && until - from <= 3_600)) {
    const message = "Token must be a short-lived token (60 minutes) and in a reasonable timeframe";
    return refusal("invalid_grant", `${message}. Check your iat and exp values in the JWT claim.`);
  }
  const { scope } = claims;
  return token(typeof scope === "string" ? { scope } : {});
}

function readPart(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return typeof value === "object" ? (value as Readonly<Record<string, unknown>> | null) : null;
  } catch {
    return null;
  }
}

function token(members: object): FakeAnswer {
  const answer = { access_token: "fake-access-token", expires_in: lifetime, token_type: "Bearer" };
  return jsonAnswer(200, { ...answer, ...members });
}

function refusal(error: string, description: string): FakeAnswer {
  return jsonAnswer(400, { error, error_description: description });
}
