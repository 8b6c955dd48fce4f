/**
 * Bundles `@discogen/runtime` into what is loaded at the start and the modules that are loaded by need:
 * importing sixty small files takes Node longer than everything else a client does before its first call.
 * Beside them stand the declarations that users need.
 */
import { build } from "esbuild";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TypesRollUp } from "./roll-up-types.js";

const source = fileURLToPath(new URL("../runtime/src", import.meta.url));
const dist = fileURLToPath(new URL("../runtime/dist", import.meta.url));
const types = join(dist, "types");
for (const name of readdirSync(dist)) {
  if (name !== "types") rmSync(join(dist, name), { recursive: true });
}

const index = join(source, "index.ts");
const firstCall = join(source, "client-sending.ts");
const imported = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((path) => /(?<!\.d)\.ts$/.test(path))
  .flatMap((path) => {
    const file = join(source, path);
    const imports = readFileSync(file, "utf8").matchAll(/\bimport\("(\.[^"]+)\.js"\)/g);
    return [...imports].map(([, target = ""]) => `${join(dirname(file), target)}.ts`);
  });
// What users import by a name of its own is loaded by need as well.
const byNeed = [join(source, "testing.ts"), ...imported];

/**
 * Whatever the start loads is one module more, and what the first call loads another, however many of the
 * modules loaded by need share which parts of them: to esbuild each of those imports all of both.
 *
 * @type {import("esbuild").Plugin}
 */
const twoSteps = {
  name: "two-steps",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^discogen:start$/ }, () => ({ path: index }));
    onResolve({ filter: /^discogen:first-call$/ }, () => ({ path: firstCall }));
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!byNeed.includes(path)) return null;
      const before = path === firstCall ? ["start"] : ["start", "first-call"];
      const imports = before.map((name) => `import "discogen:${name}";`).join(" ");
      return { contents: `${readFileSync(path, "utf8")}\n${imports}`, loader: "ts" };
    });
  },
};

/** @type {import("esbuild").BuildOptions} */
const common = {
  outdir: dist,
  entryNames: "[name]",
  format: "esm",
  target: "es2022",
  // A package of 150 kB has no room for the sources twice: they stand in the maps.
  minify: true,
  // Node prints the line of an error that nobody caught: one line would be all of it.
  lineLimit: 120,
  sourcemap: true,
  logLevel: "warning",
};

await build({
  ...common,
  entryPoints: [index, ...new Set(byNeed)],
  chunkNames: "shared-[hash]",
  bundle: true,
  splitting: true,
  // So that a module of Node's would be an error.
  platform: "neutral",
  external: ["#connections"],
  plugins: [twoSteps],
  // It moves code between files all the same.
  logOverride: { "ignored-bare-import": "silent" },
});

// A module that shares nothing imports them for nothing, and bundlers of users complain of it.
for (const name of readdirSync(dist).filter((file) => file.endsWith(".js"))) {
  const file = join(dist, name);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/\bimport"\.\/shared-\w+\.js";/g, ""));
}

// What package.json chooses `#connections` from, by the place where it runs.
const places = [
  "undici",
  "fetch-connections",
  "browser-connections",
  "deno-connections",
  "worker-connections",
];
await build({ ...common, entryPoints: places.map((name) => join(source, `${name}.ts`)) });

// What only generated code writes.
const silent = (/** @type {string} */ file) => /\/(?:descriptor|fake-api)\.d\.ts$/.test(file);
const [indexTypes, testingTypes] = [join(types, "index.d.ts"), join(types, "testing.d.ts")];
const rolledUp = {
  index: new TypesRollUp(indexTypes, null, silent),
  testing: new TypesRollUp(testingTypes, indexTypes, silent),
};
for (const [name, rollUp] of Object.entries(rolledUp)) {
  writeFileSync(join(dist, `${name}.d.ts`), rollUp.text("./index.js"));
}
