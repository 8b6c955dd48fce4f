/** What the workflows have in common. */
import type { PackageManager } from "./package-manager.js";

/** What a workflow is written for. */
export interface WorkflowFacts {
  readonly manager: PackageManager;
  /** The project's folder from the top of the repository, with `/`; `""` for the top itself. */
  readonly place: string;
  /** The folder of the clients, from the project's. */
  readonly out: string;
}

/** Pinned by their commits: a tag can be moved to other code. */
const actions = {
  checkout: "actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1",
  node: "actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903 # v6.0.0",
  pnpm: "pnpm/action-setup@41ff72655975bd51cab0327fa583b6e92b6d3061 # v4.2.0",
} as const;

/** The lines that stand above all others. */
export function headLines(name: string, { place }: WorkflowFacts): string[] {
  return [
    "# Written by discogen init, once: it is yours. Actions are pinned by their commits; Dependabot can move them.",
    `name: ${place === "" ? name : JSON.stringify(`${name} (${place})`)}`,
  ];
}

/** Where scripts run. */
export function defaultLines({ place }: WorkflowFacts): string[] {
  const folder = place === "" ? [] : [`    working-directory: ${JSON.stringify(place)}`];
  return ["defaults:", "  run:", "    shell: bash", ...folder];
}

/** Gets the sources, and installs what the lock file says. */
export function setUpLines(
  { manager }: WorkflowFacts,
  checkout: readonly string[] = ["persist-credentials: false"],
): string[] {
  return [
    `- uses: ${actions.checkout}`,
    "  with:",
    ...checkout.map((line) => `    ${line}`),
    ...managerLines(manager),
    `- uses: ${actions.node}`,
    "  with:",
    "    node-version: 24",
    "    package-manager-cache: false",
    `- run: ${manager.installLocked}`,
  ];
}

function managerLines({ name, hasVersion }: PackageManager): string[] {
  switch (name) {
    case "npm":
      return [];
    case "pnpm":
      return [`- uses: ${actions.pnpm}`, ...(hasVersion ? [] : ["  with:", "    version: 10"])];
    case "yarn":
      return ["- run: corepack enable"];
  }
}

/** A job; its steps are indented as they must be. */
export function jobLines(
  name: string,
  members: readonly string[],
  steps: readonly string[],
): string[] {
  return [
    "jobs:",
    `  ${name}:`,
    "    runs-on: ubuntu-latest",
    ...members.map((line) => `    ${line}`),
    "    steps:",
    ...steps.map((line) => (line === "" ? "" : `      ${line}`)),
  ];
}

/**
 * A script of several lines. What it takes from outside comes by its environment: an expression in a script would be
 * read as a part of it.
 */
export function scriptLines(
  name: string,
  script: readonly string[],
  environment: readonly string[] = [],
): string[] {
  return [
    `- name: ${name}`,
    ...(environment.length === 0 ? [] : ["  env:", ...environment.map((line) => `    ${line}`)]),
    "  run: |",
    ...script.map((line) => `    ${line}`),
  ];
}
