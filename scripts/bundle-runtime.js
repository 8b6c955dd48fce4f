/**
 * Bundles `@discogen/runtime` into one module and the few that are loaded by need: importing sixty small
 * files takes Node longer than everything else a client does before its first call.
 */
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../runtime/dist", import.meta.url));
for (const name of readdirSync(dist)) {
  if (/\.js(\.map)?$/.test(name)) rmSync(join(dist, name));
}

await build({
  entryPoints: [fileURLToPath(new URL("../runtime/src/index.ts", import.meta.url))],
  outdir: dist,
  chunkNames: "[name]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  external: ["undici"],
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
});
