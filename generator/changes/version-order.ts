/** Versions as npm orders them (semver.org, 11). */

const number = "(?:0|[1-9]\\d*)";
const tag = `(?:${number}|\\d*[A-Za-z-][\\dA-Za-z-]*)`;
const pattern = new RegExp(`^${number}\\.${number}\\.${number}(?:-${tag}(?:\\.${tag})*)?$`);

/**
 * True for a version that a package can have: `x.y.z` or `x.y.z-tag`. Build metadata (`+…`) is none: npm drops it,
 * and two versions that differ in nothing else are one.
 */
export function isVersion(text: string): boolean {
  // The limits of npm's own reader.
  return pattern.test(text) && text.length <= 256 && partsOf(text).core.every(Number.isSafeInteger);
}

/** Negative, 0 or positive, as one version comes before another, is it, or comes after it. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [partsOf(left), partsOf(right)];
  const core = firstDifference(one.core, other.core, (a, b) => a - b);
  if (core !== 0) return core;
  const [early, late] = [one.tags, other.tags];
  // A release comes after what announces it.
  if (early.length === 0 || late.length === 0) return late.length - early.length;
  return firstDifference(early, late, compareTags) || early.length - late.length;
}

function partsOf(version: string): { readonly core: number[]; readonly tags: readonly string[] } {
  const [core = "", ...rest] = version.split("-");
  const tags = rest.join("-");
  return { core: core.split(".").map(Number), tags: tags === "" ? [] : tags.split(".") };
}

/** Numbers by their value, before words; words by their code units. */
function compareTags(left: string, right: string): number {
  const [isNumber, isOther] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  // Without leading zeros the longer number is the greater one, however long.
  if (isNumber && left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** How two lists differ in the first place where they do; 0 where one of them begins with the other. */
function firstDifference<T>(
  left: readonly T[],
  right: readonly T[],
  compare: (left: T, right: T) => number,
): number {
  for (const [index, each] of left.entries()) {
    const other = right[index];
    const difference = other === undefined ? 0 : compare(each, other);
    if (difference !== 0) return difference;
  }
  return 0;
}
