/** What bundlers make of the package, for the places where it runs. */
import { build, type Metafile } from "esbuild";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { fetchDifferences } from "./fetch-differences.js";
import { readdirSync, readFileSync } from "node:fs";

const root = join(import.meta.dirname, "../..");

/** Bundles the package without anything left outside: an import that cannot be resolved is an error. */
async function bundle(
  conditions: readonly string[],
  contents = 'export * from "@discogen/runtime";',
): Promise<{ files: Record<string, Uint8Array>; meta: Metafile }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    outdir: "out",
    platform: conditions.includes("browser") ? "browser" : "neutral",
    external: conditions.includes("node") ? ["node:*"] : [],
    conditions: [...conditions],
    absWorkingDir: root,
    logLevel: "silent",
  });
  const files = outputFiles.map(({ path, contents }) => [path.slice(root.length + 1), contents]);
  return { files: Object.fromEntries(files), meta: metafile };
}

test.each([["browser"], ["workerd"], ["edge-light"], ["deno"], ["bun"], []])(
  "a bundle for %s holds no undici and imports no module of Node's",
  async (...conditions) => {
    const { meta } = await bundle(conditions);
    const inputs = Object.keys(meta.inputs);
    expect(inputs.filter((path) => path.includes("undici"))).toEqual([]);
    expect(inputs.filter((path) => path.endsWith("fetch-connections.js"))).toHaveLength(1);
    const outside = Object.values(meta.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external),
    );
    expect(outside).toEqual([]);
  },
);

test.each([["node"], ["deno", "node"], ["bun", "node"], ["browser", "node"]])(
  "of the conditions %s %s the first of the package's order counts",
  async (...conditions) => {
    const imports = (
      JSON.parse(readFileSync(join(root, "runtime/package.json"), "utf8")) as {
        imports: Record<string, Record<string, string>>;
      }
    ).imports["#connections"];
    expect(Object.keys(imports ?? {})).toEqual([
      "deno",
      "bun",
      "workerd",
      "edge-light",
      "browser",
      "node",
      "default",
    ]);
    // Deno and Bun set `node` too.
    const chosen = await resolved(conditions);
    expect(chosen).toBe(imports?.[conditions[0] ?? ""]?.slice("./dist/".length));
  },
);

/** The file that is `#connections`. */
async function resolved(conditions: string[]): Promise<string> {
  const { metafile } = await build({
    entryPoints: [join(root, "runtime/dist/index.js")],
    bundle: true,
    write: false,
    metafile: true,
    platform: "neutral",
    external: ["undici", "node:*"],
    conditions,
    format: "esm",
    outdir: "out",
    absWorkingDir: root,
    logLevel: "silent",
  });
  const all = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  const found = all.find(({ original }) => original === "#connections");
  return found?.path.split("/").at(-1) ?? "";
}

// The budgets are `npm run bench`'s; this is to notice a module of the start that should not be there. What encodes
// calls comes with the first of them; what only service accounts need is no part of a program that has none.
test.each([
  ["all of the package", 'export * from "@discogen/runtime";', 35_000, 12_700],
  [
    "a program with a token",
    'export { accessToken, ApiClient } from "@discogen/runtime";',
    25_000,
    9_400,
  ],
])("the start of %s is small", async (_, contents, most, mostPacked) => {
  const { files, meta } = await bundle(["browser"], contents);
  const needed = new Set<string>();
  const need = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: next, kind } of meta.outputs[path]?.imports ?? []) {
      if (kind === "import-statement") need(next);
    }
  };
  need("out/stdin.js");
  const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
  const packed = sum([...needed].map((path) => gzipSync(files[path] ?? "").length));
  const start = sum([...needed].map((path) => files[path]?.length ?? 0));
  expect(start, "minified").toBeLessThan(most);
  expect(packed, "minified and packed").toBeLessThan(mostPacked);
});

test("every test that is told to differ through fetch exists", () => {
  const texts = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"))
    .join("\n");
  const gone = Object.keys(fetchDifferences).filter((name) => !texts.includes(`"${name}"`));
  expect(gone).toEqual([]);
});
