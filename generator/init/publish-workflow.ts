import {
  defaultLines,
  headLines,
  jobLines,
  scriptLines,
  setUpLines,
  type WorkflowFacts,
} from "./workflow-steps.js";

/** Publishes what is not published yet when a tag is pushed, by trusted publishing: there is no token to lose. */
export function publishWorkflow(facts: WorkflowFacts): string {
  const lines = [
    ...headLines("discogen publish", facts),
    "#",
    "# npm must know this file as the trusted publisher of each package (its settings on npmjs.com; environment npm).",
    "# It takes that for packages it has: publish the first version by hand.",
    "",
    "on:",
    "  push:",
    '    tags: ["v*"]',
    "",
    "permissions: {}",
    "",
    "concurrency:",
    "  group: ${{ github.workflow }}",
    "",
    ...defaultLines(facts),
    "",
    ...jobLines(
      "publish",
      [
        "timeout-minutes: 20",
        "environment: npm",
        "permissions:",
        "  contents: read",
        "  id-token: write",
      ],
      [
        ...setUpLines(facts),
        "- name: Is everything generated what the documents say?",
        `  run: ${facts.manager.run} discogen check`,
        "# Trusted publishing needs npm 11.5.1; Node 24 has it.",
        ...scriptLines("Publish what npm does not have yet", publishScript(facts)),
      ],
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** The lock knows the folders; a package without a name of its own is private, and in no registry. */
function publishScript({ manager }: WorkflowFacts): string[] {
  return [
    `node -p "Object.keys(JSON.parse(fs.readFileSync('discogen.lock.json')).clients).join('\\n')" > "$RUNNER_TEMP/folders.txt"`,
    "while read -r folder <&3; do",
    '  if [ ! -f "$folder/package.json" ]; then continue; fi',
    '  package="$(node -p "',
    "    const { name, version, private: isPrivate } = JSON.parse(fs.readFileSync(process.argv[1]));",
    "    isPrivate ? '' : name + '@' + version",
    '  " "$folder/package.json")"',
    '  if [ -z "$package" ]; then',
    '    echo "$folder is private"',
    '  elif [ -n "$(npm view "$package" version 2> "$RUNNER_TEMP/view.txt" || true)" ]; then',
    '    echo "$package is published already"',
    "  else",
    `    ${manager.build('"$folder"')}`,
    "    # A pre-release becomes nobody's latest version.",
    '    case "${package##*@}" in *-*) tag=next ;; *) tag=latest ;; esac',
    '    npm publish "./$folder" --ignore-scripts --provenance --access public --tag "$tag"',
    "  fi",
    'done 3< "$RUNNER_TEMP/folders.txt"',
  ];
}
