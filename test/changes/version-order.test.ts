import { describe, expect, test } from "vitest";
import { compareVersions, isVersion } from "#generator/changes/version-order.js";

describe("the order of versions", () => {
  // The chain of semver.org, 11, with more between.
  const chain = [
    "0.9.10",
    "1.0.0-2",
    "1.0.0-10",
    "1.0.0-9007199254740993",
    "1.0.0-9007199254740994",
    "1.0.0--",
    "1.0.0-Beta",
    "1.0.0-a-b",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.1.0",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.2",
    "1.0.10",
    "1.2.0",
    "1.10.0",
    "2.0.0-0",
    "10.0.0",
  ];

  test("is that of a chain, between all pairs of it", () => {
    for (const [index, left] of chain.entries()) {
      for (const [place, right] of chain.entries()) {
        const sign = Math.sign(compareVersions(left, right));
        expect(sign, `${left} and ${right}`).toBe(Math.sign(index - place));
      }
      expect(isVersion(left), left).toBe(true);
    }
  });

  test.for([
    "",
    "1",
    "1.0",
    "1.0.0.0",
    " 1.0.0",
    "1.0.0\n",
    "v1.0.0",
    "01.0.0",
    "1.0.-1",
    "1.0.0-",
    "1.0.0-a..b",
    "1.0.0-01",
    "1.0.0-ä",
    "1.0.0+1",
    "9007199254740992.0.0",
    `1.0.0-${"a".repeat(251)}`,
  ])("%j is none", (text) => {
    expect(isVersion(text)).toBe(false);
  });
});
