/** Key files of every kind of content (F9): a key, or one line that names the member and quotes nothing. */
import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { GoogleApiError, serviceAccount } from "@discogen/runtime";
import { runs } from "../runs.js";
import { keyFile } from "./servers.js";

const scopes = "https://www.googleapis.com/auth/apps.order";
const secret = "s3cr3t-s3cr3t-s3cr3t";

/** Reads the key; what it throws must be fit to be logged. */
function read(key: unknown): void {
  try {
    serviceAccount({ key: key as object, scopes });
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    expect(error).toMatchObject({ outcome: "not_sent" });
    expect(error.message).toMatch(/^serviceAccount: [^\n\r\u2028]{1,601}$/);
    const seen = inspect(error, { depth: Infinity, showHidden: true });
    expect(seen).not.toContain(secret);
    expect(seen).not.toContain("BEGIN");
  }
}

const hostile = fc.constantFrom<unknown>(
  "__proto__",
  "\u2028\r\n\0\u202e",
  `${secret}`,
  "-----BEGIN PRIVATE KEY-----\n",
  `-----BEGIN RSA PRIVATE KEY-----\n${secret}`,
  "https://oauth2.googleapis.com/token",
  "https://oauth2.googleapis.com:443@evil.example/",
  "\\n".repeat(50),
  "x".repeat(70_000),
  null,
  0,
  [],
  {},
);
const soakMs = 600_000;

const value = fc.oneof(hostile, fc.string({ unit: "binary" }), fc.jsonValue());
// All but the type, which the message is to show.
const members = Object.keys(keyFile()).filter((name) => name !== "type");
const member = fc.constantFrom(...members, "universe_domain", "quota_project_id");

test(
  "F9 a key file with some members changed",
  () => {
    fc.assert(
      fc.property(fc.dictionary(member, value, { maxKeys: 4 }), (changes) => {
        read({ ...keyFile(), ...changes });
        read(JSON.stringify({ ...keyFile({ private_key: secret }), ...changes }));
      }),
      runs(2_000),
    );
  },
  soakMs,
);

test(
  "F9 a key file cut and spoilt anywhere",
  () => {
    // The type stands last, so that no cut makes a type of a secret.
    const { type, ...others } = keyFile({ project_id: secret });
    const text = JSON.stringify({ ...others, type });
    const at = fc.nat(text.length);
    fc.assert(
      fc.property(at, at, fc.string({ unit: "binary" }), (from, to, put) => {
        read(text.slice(0, Math.min(from, to)) + put + text.slice(Math.max(from, to)));
        read(text.slice(0, from));
      }),
      runs(2_000),
    );
  },
  soakMs,
);

test("F9 64 KiB of anything are read in no time", () => {
  for (const piece of ["\\r", "\\n", "\r", " ", "-----BEGIN ", "\\\\r\\"]) {
    const private_key = piece.repeat(65_536 / piece.length);
    const began = performance.now();
    read({ ...keyFile(), private_key });
    read({ ...keyFile(), private_key: `-----BEGIN PRIVATE KEY-----\n${private_key}` });
    expect(performance.now() - began).toBeLessThan(500);
  }
});
