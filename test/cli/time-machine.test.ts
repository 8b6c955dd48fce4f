/** All revisions of a real document, one after the other, where `DISCOGEN_CORPUS` says they are. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { Files } from "../output/clients.js";
import { compileErrors } from "../output/compile.js";
import { config, plant, treeOf } from "./folders.js";
import { fineLines, linesOf, runCli } from "./run-cli.js";
import { client, test, update } from "./update-project.js";

const revisions = join(process.env["DISCOGEN_CORPUS"] ?? "", "revisions/reseller.v1");

describe.skipIf(process.env["DISCOGEN_CORPUS"] === undefined)("the time machine", () => {
  test("from 2017 to 2025 in versions that a maintainer would sign", async ({
    folder,
    service,
  }) => {
    const names = (await readdir(revisions)).sort();
    const texts = await Promise.all(names.map((name) => readFile(join(revisions, name), "utf8")));
    await plant(folder, { [client.document]: texts[0] ?? "", ...config([client]) });
    fineLines(await runCli(["generate"], { cwd: folder }));
    const told: string[] = [];
    for (const [index, text] of texts.entries()) {
      service.documents.set("/apis/reseller/v1/rest", text);
      const run = await update(folder, service);
      const moved = fineLines(run).find((line) => line.startsWith("version: "));
      told.push(`${names[index]?.slice(0, 8)} ${moved?.replace(/^.+ /, "") ?? "-"}`);
      if (moved !== undefined) expect(compileErrors(await sources(folder))).toEqual([]);
      // A replica that lags behind changes nothing.
      const tree = await treeOf(folder);
      service.documents.set("/apis/reseller/v1/rest", texts[Math.max(0, index - 1)] ?? "");
      expect(linesOf((await update(folder, service)).stdout).join()).toMatch(/^$|up to date$/);
      expect(await treeOf(folder)).toEqual(tree);
    }
    expect(told).toEqual([
      "20170228 -",
      "20190228 2.0.0",
      "20191008 2.0.1",
      "20201201 2.1.0",
      "20210323 2.2.0",
      "20210623 2.3.0",
      "20211026 2.3.1",
      "20211106 3.0.0",
      "20211121 -",
      "20240414 3.1.0",
      "20250511 3.1.1",
    ]);
    const log = await readFile(join(folder, "generated/reseller-v1/CHANGELOG.md"), "utf8");
    const headings = [...log.matchAll(/^## (.+)$/gm)].map(([, version]) => version);
    const moves = told.flatMap((line) => (line.endsWith("-") ? [] : [line.slice(9)]));
    expect(headings).toEqual([...moves.toReversed(), "1.0.0"]);
    const major = /^## 3\.0\.0\n[^]+?(?=^## )/m.exec(log)?.[0] ?? "";
    expect(major).toContain("### Breaking\n\n- `Customer.customerType`: ");
  }, 400_000);
});

async function sources(folder: string): Promise<Files> {
  const tree = await treeOf(join(folder, "generated/reseller-v1"));
  return new Map(Object.entries(tree).filter(([path]) => /^src\/.+\.ts$/.test(path)));
}
