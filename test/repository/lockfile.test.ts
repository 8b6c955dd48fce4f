/** Where packages come from. */
import { expect, test } from "vitest";
import { readJson } from "./paths.js";

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

const { packages } = readJson<{ packages: Readonly<Record<string, Locked>> }>("package-lock.json");
const entries = Object.entries(packages);
const installed = entries.filter(([path, { link }]) => path.includes("node_modules/") && !link);

const publicRegistry = "https://registry.npmjs.org/";

test("no package comes from elsewhere than the public registry, and its content is known", () => {
  expect(installed.length).toBeGreaterThan(100);
  // Without `resolved`, npm asks the registry that the user has set; the hash holds all the same.
  const strange = installed.filter(([, { resolved = publicRegistry, integrity, inBundle }]) => {
    return !resolved.startsWith(publicRegistry) || !(inBundle || integrity?.startsWith("sha512-"));
  });
  expect(strange.map(([path]) => path)).toEqual([]);
});

test("the only links are the workspaces", () => {
  const links = entries
    .filter(([, { link }]) => link)
    .map(([path, { resolved }]) => [path, resolved]);
  expect(Object.fromEntries(links)).toEqual({
    "node_modules/@discogen/reseller-v1": "generated/reseller-v1",
    "node_modules/@discogen/runtime": "runtime",
  });
});

test("every undici is at least 7.29.0: older ones have known holes", () => {
  const versions = entries
    .filter(([path]) => /(?:^|\/)node_modules\/undici$/.test(path))
    .map(([, { version = "" }]) => version.split(".").map(Number));
  expect(versions.length).toBeGreaterThan(0);
  for (const [major = 0, minor = 0] of versions) {
    expect(major === 7 ? minor : 29, `${major}.${minor}`).toBeGreaterThanOrEqual(29);
    expect(major).toBeGreaterThanOrEqual(7);
  }
});
