/**
 * Bundles the command line into `dist/generator/bundle`: a file with what every command needs, and one for each
 * part that is loaded by need. Importing a hundred small files takes Node longer than comparing two revisions.
 * commander is in the bundle: five small files that every command would look for.
 * What is compiled stays beside it: tests import single modules. `discogen/testing` is the same in a file that
 * programs import, with its types.
 */
import { build } from "esbuild";
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
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

const { metafile } = await build({
  entryPoints: { cli: join(dist, "cli.js"), testing: join(dist, "serve/testing.js") },
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
});

// Its types refer to no other file.
copyFileSync(join(dist, "serve/testing.d.ts"), join(bundle, "testing.d.ts"));

const written = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
written.add("testing.d.ts");
for (const name of readdirSync(bundle)) if (!written.has(name)) rmSync(join(bundle, name));
