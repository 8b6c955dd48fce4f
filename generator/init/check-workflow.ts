import {
  defaultLines,
  headLines,
  jobLines,
  scriptLines,
  setUpLines,
  type WorkflowFacts,
} from "./workflow-steps.js";

/** Checks and compares on pull requests. It can read, and nothing else. */
export function checkWorkflow(facts: WorkflowFacts): string {
  const discogen = `${facts.manager.run} discogen`;
  const lines = [
    ...headLines("discogen check", facts),
    "",
    "on: pull_request",
    "",
    "permissions: {}",
    "",
    "concurrency:",
    "  group: ${{ github.workflow }}-${{ github.ref }}",
    "  cancel-in-progress: true",
    "",
    ...defaultLines(facts),
    "",
    ...jobLines(
      "check",
      ["timeout-minutes: 20", "permissions:", "  contents: read"],
      [
        ...setUpLines(facts, [
          "# The merge of the pull request, and what it is merged into: diff compares with that.",
          "fetch-depth: 2",
          "persist-credentials: false",
        ]),
        "- name: Is everything generated what the documents say?",
        `  run: ${discogen} check`,
        ...scriptLines("What changes, whom does it break, is the new version enough?", [
          "code=0",
          `${discogen} diff --base HEAD^1 --format github || code=$?`,
          `${discogen} diff --base HEAD^1 --format markdown >> "$GITHUB_STEP_SUMMARY" || true`,
          'exit "$code"',
        ]),
      ],
    ),
  ];
  return `${lines.join("\n")}\n`;
}
