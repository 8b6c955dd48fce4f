/** What a test opens, and what ends with it. */
import { afterEach } from "vitest";
import { accessToken, type ClientOptions } from "@discogen/runtime";
import { TestClient } from "./reseller.js";

/** Whatever is put here is closed after the test. */
export const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Closes `one` after the test. */
export function closing<T extends { close(): Promise<unknown> }>(one: T): T {
  open.push(one);
  return one;
}

/** A client for the server at `rootUrl`. */
export function clientFor(rootUrl: string, options: ClientOptions = {}): TestClient {
  return closing(new TestClient({ auth: accessToken("t"), rootUrl, ...options }));
}
