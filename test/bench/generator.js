/** The command line: cold, and with nothing to do. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { report, wallTimes } from "./measure.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(root, "dist/generator/bundle/cli.js");

export function benchGenerator() {
  const folder = mkdtempSync(join(tmpdir(), "discogen-bench-"));
  try {
    cpSync(join(root, "discogen.config.json"), join(folder, "discogen.config.json"));
    cpSync(join(root, "discovery"), join(folder, "discovery"), { recursive: true });
    mkdirSync(join(folder, "node_modules"));
    const generate = [process.execPath, cli, "generate"];
    const imports = `await Promise.all([import("ts-morph"), import("prettier")])`;
    const forget = () => {
      for (const name of ["generated", "discogen.lock.json", "node_modules/.cache"]) {
        rmSync(join(folder, name), { recursive: true, force: true });
      }
    };
    const [node = 0, floor = 0, cold = 0, unchanged = 0, check = 0] = wallTimes(
      [
        { name: "node", command: [process.execPath, "-e", "0"] },
        {
          name: "imports",
          cwd: root,
          command: [process.execPath, "--input-type=module", "-e", imports],
        },
        { name: "cold", cwd: folder, command: generate, before: forget },
        { name: "unchanged", cwd: folder, command: generate },
        { name: "check", cwd: folder, command: [process.execPath, cli, "check"] },
      ],
      9,
    );
    const ms = { unit: "ms" };
    const imported = "node, ts-morph, prettier";
    report("generate reseller, cold", {
      value: cold,
      base: floor,
      against: imported,
      budget: 2.2,
      ...ms,
    });
    const bare = { base: node, against: "node -e 0", budget: 2.5, ...ms };
    report("generate, nothing changed", { value: unchanged, ...bare });
    report("check, nothing changed", { value: check, ...bare });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
