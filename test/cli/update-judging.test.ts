/** How an update is judged and told to programs: levels, approvals, `--fail-on`, `--json`. */
import { Ajv } from "ajv";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { readJson } from "../repository/paths.js";
import { config, plant, treeOf } from "./folders.js";
import { library } from "./library.js";
import { fineLines, refusalLines, runCli, type Run } from "./run-cli.js";
import {
  changelog,
  client,
  first,
  path,
  project,
  second,
  test,
  third,
  update,
  versions,
} from "./update-project.js";

interface UpdateReport {
  readonly dryRun: boolean;
  readonly documents: readonly {
    readonly document: string;
    readonly api: string | null;
    readonly outcome: string;
    readonly problems: readonly { readonly code: string; readonly source: string }[];
    readonly clients: readonly {
      readonly folder: string;
      readonly version: { readonly from: string; readonly to: string };
      readonly report: {
        readonly bump: string;
        readonly changes: readonly { readonly id: string; readonly rule: string }[];
        readonly approvals: { readonly unused: readonly object[] };
      };
    }[];
  }[];
}

const ajv = new Ajv({ strict: false });
const isUpdate = ajv.compile(readJson<object>("generator/commands/update.schema.json"));
const isReport = ajv.compile(readJson<object>("generator/changes/report.schema.json"));

/** What an update printed, which is JSON as the published schemas say, and nothing else. */
function reportOf({ stdout }: Run): UpdateReport {
  const report = JSON.parse(stdout) as UpdateReport;
  expect(isUpdate(report), JSON.stringify(isUpdate.errors)).toBe(true);
  for (const each of report.documents.flatMap(({ clients }) => clients)) {
    expect(isReport(each.report), JSON.stringify(isReport.errors)).toBe(true);
  }
  return report;
}

describe("update --json", () => {
  test("tells what was taken, and then that nothing is new", async ({ folder, service }) => {
    await project(folder);
    service.documents.set(path, third);
    const run = await update(folder, service, "--json");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const report = reportOf(run);
    expect(report).toMatchObject({
      dryRun: false,
      documents: [
        {
          document: client.document,
          api: "library:v1",
          outcome: "taken",
          problems: [],
          clients: [
            {
              folder: "generated/library-v1",
              version: { from: "1.0.0", to: "2.0.0" },
              report: { bump: "major", approvals: { unused: [], expired: [] } },
            },
          ],
        },
      ],
    });
    expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
    const again = reportOf(await update(folder, service, "--json"));
    expect(again.documents).toMatchObject([{ outcome: "current", clients: [] }]);
  });

  test("tells what was refused and what failed, which is told on standard error, too", async ({
    folder,
    service,
  }) => {
    const archive = library((document) =>
      Object.assign(document, { name: "archive", id: "archive:v1" }),
    );
    const clients = [{ document: "discovery/archive.json" }, client];
    await plant(folder, {
      "discovery/archive.json": archive,
      "discovery/library.json": first,
      ...config(clients),
    });
    fineLines(await runCli(["generate"], { cwd: folder }));
    await plant(folder, config([...clients, { document: "none.json" }]));
    service.documents.set("/apis/archive/v1/rest", archive.replace("20240101", "20230101"));
    service.documents.set(
      path,
      library((document) => Object.assign(document, { resources: {}, etag: "", revision: "2" })),
    );
    const run = await update(folder, service, "--json", "--dry-run");
    expect(run.code).toBe(2);
    const { documents, dryRun } = reportOf(run);
    expect(dryRun).toBe(true);
    expect(documents.map(({ api, outcome }) => [api, outcome])).toEqual([
      [null, "failed"],
      ["archive:v1", "current"],
      ["library:v1", "refused"],
    ]);
    expect(documents.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ["cannot-read"],
      [],
      ["document-refused"],
    ]);
    expect(run.stderr).toMatch(/none\.json: cannot be read/);
    expect(run.stderr).toMatch(/warning: all methods are gone/);
  });
});

describe("update --fail-on", () => {
  test("leaves what is breaking, and takes it once it is approved", async ({ folder, service }) => {
    await project(folder);
    service.documents.set(path, third);
    const before = await treeOf(folder);
    const run = await update(folder, service, "--fail-on", "breaking", "--json");
    expect(run).toMatchObject({
      code: 1,
      stderr: "library:v1: has breaking changes and was not taken\n",
    });
    expect(await treeOf(folder)).toEqual(before);
    const [held] = reportOf(run).documents;
    expect(held).toMatchObject({ outcome: "held", clients: [{ version: { to: "2.0.0" } }] });
    const changes = held?.clients[0]?.report.changes ?? [];
    const { id = "" } = changes.find(({ rule }) => rule === "property-removed") ?? {};
    const approved = [
      { id, reason: "nobody reads it" },
      { id: "0123456789ab", reason: "forgotten" },
      { id: "ba9876543210", reason: "long ago", until: "2020-12-31" },
    ];
    await plant(folder, config([{ ...client, approved }]));
    const taken = await update(folder, service, "--fail-on", "breaking");
    expect(fineLines(taken).join("\n")).toContain("(approved: nobody reads it)");
    expect(taken.stderr).toMatch(
      /^discogen\.config\.json: the approval 0123456789ab .+ remove it$/m,
    );
    expect(taken.stderr).toMatch(/^discogen\.config\.json: the approval ba9876543210 .+ ended on/m);
    // Who approves a break does not unmake it.
    expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
    expect(await changelog(folder)).toContain("### Breaking");
  });

  test("takes what it is not about, and looks at the wanted axes only", async ({
    folder,
    service,
  }) => {
    await project(folder);
    service.documents.set(path, second);
    expect(await update(folder, service, "--fail-on", "additive")).toMatchObject({ code: 1 });
    fineLines(await update(folder, service, "--fail-on", "breaking"));
    service.documents.set(path, third);
    const words = ["--fail-on", "breaking", "--preset", "wire"];
    fineLines(await update(folder, service, ...words));
    expect(await versions(folder)).toEqual(["2.0.0", "2.0.0"]);
  });

  test("honours levels of the configuration, and its preset", async ({ folder, service }) => {
    await project(folder);
    service.documents.set(path, third);
    const levels = { "property-removed@response": "info" };
    await plant(folder, judged({ levels }));
    const run = await update(folder, service, "--fail-on", "breaking", "--dry-run");
    expect(fineLines(run)).toContain("Changes what programs can do (1)");
    await plant(folder, judged({ preset: "types" }));
    expect(await update(folder, service, "--fail-on", "breaking")).toMatchObject({ code: 1 });
    await plant(folder, judged({ levels: { "property-remove": "info" } }));
    const [line] = refusalLines(await update(folder, service));
    expect(line).toMatch(/^discogen\.config\.json:\d+:\d+ \/changes\/levels\/property-remove: /);
    expect(line).toContain('did you mean "property-removed"?');
  });
});

/** The configuration of the project, and how it judges. */
function judged(changes: object): Record<string, string> {
  const [[name, text] = ["", "{}"]] = Object.entries(config([client]));
  return { [name]: JSON.stringify({ ...(JSON.parse(text) as object), changes }) };
}

test("what only leaves out is no change of the client", async ({ folder, service }) => {
  await project(folder, { only: ["shelves.*"] });
  service.documents.set(
    path,
    library((document) => {
      document["revision"] = "20240201";
      document["etag"] = "";
      document.schemas["Box"] = { id: "Box", type: "object", properties: {} };
    }),
  );
  const run = await update(folder, service, "--fail-on", "any");
  expect(fineLines(run)).toContain("version: stays 1.0.0");
  expect(await readFile(join(folder, client.document), "utf8")).toContain("Box");
});
