/** The one place that writes, against every tree of files and every place that cannot be written (F10). */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeFiles, type FileChange } from "#generator/output/write-files.js";
import { runs } from "../runs.js";

// Flushing to a disk is most of the time, and none of it in memory.
const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** Path → text, `"->"` for a link. Of folders only the empty ones, as `""`. */
type Tree = Record<string, string>;

const name = fc.constantFrom("a", "b", "c.ts");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constant("x".repeat(5_000)),
);

/** What stands in a place where a file is to be. */
const fault = fc.constantFrom("none", "none", "folder", "link", "file above");

/** The paths that none of the others goes through. */
function separate(paths: readonly string[]): string[] {
  return [...new Set(paths)].filter((one) => !paths.some((other) => other.startsWith(`${one}/`)));
}

const world = fc
  .record({
    paths: fc.array(path, { minLength: 2, maxLength: 8 }).map(separate),
    old: fc.array(text, { minLength: 8, maxLength: 8 }),
    next: fc.array(fc.option(text, { freq: 4 }), { minLength: 8, maxLength: 8 }),
    kinds: fc.array(fc.constantFrom("user", "written", "new"), { minLength: 8, maxLength: 8 }),
    fault,
  })
  .map(({ paths, old, next, kinds, ...rest }) => {
    const kindOf = (index: number): string => kinds[index] ?? "";
    const before = paths.flatMap((one, i) =>
      kindOf(i) === "new" ? [] : [[one, old[i] ?? ""] as const],
    );
    const changes = paths.flatMap((one, i): FileChange[] => {
      if (kindOf(i) === "user") return [];
      // Only what is there is deleted.
      return [{ path: one, text: next[i] ?? (kindOf(i) === "new" ? "" : null) }];
    });
    return { before: Object.fromEntries(before), changes, ...rest };
  });

function treeOf(root: string, folder = ""): Tree {
  const names = readdirSync(join(root, folder));
  if (names.length === 0 && folder !== "") return { [folder]: "" };
  return Object.assign(
    {},
    ...names.map((one) => {
      const below = folder === "" ? one : `${folder}/${one}`;
      const found = lstatSync(join(root, below));
      if (found.isSymbolicLink()) return { [below]: "->" };
      if (found.isDirectory()) return treeOf(root, below);
      return { [below]: readFileSync(join(root, below), "utf8") };
    }),
  ) as Tree;
}

function write(root: string, file: string, content: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

/** Puts something in the way of the last change; gives how to clear it away, or `null` if that cannot be. */
function obstruct(kind: string, root: string, changed: string, before: Tree): (() => void) | null {
  const target = join(root, changed);
  const [top = ""] = changed.split("/");
  const alone = !Object.keys(before).some((one) => one.split("/")[0] === top);
  if (kind === "folder" && !(changed in before)) {
    write(root, `${changed}/of-the-user`, "mine");
    return () => rmSync(target, { recursive: true });
  }
  if (!alone || top === changed) return null;
  if (kind === "link") {
    symlinkSync(tmpdir(), join(root, top));
    return () => rmSync(join(root, top));
  }
  if (kind === "file above") {
    writeFileSync(join(root, top), "mine");
    return () => rmSync(join(root, top));
  }
  return null;
}

test("F10 users' files never change, all is written or nothing, and the next run ends what is to be done", async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ before, changes, fault: kind }) => {
      const root = mkdtempSync(join(place, "discogen-write-"));
      try {
        for (const [file, content] of Object.entries(before)) write(root, file, content);
        const last = changes.at(-1)?.path ?? "";
        const clear = last === "" ? null : obstruct(kind, root, last, before);
        const start = treeOf(root);
        const absolute = changes.map((one) => ({ ...one, path: join(root, one.path) }));
        const failed = await writeFiles(root, absolute);
        if (clear !== null) {
          // Another change may go the same way.
          expect(absolute.map((one) => one.path)).toContain(failed?.path);
          expect(treeOf(root)).toEqual(start);
          clear();
          expect(await writeFiles(root, absolute)).toBeNull();
        } else {
          expect(failed).toBeNull();
        }
        const after: Tree = { ...before };
        for (const change of changes) {
          if (change.text === null) delete after[change.path];
          else after[change.path] = change.text;
        }
        expect(treeOf(root)).toEqual(after);
      } finally {
        rmSync(root, { recursive: true });
      }
    }),
    runs(1_000),
  );
});
