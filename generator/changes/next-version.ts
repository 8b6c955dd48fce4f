import type { Bump } from "./rule.js";

/**
 * The version after another one. Below 1.0.0 a major bump moves the minor number, every other one the patch
 * number. A prerelease moves to the release that it announces, where that is enough (semver.org, 11).
 */
export function nextVersion(version: string, bump: Bump): string {
  if (bump === "none") return version;
  const [core = "", ...prerelease] = version.split("-");
  const [major = 0, minor = 0, patch = 0] = core.split(".").map(Number);
  const part = major > 0 ? bump : bump === "major" ? "minor" : "patch";
  const below = { major: [minor, patch], minor: [patch], patch: [] }[part];
  if (prerelease.length > 0 && below.every((number) => number === 0)) return core;
  const next = {
    major: [major + 1, 0, 0],
    minor: [major, minor + 1, 0],
    patch: [major, minor, patch + 1],
  }[part];
  return next.join(".");
}

/** True if a version moves far enough from another one for a bump, or as far as a prerelease of that. */
export function isEnough(from: string, to: string, bump: Bump): boolean {
  if (bump === "none") return true;
  const [least, own] = [coreOf(nextVersion(from, bump)), coreOf(to)];
  const index = least.findIndex((number, place) => number !== own[place]);
  if (index === -1) return to !== from;
  return (own[index] ?? 0) > (least[index] ?? 0);
}

function coreOf(version: string): readonly number[] {
  return (version.split("-")[0] ?? "").split(".").map(Number);
}
