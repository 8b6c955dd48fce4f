/** What package.json says of a project. */
import type { FolderLevel } from "../inputs/project-folder.js";

/** The members of a package.json; one that is none of ours to judge has no members. */
export type Manifest = Readonly<Record<string, unknown>>;

export function readManifest(level: FolderLevel | undefined): Manifest {
  try {
    const value: unknown = JSON.parse(level?.["package.json"] ?? "{}");
    return typeof value === "object" && value !== null ? (value as Manifest) : {};
  } catch {
    return {};
  }
}

/** The text of a member; `null` if it has none. */
export function memberText(manifest: Manifest, key: string): string | null {
  const value = manifest[key];
  return typeof value === "string" && value !== "" ? value : null;
}

/** Whether a package is among the dependencies. */
export function dependsOn(manifest: Manifest, name: string): boolean {
  return ["dependencies", "devDependencies", "optionalDependencies"].some((key) => {
    const all = manifest[key];
    return typeof all === "object" && all !== null && Object.hasOwn(all, name);
  });
}

/** The patterns of the folders that are packages of the same project. */
export function workspacePatterns(level: FolderLevel | undefined): string[] {
  const { workspaces } = readManifest(level);
  const packages: unknown =
    typeof workspaces === "object" && workspaces !== null && "packages" in workspaces
      ? workspaces.packages
      : workspaces;
  const ofManifest = Array.isArray(packages)
    ? packages.filter((each) => typeof each === "string")
    : [];
  // Read by the line: pnpm itself writes the list so.
  const lines = (level?.["pnpm-workspace.yaml"] ?? "").matchAll(
    /^\s*-\s*["']?([^"'#\s]+)["']?\s*$/gm,
  );
  return [...ofManifest, ...[...lines].map(([, pattern = ""]) => pattern)];
}
