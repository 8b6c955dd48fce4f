import { describe, expect } from "vitest";
import { plant, test, treeOf } from "./folders.js";
import { library, reseller } from "./library.js";
import { fineLines, linesOf, refusalLines, resellerPath, runCli } from "./run-cli.js";

interface Method {
  httpMethod: string;
  path: string;
}
const { resources } = reseller() as {
  resources: Record<string, { methods: Record<string, Method> }>;
};

test("inspect prints resources, and methods with verb and path, as the reference page has them", async ({
  folder,
}) => {
  const run = await runCli(["inspect", resellerPath], { cwd: folder });
  const lines = fineLines(run);
  expect(run.stderr).toBe("");
  expect(lines[0]).toBe(
    "Google Workspace Reseller API (reseller:v1 20211106: 3 resources, 17 methods, 10 schemas)",
  );
  const found: Record<string, string[]> = {};
  let under = "";
  for (const line of lines) {
    under = /^REST resource: (.*)$/.exec(line)?.[1] ?? under;
    const method = /^ {2}(\w+) +([A-Z]+ \/\S+)$/.exec(line);
    if (method !== null) (found[under] ??= []).push(`${method[1]} ${method[2]}`);
  }
  const expected = Object.entries(resources).map(([name, { methods }]) => [
    `v1.${name}`,
    Object.entries(methods).map(([key, { httpMethod, path }]) => `${key} ${httpMethod} /${path}`),
  ]);
  expect(found).toEqual(Object.fromEntries(expected));
  expect(Object.keys(found)).toEqual(["v1.customers", "v1.resellernotify", "v1.subscriptions"]);
  expect(Object.values(found).flat()).toHaveLength(17);
  expect(lines).toContain("          Gets a customer account.");
  expect(await treeOf(folder)).toEqual({});
});

test("inspect --json prints the model with the version of its form", async ({ folder }) => {
  const run = await runCli(["inspect", "--json", resellerPath], { cwd: folder });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(run.stdout)).toMatchObject({
    schemaVersion: 1,
    api: {
      id: "reseller:v1",
      name: "reseller",
      version: "v1",
      revision: "20211106",
      tsName: "Reseller",
      rootUrl: "https://reseller.googleapis.com/",
      batchPath: "batch",
      methods: [],
      scopes: [
        { name: "https://www.googleapis.com/auth/apps.order" },
        { name: "https://www.googleapis.com/auth/apps.order.readonly" },
      ],
      resources: [
        { name: "customers", methods: [{ name: "get", httpMethod: "GET" }, {}, {}, {}] },
        { name: "resellernotify", methods: [{}, {}, {}] },
        { name: "subscriptions", methods: { length: 10 } },
      ],
      schemas: expect.arrayContaining([
        expect.objectContaining({ name: "Subscription", tsName: "Subscription" }),
        expect.objectContaining({ name: "Subscription.plan", tsName: "SubscriptionPlan" }),
      ]) as unknown,
    },
  });
});

test("inspect reads standard input, and says so where that has an error", async ({ folder }) => {
  const fine = await runCli(["inspect", "-"], { cwd: folder, stdin: library() });
  expect(fineLines(fine)).toContain("REST resource: v1.shelves");
  const bad = await runCli(["inspect", "-"], { cwd: folder, stdin: "{}" });
  expect(refusalLines(bad)[0]).toMatch(/^standard input: is not a discovery document/);
});

describe("G-INJ-14 what a terminal might obey never reaches it", () => {
  const evil = "\u001b[31m\u009b2J\u202e\u0007\u2028";
  // What ends a line is ours; all other control and format characters are the document's.
  const raw = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;
  const document = library((each) => {
    each["id"] = `library:v1${evil}`;
    each["title"] = `Library${evil}`;
    each["description"] = `Lends${evil}`;
    each["revision"] = `2024${evil}`;
    each["documentationLink"] = `https://example.com/${evil}`;
    each[`key${evil}`] = 1;
    const { books } = each.resources;
    if (books?.methods["get"] !== undefined) books.methods["get"]["description"] = `Gets${evil}`;
  });

  test("inspect", async ({ folder }) => {
    const run = await runCli(["inspect", "-"], { cwd: folder, stdin: document });
    expect(fineLines(run).join()).toContain(String.raw`Library\u001b[31m\u009b2J\u202e`);
    expect(run.stdout).not.toMatch(raw);
    expect(run.stderr).not.toMatch(raw);
    expect(linesOf(run.stderr)[0]).toContain(String.raw`\u001b`);
  });

  test("inspect --json, and what it prints means the same", async ({ folder }) => {
    const run = await runCli(["inspect", "--json", "-"], { cwd: folder, stdin: document });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ api: { title: `Library${evil}` } });
    expect(run.stdout).not.toMatch(raw);
  });

  test("generate of a document with a line separator in its id", async ({ folder }) => {
    const bad = library((each) => {
      each["id"] = `library:v1\u2028globalThis.PWN_7f3a = 1;${evil}`;
    });
    const run = await runCli(["generate", "-", "-o", "out"], { cwd: folder, stdin: bad });
    expect(run.stdout).not.toMatch(raw);
    expect(run.stderr).not.toMatch(raw);
    // Refused or escaped, but no document makes discogen fail.
    expect([0, 2]).toContain(run.code);
  });

  test("generate, and check of a revision that says the same", async ({ folder }) => {
    const words = ["-", "-o", "out"];
    const tame = document.replace("\u2028", "");
    const first = await runCli(["generate", ...words], { cwd: folder, stdin: tame });
    expect(fineLines(first)).toHaveLength(1);
    await plant(folder, { [`out/library-v1/src/${"\u001b"}[31m.ts`]: "" });
    const later = tame.replace('"revision": "2024', '"revision": "2025');
    const second = await runCli(["check", ...words], { cwd: folder, stdin: later });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("says the same as");
    expect(first.stdout + first.stderr).not.toMatch(raw);
    expect(second.stdout).not.toMatch(raw);
    expect(second.stderr).not.toMatch(raw);
  });

  test("a problem of the document", async ({ folder }) => {
    const bad = document.replace('"$ref": "Book"', '"$ref": "Bo\\u001b[2Jok"');
    const run = await runCli(["generate", "-", "-o", "out"], { cwd: folder, stdin: bad });
    expect(refusalLines(run).join("\n")).not.toMatch(raw);
  });
});

describe("inspect --googleapis", () => {
  const parameters = { id: { type: "string", location: "path", required: true } };
  const document = library((document) => {
    document.resources["well-known"] = {
      methods: {
        "get-it": { id: "library.wellKnown.getIt", httpMethod: "GET", path: "w/{id}", parameters },
        put: {
          id: "library.wellKnown.put",
          httpMethod: "POST",
          path: "w",
          request: { $ref: "Book" },
          parameters: { "start-date": { type: "string", location: "query", required: true } },
        },
      },
    };
  });

  test("maps each call of Google's client, whose names have no hyphens, to ours", async ({
    folder,
  }) => {
    const run = await runCli(["inspect", "--googleapis", "-"], { cwd: folder, stdin: document });
    const lines = fineLines(run).map((line) => line.replace(/ {2,}/, " => "));
    expect(run.stderr).toBe("");
    expect(lines[0]).toBe('google.library("v1") is new LibraryClient({ auth }) here');
    expect(lines).toContain(
      'google.library("v1").books.get({ name }) => client.books.get({ name })',
    );
    expect(lines).toContain(
      'google.library("v1").wellKnown.getIt({ id }) => client.wellKnown.getIt({ id })',
    );
    expect(lines).toContain(
      'google.library("v1").wellKnown.put({ "start-date": …, requestBody }) => client.wellKnown.put({ "start-date": …, body })',
    );
  });

  test("is what the client's docs/from-googleapis.md says, and --json what both say", async ({
    folder,
  }) => {
    await plant(folder, { "library.json": document });
    fineLines(await runCli(["generate", "library.json", "-o", "out"], { cwd: folder }));
    const tree = await treeOf(folder);
    const page = tree["out/library-v1/docs/from-googleapis.md"] ?? "";
    const run = await runCli(["inspect", "--googleapis", "--json", "library.json"], {
      cwd: folder,
    });
    const { schemaVersion, clients, calls } = JSON.parse(run.stdout) as {
      schemaVersion: number;
      clients: object;
      calls: { id: string; theirs: { names: string[]; text: string }; ours: { text: string } }[];
    };
    expect(schemaVersion).toBe(1);
    expect(clients).toEqual({ theirs: 'google.library("v1")', ours: "LibraryClient" });
    expect(calls.map(({ id }) => id)).toContain("library.wellKnown.getIt");
    const rows = page.match(/^\| `google\..*$/gm) ?? [];
    expect(rows.map((row) => row.split("`").filter((_, index) => index % 2 === 1))).toEqual(
      calls.map(({ theirs, ours }) => [theirs.text, ours.text]),
    );
  });

  test("with --overrides it is a contradiction", async ({ folder }) => {
    const run = await runCli(["inspect", "--googleapis", "--overrides", "-"], { cwd: folder });
    expect(refusalLines(run)[0]).toContain("cannot be used with");
  });
});
