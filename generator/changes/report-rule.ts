import { gradesOf, readGrade } from "./judge.js";
import type { Direction, Edit, Grade, Grades, Policy } from "./rule.js";
import { rules, type RuleId } from "./rules.js";
import { wordsOf } from "./words.js";

/** A rule for people: what it tells, how it is graded and why, and an example. */
export function reportRule(id: RuleId, policy: Policy): string[] {
  const rule = rules[id];
  const lines = [
    `${id}: ${wordsOf({ rule: id, from: "{from}", to: "{to}" })}`,
    "",
    rule.reason,
    "",
  ];
  const grades = gradesOf(rule, true, policy);
  lines.push(...gradeLines(grades));
  if (rule.untyped !== undefined) {
    lines.push("Where programs compile as before:", ...gradeLines(rule.untyped));
  }
  if (JSON.stringify(grades) !== JSON.stringify(rule.grade)) {
    lines.push("With a generator that types it less strictly:", ...gradeLines(rule.grade));
  }
  return [...lines, "", "Example:", ...rule.example.flatMap(editLines)];
}

const sides: Readonly<Record<Direction, string>> = {
  request: "in requests only",
  both: "in requests and responses",
  response: "in responses only",
  none: "reached by no method",
};

/** One line for each grade, with the directions that have it. */
function gradeLines(grades: Grades): string[] {
  if (typeof grades === "string") return [`  ${gradeText(grades)}`];
  const byGrade = new Map<Grade, string[]>();
  for (const direction of ["request", "both", "response", "none"] as const) {
    const grade = grades[direction];
    byGrade.set(grade, [...(byGrade.get(grade) ?? []), sides[direction]]);
  }
  return [...byGrade].map(([grade, names]) => `  ${gradeText(grade)}: ${names.join(", ")}`);
}

function gradeText(grade: Grade): string {
  const { impact, bump } = readGrade(grade);
  const axes = Object.entries(impact).map(([axis, level]) => `${axis} ${level}`);
  return `${axes.join(", ")} → ${bump}`;
}

function editLines({ at, before, after }: Edit): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [`    ${at}: ${jsonOf(after)}`];
  return [`  - ${at}: ${jsonOf(before)}`, `  + ${at}: ${jsonOf(after)}`];
}

function jsonOf(value: Edit["before"]): string {
  return value === undefined ? "(nothing)" : JSON.stringify(value);
}
