/** The links of Markdown pages that lead to other places of the same package. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** The links of pages that lead nowhere, as `page: target`; without a list, of all pages of a folder. */
export function brokenLinks(folder: string, pages = pagesIn(folder)): string[] {
  return pages.flatMap((page) =>
    linksOf(readFileSync(join(folder, page), "utf8"))
      .filter((target) => !leadsSomewhere(folder, page, target))
      .map((target) => `${page}: ${target}`),
  );
}

/** The pages below a folder. */
export function pagesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => /\.md$|^llms\.txt$/.test(path) && !path.includes("node_modules"),
  );
}

function leadsSomewhere(folder: string, page: string, target: string): boolean {
  if (/^[a-z][a-z\d+.-]*:/i.test(target)) return URL.canParse(target);
  const [path = "", anchor] = target.split("#").map(decodeURIComponent);
  const file = path === "" ? join(folder, page) : resolve(dirname(join(folder, page)), path);
  if (relative(folder, file).startsWith("..") || !existsSync(file)) return false;
  if (anchor === undefined) return true;
  return file.endsWith(".md") && anchorsOf(readFileSync(file, "utf8")).has(anchor);
}

/** A page without its blocks of code. */
function withoutBlocks(markdown: string): string {
  return markdown.replace(/^(`{3,}|~{3,})[^]*?^\1[`~]*$/gm, "");
}

/** A page without code of any kind, in which nothing is a link. */
function withoutCode(markdown: string): string {
  return withoutBlocks(markdown).replace(/(?<![\\`])(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "``");
}

/** Where the links of a page lead: `[text](target)`, `<target>`, `href`, and `[name]: target`. */
export function linksOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  const forms = [
    /(?<!\\)\]\(<?([^)\s>]*)/g,
    /(?<!\\)<([a-z][a-z\d+.-]*:[^>\s]*)>/gi,
    /\b(?:href|src)="([^"]*)"/g,
    /^\[[^\]]+\]: <?([^\s>]+)/gm,
  ];
  return forms.flatMap((form) => [...text.matchAll(form)].map(([, target = ""]) => target));
}

/** What a link can name on a page: anchors that are written, and those that GitHub gives to headings. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const text = withoutCode(markdown);
  const anchors = new Set<string>();
  for (const [, id = ""] of text.matchAll(/<[^>]+\b(?:id|name)="([^"]*)"/g)) anchors.add(id);
  for (const [, words = ""] of withoutBlocks(markdown).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = headingSlug(words);
    let free = slug;
    for (let count = 1; anchors.has(free); count++) free = `${slug}-${count}`;
    anchors.add(free);
  }
  return anchors;
}

function headingSlug(words: string): string {
  const plain = words.replace(/<[^>]*>/g, "").replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "");
  return plain.trim().toLowerCase().replaceAll(" ", "-");
}
