import { describe, expect, test } from "vitest";
import { findFacts } from "#generator/init/project-facts.js";
import { nextSteps } from "#generator/init/planned-files.js";

type Files = Readonly<Record<string, string>>;

const none = {
  "package.json": null,
  "package-lock.json": null,
  "npm-shrinkwrap.json": null,
  "pnpm-lock.yaml": null,
  "pnpm-workspace.yaml": null,
  "yarn.lock": null,
  ".yarnrc.yml": null,
};

/** The facts of a folder with these files, in folders with those. */
function facts(
  levels: readonly Files[],
  { userAgent = "", remote = null as string | null, wanted = {} } = {},
): ReturnType<typeof findFacts> {
  return findFacts(
    { remote, levels: levels.map((files) => ({ ...none, ...files })) },
    userAgent,
    wanted,
  );
}

const manifest = (content: object): Files => ({ "package.json": JSON.stringify(content) });

describe("the package manager", () => {
  test.each<[string, readonly Files[], string]>([
    ["nothing at all", [{}], "npm ci"],
    ["package-lock.json", [{ "package-lock.json": "{}" }], "npm ci"],
    ["pnpm-lock.yaml", [{ "pnpm-lock.yaml": "" }], "pnpm install --frozen-lockfile"],
    ["a workspace of pnpm", [{ "pnpm-workspace.yaml": "" }], "pnpm install --frozen-lockfile"],
    ["yarn.lock of Yarn 4", [{ "yarn.lock": "__metadata:" }], "yarn install --immutable"],
    [
      "yarn.lock of Yarn 1",
      [{ "yarn.lock": "# yarn lockfile v1\n" }],
      "yarn install --frozen-lockfile",
    ],
    ["a lock in a folder above", [{}, { "pnpm-lock.yaml": "" }], "pnpm install --frozen-lockfile"],
    ["the nearest lock", [{ "package-lock.json": "" }, { "pnpm-lock.yaml": "" }], "npm ci"],
    [
      "the field, whatever lock there is",
      [{ ...manifest({ packageManager: "pnpm@10.1.0" }), "package-lock.json": "" }],
      "pnpm install --frozen-lockfile",
    ],
    [
      "the field of a folder above",
      [manifest({}), manifest({ packageManager: "yarn@4.9.1" })],
      "yarn install --immutable",
    ],
    [
      "Yarn 1 by the field",
      [manifest({ packageManager: "yarn@1.22.22" })],
      "yarn install --frozen-lockfile",
    ],
    ["a field of another one", [manifest({ packageManager: "bun@1.2.0" })], "npm ci"],
    ["a package.json that is no JSON", [{ "package.json": "{" }], "npm ci"],
  ])("%s", (_, levels, install) => {
    expect(facts(levels).manager.installLocked).toBe(install);
  });

  test("without any mark it is the one that has started the program", () => {
    const userAgent = "pnpm/10.1.0 npm/? node/v22.0.0 linux x64";
    expect(facts([{}], { userAgent }).manager.name).toBe("pnpm");
    expect(facts([{ "package-lock.json": "" }], { userAgent }).manager.name).toBe("npm");
  });

  test("what was said on the command line counts before all", () => {
    const wanted = { manager: "yarn" } as const;
    expect(facts([{ "package-lock.json": "" }], { wanted }).manager.name).toBe("yarn");
  });
});

describe("where clients go", () => {
  test.each<[string, Files, string, boolean]>([
    ["no workspaces", manifest({}), "generated", false],
    [
      "workspaces that have it",
      manifest({ workspaces: ["apps/*", "generated/*"] }),
      "generated",
      true,
    ],
    [
      "workspaces of another name",
      manifest({ workspaces: ["./packages/*", "apps/*"] }),
      "packages",
      true,
    ],
    ["an object of workspaces", manifest({ workspaces: { packages: ["libs/*"] } }), "libs", true],
    ["single folders", manifest({ workspaces: ["app"] }), "generated", false],
    ["pnpm", { "pnpm-workspace.yaml": "packages:\n  - 'libs/*'\n  - \"!x/**\"\n" }, "libs", true],
  ])("%s", (_, files, out, hasWorkspace) => {
    expect(facts([files])).toMatchObject({ out, hasWorkspace });
  });
});

describe("whose package it is", () => {
  test.each<[string, string | null]>([
    ["https://github.com/acme/shop.git", "https://github.com/acme/shop.git"],
    ["git@github.com:acme/shop.git", "https://github.com/acme/shop.git"],
    ["ssh://git@git.acme.example:2222/shop.git", "https://git.acme.example/shop.git"],
    ["https://somebody:secret@github.com/acme/shop", "https://github.com/acme/shop"],
    ["https://token@github.com/acme/shop", "https://github.com/acme/shop"],
    ["/srv/git/shop.git", null],
    ["../shop", null],
  ])("the remote %s", (remote, repository) => {
    expect(facts([{}], { remote }).repository).toBe(repository);
  });

  test("package.json says it before the remote does", () => {
    const remote = "git@github.com:acme/fork.git";
    const repository = { type: "git", url: "git+https://github.com/acme/shop.git" };
    const own = manifest({ name: "@acme/shop", license: "MIT", repository });
    expect(facts([own], { remote })).toMatchObject({
      scope: "@acme",
      license: "MIT",
      repository: "https://github.com/acme/shop.git",
    });
    expect(
      facts([manifest({ name: "shop", license: "SEE LICENSE IN x", repository: "acme/shop" })]),
    ).toMatchObject({
      scope: null,
      license: null,
      repository: "https://github.com/acme/shop",
    });
  });
});

describe("what comes next", () => {
  test.each<[string, Files, string[]]>([
    ["a new folder", {}, ["npx discogen generate", "npm install"]],
    [
      "a project of npm",
      manifest({}),
      [
        'npm pkg set "workspaces[]=generated/*"',
        "npx discogen generate",
        "npm install --save-dev discogen",
      ],
    ],
    [
      "a project that has all",
      manifest({ workspaces: ["generated/*"], devDependencies: { discogen: "1" } }),
      ["npx discogen generate", "npm install"],
    ],
    [
      "a project of pnpm",
      { ...manifest({}), "pnpm-lock.yaml": "" },
      [
        'add "generated/*" to "packages" in pnpm-workspace.yaml',
        "pnpm dlx discogen generate",
        "pnpm add --save-dev discogen",
      ],
    ],
  ])("%s", (_, files, steps) => {
    expect(nextSteps(facts([files]))).toEqual(steps);
  });
});
