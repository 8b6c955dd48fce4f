/** What differences mean: how much each weighs for whom, which version comes next. */
import type { Change } from "./change.js";
import { fingerprint } from "./fingerprint.js";
import type { Bump, Direction, Grade, Grades, Knob, Level, Policy, Rule } from "./rule.js";
import { rules } from "./rules.js";

/** Who is hit by a change, and how hard. */
export interface Impact {
  /** Programs that are installed already, against today's server. */
  readonly wire: Level;
  /** Compiling programs against the new client. */
  readonly types: Level;
  /** Running them with the new client. */
  readonly runtime: Level;
}

/** A change with what it means. */
export interface JudgedChange extends Change {
  /** The same in every comparison that finds this change: a hash of what it is, not of its words. */
  readonly id: string;
  readonly impact: Impact;
  /** What the configuration says instead of the impact. */
  readonly setLevel: Level | null;
  /** That, or the worst of the impact. */
  readonly level: Level;
  readonly bump: Bump;
  /** Who said that it may be so. */
  readonly approval: Approval | null;
}

/** A change that somebody has agreed to. */
export interface Approval {
  /** That of the change. */
  readonly id: string;
  readonly reason: string;
  readonly by?: string;
  /** The last day on which it holds, `2026-12-31`; without one for ever. */
  readonly until?: string;
}

/** How a team wants its changes judged. */
export interface Judging {
  readonly policy: Policy;
  /** Levels by rule or `rule@direction`; the more precise one counts. */
  readonly levels?: Readonly<Record<string, Level>>;
  readonly approvals?: readonly Approval[];
  /** `2026-11-25`, by which approvals end. */
  readonly today: string;
}

/** All changes of a revision, and what follows. */
export interface Verdict {
  readonly changes: readonly JudgedChange[];
  /** The part of the version that moves. */
  readonly bump: Bump;
  readonly counts: Readonly<Record<Level, number>>;
  /** Approvals that no change has asked for. */
  readonly unused: readonly Approval[];
  /** Approvals whose last day is over. */
  readonly expired: readonly Approval[];
}

/** What our own templates and runtime do. */
export const ownPolicy: Policy = {
  checkedEnums: true,
  checkedRequired: true,
  inputsWithoutReadOnly: true,
  namedInlineObjects: true,
  requiredBodies: true,
  typedEndpoints: true,
  ignoresReservedExpansion: true,
  ignoresMtls: true,
  standardParameters: ["fields"],
  unreachedSchemas: true,
};

/** Judges changes; their order stays. */
export function judge(changes: readonly Change[], judging: Judging): Verdict {
  const { approvals = [], today } = judging;
  const isOver = ({ until }: Approval): boolean => until !== undefined && until < today;
  const valid = new Map(approvals.flatMap((each) => (isOver(each) ? [] : [[each.id, each]])));
  const judged = changes.map((change) => judgeChange(change, valid, judging));
  const found = new Set(judged.map(({ id }) => id));
  return {
    ...summed(judged),
    unused: [...valid.values()].filter(({ id }) => !found.has(id)),
    expired: approvals.filter(isOver),
  };
}

/** The verdict on some of the changes. */
export function narrowed(verdict: Verdict, isKept: (change: JudgedChange) => boolean): Verdict {
  return { ...verdict, ...summed(verdict.changes.filter(isKept)) };
}

function summed(changes: readonly JudgedChange[]): Pick<Verdict, "changes" | "bump" | "counts"> {
  const counts = { error: 0, warning: 0, info: 0, none: 0 };
  for (const { level } of changes) counts[level]++;
  return { changes, bump: greatest(changes.map(({ bump }) => bump)), counts };
}

function judgeChange(
  change: Change,
  approvals: ReadonlyMap<string, Approval>,
  { policy, levels = {} }: Judging,
): JudgedChange {
  const id = fingerprint(change);
  const { impact, bump } = readGrade(gradeOf(change, policy));
  const setLevel = levelFor(change, levels);
  const level = setLevel ?? worst(impact);
  return { ...change, id, impact, setLevel, level, bump, approval: approvals.get(id) ?? null };
}

function gradeOf(change: Change, policy: Policy): Grade {
  if (isNotGenerated(change, policy)) return "N N N → none";
  const rule = rules[change.rule];
  return ofDirection(gradesOf(rule, change.isTyped, policy), change.direction);
}

/** What the generator leaves out cannot break anybody. */
function isNotGenerated({ rule, at, direction }: Change, policy: Policy): boolean {
  const [, standard] = /^\/parameters\/([^/]+)/.exec(at) ?? [];
  // What such a parameter is like, the runtime says, and not the document.
  if (standard !== undefined) {
    return !(policy.standardParameters.includes(standard) && rule.startsWith("global-parameter-"));
  }
  return direction === "none" && !policy.unreachedSchemas && !rule.startsWith("schema-direction");
}

/** The grades of a rule where the generator does what the policy says. */
export function gradesOf(rule: Rule, isTyped: boolean, policy: Policy): Grades {
  if (!isTyped && rule.untyped !== undefined) return rule.untyped;
  for (const [knob, grades] of Object.entries(rule.under ?? {})) {
    if (policy[knob as Knob]) return grades;
  }
  return rule.grade;
}

function ofDirection(grades: Grades, direction: Direction | null): Grade {
  return typeof grades === "string" ? grades : grades[direction ?? "both"];
}

const letters = { E: "error", W: "warning", I: "info", N: "none" } as const;

/** A grade in its parts. */
export function readGrade(grade: Grade): { readonly impact: Impact; readonly bump: Bump } {
  const [wire = "N", types = "N", runtime = "N", , bump = "none"] = grade.split(" ");
  const level = (letter: string): Level => letters[letter as keyof typeof letters];
  return {
    impact: { wire: level(wire), types: level(types), runtime: level(runtime) },
    bump: bump as Bump,
  };
}

const levelOrder: readonly Level[] = ["none", "info", "warning", "error"];
const bumpOrder: readonly Bump[] = ["none", "patch", "minor", "major"];

/** The heaviest of an impact. */
function worst({ wire, types, runtime }: Impact): Level {
  const index = Math.max(...[wire, types, runtime].map((each) => levelOrder.indexOf(each)));
  return levelOrder[index] ?? "none";
}

/** The bump that is enough for all. */
function greatest(bumps: readonly Bump[]): Bump {
  return bumps.reduce<Bump>((most, each) => (isAtLeast(each, most) ? each : most), "none");
}

/** True if one bump is as much as another, or more. */
export function isAtLeast(bump: Bump, least: Bump): boolean {
  return bumpOrder.indexOf(bump) >= bumpOrder.indexOf(least);
}

function levelFor(
  { rule, direction }: Change,
  levels: Readonly<Record<string, Level>>,
): Level | null {
  for (const key of direction === null ? [rule] : [`${rule}@${direction}`, rule]) {
    const level = Object.hasOwn(levels, key) ? levels[key] : undefined;
    if (level !== undefined) return level;
  }
  return null;
}
