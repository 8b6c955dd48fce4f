/** Which package manager a project uses, and how its words are. */
import type { FolderLevel } from "../inputs/project-folder.js";
import { memberText, readManifest } from "./manifest.js";

/** The package managers that `init` knows. */
export const packageManagers = ["npm", "pnpm", "yarn"] as const;

/** A package manager, and what is typed for it. */
export interface PackageManager {
  readonly name: (typeof packageManagers)[number];
  /** Whether the project says itself which version it wants. */
  readonly hasVersion: boolean;
  /** Whether packages lie in `node_modules`, as far as can be known. */
  readonly hasNodeModules: boolean;
  /** Installs what the lock file says, and fails where that does not fit. */
  readonly installLocked: string;
  readonly install: string;
  /** Adds packages for development; their names follow. */
  readonly add: string;
  /** Runs a program of an installed package; its words follow. */
  readonly run: string;
  /** Runs a program of a package that may not be installed yet. */
  readonly fetchAndRun: string;
  /** Runs the script `build` of the package in a folder. */
  build(folder: string): string;
}

type Name = PackageManager["name"];

/**
 * Finds the package manager of a project: that of the field `packageManager`, of the nearest lock file, that by
 * which this program was started, or npm.
 *
 * @param userAgent - What a package manager says of itself to the programs it starts.
 */
export function findPackageManager(
  levels: readonly FolderLevel[],
  userAgent: string,
  wanted?: Name,
): PackageManager {
  const said = levels.flatMap((level) => memberText(readManifest(level), "packageManager") ?? []);
  const [field = ""] = said;
  const name =
    wanted ?? nameIn(field) ?? nearestLock(levels) ?? nameIn(userAgent.replace("/", "@")) ?? "npm";
  const hasVersion = nameIn(field) === name;
  switch (name) {
    case "npm":
      return { ...npm, hasVersion };
    case "pnpm":
      return { ...pnpm, hasVersion };
    case "yarn":
      return { ...(isClassic(levels, field, userAgent) ? classicYarn : yarn), hasVersion };
  }
}

function nameIn(text: string): Name | undefined {
  return packageManagers.find((name) => text.startsWith(`${name}@`));
}

function nearestLock(levels: readonly FolderLevel[]): Name | undefined {
  for (const level of levels) {
    if (level["pnpm-lock.yaml"] !== null || level["pnpm-workspace.yaml"] !== null) return "pnpm";
    if (level["yarn.lock"] !== null || level[".yarnrc.yml"] !== null) return "yarn";
    if (level["package-lock.json"] !== null || level["npm-shrinkwrap.json"] !== null) return "npm";
  }
  return undefined;
}

/** Yarn 1 has other words than all later ones. */
function isClassic(levels: readonly FolderLevel[], field: string, userAgent: string): boolean {
  if (field.startsWith("yarn@")) return field.startsWith("yarn@1.");
  if (levels.some((level) => level[".yarnrc.yml"] !== null)) return false;
  const lock = levels.map((level) => level["yarn.lock"]).find((text) => text !== null);
  if (lock !== undefined && lock !== "") return lock.includes("# yarn lockfile v1");
  return userAgent.startsWith("yarn/1.");
}

const npm = {
  name: "npm",
  hasNodeModules: true,
  installLocked: "npm ci",
  install: "npm install",
  add: "npm install --save-dev",
  run: "npx --no",
  fetchAndRun: "npx",
  build: (folder: string) => `npm --prefix ${folder} run build`,
} as const;

const pnpm = {
  name: "pnpm",
  hasNodeModules: true,
  installLocked: "pnpm install --frozen-lockfile",
  install: "pnpm install",
  add: "pnpm add --save-dev",
  run: "pnpm exec",
  fetchAndRun: "pnpm dlx",
  build: (folder: string) => `pnpm --dir ${folder} run build`,
} as const;

const yarn = {
  name: "yarn",
  hasNodeModules: false,
  installLocked: "yarn install --immutable",
  install: "yarn install",
  add: "yarn add --dev",
  run: "yarn run",
  fetchAndRun: "yarn dlx",
  build: (folder: string) => `yarn --cwd ${folder} run build`,
} as const;

const classicYarn = {
  ...yarn,
  hasNodeModules: true,
  installLocked: "yarn install --frozen-lockfile",
  run: "yarn --silent run",
  fetchAndRun: "npx",
} as const;
