/** `discogen diff --format html`: a page that needs nothing, can be read without scripts, and filters with them. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { plant, test } from "./folders.js";
import { hostileRevisions } from "./hostile-revisions.js";
import { library } from "./library.js";
import { launchChromium, type Browser, type Page } from "../runtimes/chromium.js";
import { runCli } from "./run-cli.js";
import { elementsOf, readXml, type Element } from "./xml.js";

const before = library();
const after = library((document) => {
  document["revision"] = "20250101";
  document["rootUrl"] = "https://books.example.com/";
  document.schemas["Shelf"] = { id: "Shelf", type: "object" };
  document.schemas["Board"] = { id: "Board", type: "object" };
  const { get } = document.resources["books"]?.methods ?? {};
  Object.assign(get ?? {}, { description: "Gets one book." });
});

async function pageOf(folder: string, [old, young]: readonly [string, string]): Promise<string> {
  await plant(folder, { "a.json": old, "b.json": young });
  const words = ["diff", "a.json", "b.json", "--format", "html", "--fail-on", "breaking"];
  const run = await runCli(words, { cwd: folder });
  expect(run.code).toBe(1);
  return run.stdout;
}

async function countsOf(folder: string): Promise<Readonly<Record<string, number>>> {
  const run = await runCli(["diff", "a.json", "b.json", "--format", "json"], { cwd: folder });
  return (JSON.parse(run.stdout) as { counts: Record<string, number> }).counts;
}

/** The root of a page, which is written so that it is XML, too. */
function rootOf(page: string): Element {
  expect(page.startsWith("<!doctype html>\n")).toBe(true);
  return readXml(page.slice("<!doctype html>\n".length));
}

function textOf(element: Element | undefined): string {
  return element === undefined ? "" : element.text + element.children.map(textOf).join("");
}

test("has every change under its method or schema, worst first, with what was there before", async ({
  folder,
}) => {
  const root = rootOf(await pageOf(folder, [before, after]));
  expect(textOf(elementsOf(root, "h1")[0])).toBe("library:v1 20240101 → 20250101: major");
  const headings = elementsOf(root, "h2").map(textOf);
  expect(headings).toEqual(["schema Shelf", "API", "schema Board", "method books.get"]);
  const counts = await countsOf(folder);
  const entries = elementsOf(root, "li");
  for (const [level, count] of Object.entries(counts)) {
    const found = entries.filter(({ attributes }) => attributes["data-level"] === level);
    expect([level, found.length]).toEqual([level, count]);
  }
  expect(elementsOf(root, "del").map(textOf)).toContain("https://library.example.com");
  expect(elementsOf(root, "ins").map(textOf)).toContain("https://books.example.com");
});

test("loads nothing, and its policy knows its style and its script only", async ({ folder }) => {
  const root = rootOf(await pageOf(folder, [before, after]));
  const hash = (name: string): string => {
    const [element, other] = elementsOf(root, name);
    expect(other).toBeUndefined();
    return `'sha256-${createHash("sha256").update(textOf(element)).digest("base64")}'`;
  };
  const policy = elementsOf(root, "meta").find(({ attributes }) => "http-equiv" in attributes);
  expect(policy?.attributes).toEqual({
    "http-equiv": "Content-Security-Policy",
    content: `default-src 'none'; style-src ${hash("style")}; script-src ${hash("script")}; base-uri 'none'; form-action 'none'`,
  });
  checkNames(root);
  // It can be read without the script: nothing but the filter waits for it.
  const hidden = (element: Element): readonly string[] => [
    ...("hidden" in element.attributes ? [element.name] : []),
    ...element.children.flatMap(hidden),
  ];
  expect(hidden(root)).toEqual(["form"]);
});

/** Holds a page to the elements and attributes that discogen writes: none of them loads, links or runs. */
function checkNames(root: Element): void {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const visit = (element: Element): void => {
    elements.add(element.name);
    for (const name of Object.keys(element.attributes)) attributes.add(name);
    for (const child of element.children) visit(child);
  };
  visit(root);
  for (const each of elements) {
    expect(each).toMatch(
      /^(html|head|meta|title|style|body|header|form|label|input|select|option|output|main|script|details|summary|h1|h2|p|b|code|ul|li|div|del|ins)$/,
    );
  }
  for (const each of attributes) {
    expect(each).toMatch(
      /^(lang|charset|http-equiv|content|name|class|hidden|open|type|value|checked|data-(level|wire|types|runtime))$/,
    );
  }
}

test("G-INJ-14: what a document says is text, whatever it says", async ({ folder }) => {
  const page = await pageOf(folder, hostileRevisions());
  const root = rootOf(page);
  checkNames(root);
  expect(elementsOf(root, "script")).toHaveLength(1);
  const counts = await countsOf(folder);
  const sum = Object.values(counts).reduce((total, each) => total + each, 0);
  expect(elementsOf(root, "li")).toHaveLength(sum);
  expect(textOf(root)).toContain("</code></details></script><script>globalThis.PWN=1</script>");
  expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066]/);
});

/** How light the page is, the texts with less than the 4.5:1 of WCAG 2.2 (1.4.3), and how many texts there are. */
const contrasts = `(() => {
  const numbers = (color) => color.match(/[0-9.]+/g).map(Number);
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((each, index) => each * a + below[index] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const sample = document.body.appendChild(document.createElement("i"));
  sample.style.backgroundColor = "Canvas";
  const canvas = numbers(getComputedStyle(sample).backgroundColor).slice(0, 3);
  sample.remove();
  const behind = (element) =>
    element === null
      ? canvas
      : over(numbers(getComputedStyle(element).backgroundColor), behind(element.parentElement));
  for (const each of document.querySelectorAll("details")) each.open = true;
  const texts = [...document.body.querySelectorAll("*")].filter(
    (each) =>
      each.checkVisibility() &&
      [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""),
  );
  const faint = texts.filter((each) => {
    const back = behind(each);
    const [more, less] = [light(over(numbers(getComputedStyle(each).color), back)), light(back)].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05) < 4.5;
  });
  return [light(canvas), faint.map((each) => each.outerHTML.slice(0, 80)), texts.length];
})()`;

const runtimes = process.env["DISCOGEN_RUNTIMES"] ?? "";

describe.skipIf(runtimes === "")("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await launchChromium(runtimes)), 60_000);
  afterAll(async () => await browser.close());

  /** Looks at an open page, which says nothing on the console and asks for nothing else. */
  async function look(
    folder: string,
    text: string,
    at: (page: Page) => Promise<void>,
  ): Promise<void> {
    await plant(folder, { "page.html": text });
    const url = pathToFileURL(join(folder, "page.html")).href;
    const page = await browser.newPage();
    const [asked, said] = [[] as string[], [] as string[]];
    page.on("request", (request) => void asked.push(request.url()));
    page.on("console", (message) => void said.push(message.text()));
    page.on("pageerror", (error) => void said.push(error.message));
    try {
      await page.goto(url);
      await at(page);
      expect(said).toEqual([]);
      expect(asked).toEqual([url]);
    } finally {
      await page.close();
    }
  }

  const shown = `[...document.querySelectorAll("li")].filter((each) => each.closest("[hidden]") === null)`;
  const groups = `[...document.querySelectorAll("main > details:not([hidden]) h2")].map((each) => each.textContent)`;
  const set = (name: string, value: string): string => `{
    const field = document.querySelector("form").elements["${name}"];
    field.value = "${value}";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }`;

  test("filters by impact, by axis and by words; says nothing on the console; asks nobody", async ({
    folder,
  }) => {
    const text = await pageOf(folder, [before, after]);
    const { error = 0, warning = 0, info = 0, none = 0 } = await countsOf(folder);
    await look(folder, text, async (page) => {
      const count = (): Promise<unknown> => page.evaluate(`${shown}.length`);
      expect(await page.evaluate("document.querySelector('form').hidden")).toBe(false);
      expect(await count()).toBe(error + warning + info + none);
      for (const value of ["none", "info"]) {
        await page.evaluate(`document.querySelector("input[value=${value}]").click()`);
      }
      expect(await count()).toBe(error + warning);
      expect(await page.evaluate("document.querySelector('output').value")).toBe(
        `${error + warning} of ${error + warning + info + none} changes`,
      );
      expect(await page.evaluate(groups)).toEqual(["schema Shelf", "API"]);
      await page.evaluate(set("axis", "types"));
      expect(await page.evaluate(groups)).toEqual(["schema Shelf"]);
      await page.evaluate(set("axis", "level"));
      await page.evaluate(set("words", "HOST"));
      expect(await page.evaluate(groups)).toEqual(["API"]);
    });
  }, 60_000);

  test("opens what hits nobody on a click, and folds what is open", async ({ folder }) => {
    await look(folder, await pageOf(folder, [before, after]), async (page) => {
      const state = `[...document.querySelectorAll("main > details")].map((each) => each.open)`;
      // What only words have changed in is folded.
      expect(await page.evaluate(state)).toEqual([true, true, true, false]);
      const visible = `[...document.querySelectorAll("li[data-level=none]")].filter((each) => each.checkVisibility()).length`;
      const idle = `document.querySelector("main details details > summary")`;
      const closed = Number(await page.evaluate(visible));
      await page.evaluate(`${idle}.click()`);
      expect(Number(await page.evaluate(visible))).toBeGreaterThan(closed);
      await page.evaluate(`document.querySelector("main > details > summary").click()`);
      expect(await page.evaluate(state)).toEqual([false, true, true, false]);
      await page.evaluate(`document.querySelector("main > details:last-child > summary").click()`);
      expect(await page.evaluate(state)).toEqual([false, true, true, true]);
    });
  }, 60_000);

  test.for(["light", "dark"] as const)(
    "can be read in the %s: every text stands out from what is behind it",
    { timeout: 60_000 },
    async (scheme, { folder }) => {
      await look(folder, await pageOf(folder, [before, after]), async (page) => {
        await page.emulateMedia({ colorScheme: scheme });
        const found = await page.evaluate(contrasts);
        const [canvas, faint, count] = found as readonly [number, readonly string[], number];
        expect(canvas > 0.5 ? "light" : "dark").toBe(scheme);
        expect(faint).toEqual([]);
        expect(count).toBeGreaterThan(40);
      });
    },
  );

  test("G-INJ-14: nothing of a document runs, whatever it says", async ({ folder }) => {
    await look(folder, await pageOf(folder, hostileRevisions()), async (page) => {
      expect(await page.evaluate("'PWN' in globalThis")).toBe(false);
      expect(await page.evaluate("document.scripts.length")).toBe(1);
    });
  }, 60_000);
});
