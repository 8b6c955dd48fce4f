/**
 * Each `*.md` here is one behaviour: a document and the code it becomes. A block `json` holds members of a
 * document, `json schemas` its schemas, `json methods` the methods of a resource `books`. A block with a file
 * name (`ts schemas.ts`) is that whole file of `src/` without its first line; with `…` behind the name it is a
 * run of lines of the file, in whatever depth they stand.
 */
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { booksMethods, documentJson, found } from "../model/models.js";
import { filesOf, type Files } from "../output/clients.js";

const folder = new URL("./", import.meta.url);
const scenarios = readdirSync(folder).filter((name) => name.endsWith(".md"));

test.each(scenarios)("%s", async (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  expect(text.split("\n").length).toBeLessThanOrEqual(61);
  const blocks = blocksOf(text);
  const goldens = blocks.filter(({ title }) => title.includes("."));
  const members = blocks.filter((block) => !goldens.includes(block)).map(membersOf);
  expect([members.length, goldens.length > 0]).toEqual([1, true]);
  const files = await filesOf(documentJson(Object.assign({}, ...members)));
  for (const { title, body } of goldens) checkGolden(files, title, body);
});

interface Block {
  readonly title: string;
  readonly body: string;
}

function blocksOf(text: string): Block[] {
  const blocks = text.matchAll(/^```(?:json|ts|md)(.*)\n([^]*?\n)```$/gm);
  return [...blocks].map(([, title = "", body = ""]) => ({ title: title.trim(), body }));
}

function membersOf({ title, body }: Block): object {
  const value = JSON.parse(body) as Record<string, object>;
  if (title === "schemas") return { schemas: value };
  return title === "methods" ? { resources: booksMethods(value) } : value;
}

function checkGolden(files: Files, title: string, body: string): void {
  const [name = "", ellipsis] = title.split(" ");
  const text = found(files.get(`src/${name}`) ?? files.get(name), `file ${name}`);
  if (ellipsis === undefined) expect(text.replace(/^\/\/.*\n+/, "")).toBe(body);
  else expect(flush(text)).toContain(flush(body));
}

/** The lines as they are read, from the margin on; the line ends stay, so that lines are whole. */
function flush(text: string): string {
  return `\n${text.replace(/^ +/gm, "")}`;
}
