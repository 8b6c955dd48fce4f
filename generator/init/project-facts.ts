/** What is known of a project before anything is written into it. */
import type { ProjectFolder } from "../inputs/project-folder.js";
import { dependsOn, memberText, readManifest, workspacePatterns } from "./manifest.js";
import { findPackageManager, type PackageManager } from "./package-manager.js";

/** All that `init` does not have to ask. */
export interface ProjectFacts {
  readonly manager: PackageManager;
  readonly hasManifest: boolean;
  /** Whether discogen is among the project's dependencies. */
  readonly hasDiscogen: boolean;
  /** Where clients go, from the project's folder, with `/`. */
  readonly out: string;
  /** Whether what is in `out` are packages of the project. */
  readonly hasWorkspace: boolean;
  /** `@scope` of the project's own name: a scope that is its owner's. */
  readonly scope: string | null;
  readonly license: string | null;
  /** The https address of the repository. */
  readonly repository: string | null;
}

/** What a user may say instead. */
export interface WantedFacts {
  readonly manager?: PackageManager["name"] | undefined;
  readonly out?: string | undefined;
}

export function findFacts(
  { levels, remote }: Pick<ProjectFolder, "levels" | "remote">,
  userAgent: string,
  wanted: WantedFacts = {},
): ProjectFacts {
  const [own] = levels;
  const manifest = readManifest(own);
  const license = memberText(manifest, "license");
  const patterns = workspacePatterns(own).map((each) => each.replace(/^\.\//, ""));
  const out = wanted.out ?? workspaceFolder(patterns) ?? "generated";
  return {
    manager: findPackageManager(levels, userAgent, wanted.manager),
    hasManifest: own !== undefined && own["package.json"] !== null,
    hasDiscogen: levels.some((level) => dependsOn(readManifest(level), "discogen")),
    out,
    hasWorkspace: patterns.includes(`${out}/*`) || patterns.includes(`${out}/**`),
    scope: /^(@[a-z0-9~-][a-z0-9._~-]*)\//.exec(memberText(manifest, "name") ?? "")?.[1] ?? null,
    license: license === null || !/^[A-Za-z0-9.+-]+$/.test(license) ? null : license,
    repository: httpsAddress(repositoryText(manifest["repository"]) ?? remote),
  };
}

/** Where packages of the project lie already: `generated/*` if that is among them. */
function workspaceFolder(patterns: readonly string[]): string | null {
  const folders = patterns.flatMap((each) => /^([\w.-]+)\/\*{1,2}$/.exec(each)?.[1] ?? []);
  return folders.find((each) => each === "generated") ?? folders[0] ?? null;
}

function repositoryText(repository: unknown): string | null {
  if (typeof repository === "string") {
    // What npm takes for a repository of GitHub.
    return repository.replace(/^(?:github:)?([\w-]+\/[\w.-]+)$/, "https://github.com/$1");
  }
  if (typeof repository !== "object" || repository === null || !("url" in repository)) return null;
  return typeof repository.url === "string" ? repository.url : null;
}

/** An address that anybody may read, without a user and a password; `null` of other ones. */
function httpsAddress(text: string | null): string | null {
  if (text === null) return null;
  const [, host = "", path = ""] =
    /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/([\w./~-]+)$/.exec(text) ??
    /^[\w.-]+@([\w.-]+):([\w./~-]+)$/.exec(text) ??
    [];
  return path === "" ? null : `https://${host}/${path}`;
}
