import {
  defaultLines,
  headLines,
  jobLines,
  scriptLines,
  setUpLines,
  type WorkflowFacts,
} from "./workflow-steps.js";

/** Takes newer documents every week, and opens a pull request with what they change. */
export function updateWorkflow(facts: WorkflowFacts): string {
  const lines = [
    ...headLines("discogen update", facts),
    "",
    "on:",
    "  schedule:",
    '    - cron: "17 5 * * 1"',
    "  workflow_dispatch:",
    "",
    "permissions: {}",
    "",
    "concurrency:",
    "  group: ${{ github.workflow }}",
    "",
    ...defaultLines(facts),
    "",
    ...jobLines(
      "update",
      ["timeout-minutes: 30", "permissions:", "  contents: write", "  pull-requests: write"],
      [
        ...setUpLines(facts),
        ...scriptLines("Take what is new", updateScript(facts)),
        ...scriptLines("Open a pull request, or renew it", pullRequestScript(facts), [
          "BRANCH: discogen/update",
          "# The repository's settings must allow Actions to open pull requests. GitHub starts no checks for those that",
          "# its own token opens: with the secret DISCOGEN_TOKEN, a token of an app or a person, they run.",
          "GH_TOKEN: ${{ secrets.DISCOGEN_TOKEN || github.token }}",
        ]),
      ],
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** One document that fails does not keep the others back: the run fails in the end. */
function updateScript({ manager }: WorkflowFacts): string[] {
  return [
    "code=0",
    `${manager.run} discogen update > "$RUNNER_TEMP/report.txt" || code=$?`,
    'cat "$RUNNER_TEMP/report.txt"',
    'echo "$code" > "$RUNNER_TEMP/code.txt"',
  ];
}

function pullRequestScript({ out }: WorkflowFacts): string[] {
  return [
    "git add --update",
    `git add --all -- ${out}`,
    "if ! git diff --cached --quiet; then",
    '  git config user.name "github-actions[bot]"',
    '  git config user.email "41898282+github-actions[bot]@users.noreply.github.com"',
    '  git switch --quiet --force-create "$BRANCH"',
    '  git commit --quiet --message "Update the API clients"',
    "  gh auth setup-git",
    '  git push --quiet --force origin "$BRANCH"',
    "  # Indented: what a document says is text, and no Markdown.",
    `  head -c 50000 "$RUNNER_TEMP/report.txt" | sed 's/^/    /' > "$RUNNER_TEMP/body.md"`,
    `  if [ "$(gh pr list --head "$BRANCH" --state open --json number --jq length)" = 0 ]; then`,
    '    gh pr create --head "$BRANCH" --title "Update the API clients" --body-file "$RUNNER_TEMP/body.md"',
    "  else",
    '    gh pr edit "$BRANCH" --body-file "$RUNNER_TEMP/body.md"',
    "  fi",
    "fi",
    'exit "$(cat "$RUNNER_TEMP/code.txt")"',
  ];
}
