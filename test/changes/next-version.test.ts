import { describe, expect, test } from "vitest";
import { nextVersion } from "#generator/changes/next-version.js";
import { withEntry } from "#generator/changes/report-changelog.js";

describe("the next version", () => {
  test.for([
    ["1.2.3", "none", "1.2.3"],
    ["1.2.3", "patch", "1.2.4"],
    ["1.2.3", "minor", "1.3.0"],
    ["1.2.3", "major", "2.0.0"],
    ["0.2.3", "patch", "0.2.4"],
    ["0.2.3", "minor", "0.2.4"],
    ["0.2.3", "major", "0.3.0"],
    ["2.0.0-beta.1", "major", "2.0.0"],
    ["2.0.0-beta.1", "patch", "2.0.0"],
    ["2.1.0-beta.1", "major", "3.0.0"],
    ["2.1.0-beta.1", "minor", "2.1.0"],
    ["2.1.1-a-b.1", "minor", "2.2.0"],
    ["0.2.0-rc.1", "major", "0.2.0"],
  ] as const)("%s, %s → %s", ([version, bump, next]) => {
    expect(nextVersion(version, bump)).toBe(next);
  });
});

describe("an entry of a changelog", () => {
  const entry = "## 2.0.0\n\nNew.\n";
  test.for([
    ["", entry],
    ["# Changelog\n", `# Changelog\n\n${entry}`],
    ["# Changelog", `# Changelog\n\n${entry}`],
    ["# Changelog\n\n## 1.0.0\n", `# Changelog\n\n${entry}\n## 1.0.0\n`],
    ["## 1.0.0\n", `${entry}\n## 1.0.0\n`],
    ["# C\r\n\r\n## 1\r\n", "# C\r\n\r\n## 2.0.0\r\n\r\nNew.\r\n\r\n## 1\r\n"],
  ])("%j", ([before = "", after = ""]) => {
    expect(withEntry(before, entry)).toBe(after);
  });
});
