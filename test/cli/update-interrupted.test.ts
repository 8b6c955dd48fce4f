/** Whenever an update ends, everything is old or everything is new. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { keepJournal } from "#generator/output/journal.js";
import { textHash } from "#generator/output/output-file.js";
import { plant, treeOf, type Tree } from "./folders.js";
import { randomNumbers } from "./library.js";
import { fineLines, runCli, startCli, waitFor } from "./run-cli.js";
import { client, packageFolder, path, project, test, third, update } from "./update-project.js";

describe("a run that is killed", () => {
  const own = (tree: Tree): Tree =>
    Object.fromEntries(Object.entries(tree).filter(([each]) => !/\.discogen\.\w+/.test(each)));

  test("leaves old or new, whatever runs next", async ({ folder, service }) => {
    const random = randomNumbers(Date.now());
    await project(folder);
    const old = await treeOf(folder);
    service.documents.set(path, third);
    fineLines(await update(folder, service));
    const renewed = await treeOf(folder);
    let whileWriting = 0;
    for (let round = 0; round < 4; round++) {
      await rm(folder, { recursive: true });
      await plant(folder, old);
      const run = startCli(["update", "--no-verify", ...service.words], { cwd: folder });
      await waitFor(join(folder, "generated/.discogen.staging"), run);
      await sleep(random() * 30);
      run.child.kill("SIGKILL");
      await run.ended;
      if (existsSync(join(folder, "generated/.discogen.staging"))) whileWriting++;
      fineLines(
        await runCli(round % 2 === 0 ? ["generate"] : ["update", "--no-verify", ...service.words], {
          cwd: folder,
        }),
      );
      const tree = own(await treeOf(folder));
      if (round % 2 === 0) expect([old, renewed]).toContainEqual(tree);
      else expect(tree).toEqual(renewed);
    }
    expect(whileWriting).toBeGreaterThan(0);
  }, 240_000);

  test.for(["generate", "update"])(
    "after the document and before the lock: %s ends it",
    async (command, { folder, service }) => {
      await project(folder);
      const old = await treeOf(folder);
      service.documents.set(path, third);
      fineLines(await update(folder, service));
      const renewed = await treeOf(folder);
      const owed = ["discogen.lock.json", `${packageFolder}/CHANGELOG.md`];
      const files = owed.map((each) => ({
        path: join(folder, each),
        text: renewed[each] ?? "",
        was: textHash(old[each] ?? ""),
      }));
      await plant(folder, Object.fromEntries(owed.map((each) => [each, old[each] ?? ""])));
      const foreign = { path: join(folder, "other.txt"), text: "a foreign journal", was: null };
      const due = {
        decisive: join(folder, client.document),
        hash: textHash(third),
        files: [...files, foreign],
      };
      await keepJournal(join(folder, "generated"), [], due);
      const words =
        command === "update" ? ["update", "--no-verify", ...service.words] : ["generate"];
      fineLines(await runCli(words, { cwd: folder }));
      expect(await treeOf(folder)).toEqual(renewed);
    },
  );
});
