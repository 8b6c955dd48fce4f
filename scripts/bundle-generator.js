/**
 * Bundles the command line into `dist/generator/bundle`: a file with what every command needs, and one for each
 * part that is loaded by need. Importing a hundred small files takes Node longer than comparing two revisions.
 * commander is in the bundle: five small files that every command would look for.
 * What is compiled stays beside it: tests import single modules. `discogen/testing` is the same in a file that
 * programs import, with its types.
 */
import { build } from "esbuild";
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const dist = fileURLToPath(new URL("../dist/generator", import.meta.url));
const bundle = join(dist, "bundle");

/** What commander requires is there without being looked for, in an ES module too. */
const builtins = /** @type {import("esbuild").Plugin} */ ({
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === "require-call" ? { path, namespace: "builtin" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
});

/** @satisfies {import("esbuild").BuildOptions} */
const options = {
  entryPoints: { cli: join(dist, "cli.js"), testing: join(dist, "serve/testing.js") },
  absWorkingDir: root,
  // As deep as the modules themselves: some find files of the package by their own place.
  outdir: bundle,
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
  plugins: [builtins],
  // Names stay, so that a stack trace in a report of a bug can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
  metafile: true,
};

/**
 * What commands load one after the other, each step as one file. esbuild alone makes a file for every set of
 * entries that share a module: `diff` opened 35, which took longer than reading what is in them. A part that is
 * loaded by need therefore loads a step as a whole if it needs a module that the step is known by. The first
 * step is there anyway.
 */
const steps = [
  {
    knownBy: [],
    modules: [
      "command-line/program.js",
      "command-line/terminal.js",
      "commands/report.js",
      "output/hold-folder.js",
      "inputs/read-bytes.js",
      "create-hash.js",
      "did-you-mean.js",
    ],
  },
  {
    knownBy: ["commands/project.js"],
    modules: ["commands/project.js", "commands/project-lock.js"],
  },
  {
    knownBy: ["document/read-document.js"],
    modules: ["commands/configured-document.js", "model/build-model.js"],
  },
  { knownBy: ["changes/api-index.js", "changes/words.js"], modules: ["commands/diff.js"] },
];
const fileOf = (/** @type {string} */ module) => join(dist, module);

const { inputs } = (await build({ ...options, write: false })).metafile;

/** The files of all modules that are loaded with this one. */
function loadedWith(/** @type {string} */ module, loaded = new Set([resolve(root, module)])) {
  for (const { path, kind, external } of inputs[module]?.imports ?? []) {
    if (external || kind === "dynamic-import" || loaded.has(resolve(root, path))) continue;
    loadedWith(path, loaded.add(resolve(root, path)));
  }
  return loaded;
}

/**
 * The files that each module loaded by need loads first.
 *
 * @type {Map<string, string[]>}
 */
const before = new Map();
for (const { path, kind, external } of Object.values(inputs).flatMap(({ imports }) => imports)) {
  if (external || kind !== "dynamic-import") continue;
  const loaded = loadedWith(path);
  const wanted = steps.filter(
    (step) => step === steps[0] || step.knownBy.some((module) => loaded.has(fileOf(module))),
  );
  before.set(
    resolve(root, path),
    wanted.flatMap(({ modules }) => modules.map(fileOf)),
  );
}

/** @type {import("esbuild").Plugin} */
const inSteps = {
  name: "in-steps",
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      const files = before.get(path);
      if (files === undefined) return null;
      const imports = files.map((file) => `import ${JSON.stringify(file)};`).join(" ");
      return { contents: `${imports}\n${readFileSync(path, "utf8")}` };
    });
  },
};

const { metafile } = await build({ ...options, plugins: [builtins, inSteps] });

// Its types refer to no other file.
copyFileSync(join(dist, "serve/testing.d.ts"), join(bundle, "testing.d.ts"));

const written = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
written.add("testing.d.ts");
for (const name of readdirSync(bundle)) if (!written.has(name)) rmSync(join(bundle, name));
