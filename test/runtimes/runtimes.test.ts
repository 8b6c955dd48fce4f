/**
 * A generated client in the runtimes beside Node: the real ones, against servers on loopback. They are not
 * everywhere; DISCOGEN_RUNTIMES is the folder that `scripts/install-runtimes.sh` has filled.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uploadServer } from "../runtime/upload-server.js";
import { keyFile, tokenServer, type TestServer } from "../runtime/servers.js";
import type { Report } from "./program.js";
import { chromiumRuntime, processRuntime, workerdRuntime, type Runtime } from "./runtimes.js";
import { cuttingServer, resellerServer } from "./server.js";

const folder = process.env["DISCOGEN_RUNTIMES"] ?? "";

const runtimes: Readonly<Record<string, () => Runtime | Promise<Runtime>>> = {
  Deno: () => processRuntime(folder, "deno", "eval", "--ext=ts"),
  Bun: () => processRuntime(folder, "bun", "--eval"),
  workerd: () => workerdRuntime(folder),
  Chromium: () => chromiumRuntime(folder),
};

describe.skipIf(folder === "").each(Object.keys(runtimes))("%s", (name) => {
  const inBrowser = name === "Chromium";
  let runtime: Runtime;
  let server: TestServer;
  let report: Report;

  beforeAll(async () => {
    server = await resellerServer();
    runtime = (await runtimes[name]?.()) as Runtime;
    report = (await runtime.call("run", server.url)) as Report;
  });

  afterAll(async () => {
    await runtime?.close();
    await server?.close();
  });

  test("one call", () => {
    const data = { customerId: "C1" };
    expect(report.call).toEqual({ data, status: 200, type: "application/json" });
  });

  test("one page loop", () => {
    expect(report.pages).toEqual(["S1", "S2", "S3"]);
  });

  test("one error of the server's", () => {
    expect(report.failures["missing"]).toEqual({
      kind: "http",
      outcome: "failed",
      status: 404,
      reason: "notFound",
      attempts: 1,
      message: "reseller.customers.get: HTTP 404 notFound: no such customer",
    });
  });

  test("R-SEC-09 a redirect is an error, and nobody follows it", () => {
    const { redirect } = report.failures;
    // Browsers tell neither its status nor where it leads.
    const wanted = inBrowser ? { kind: "network" } : { kind: "http", status: 302 };
    expect(redirect).toMatchObject({ ...wanted, outcome: "unknown", attempts: 1 });
    expect(server.arrived.filter(({ url }) => url.includes("elsewhere"))).toEqual([]);
  });

  test("R-LIM-03 an endless answer ends at the limit", () => {
    expect(report.failures["endless"]).toMatchObject({ kind: "protocol" });
    expect(JSON.stringify(report.failures["endless"])).toContain("more than 32 MiB");
  });

  test("deadline and signal end calls that have no answer", () => {
    expect(report.failures["late"]).toMatchObject({ kind: "timeout", outcome: "unknown" });
    expect(report.failures["aborted"]).toMatchObject({ kind: "aborted", outcome: "unknown" });
  });

  test("R-RET-11 an order that was cut off is unknown, and not repeated", () => {
    expect(report.failures["cut"]).toMatchObject({
      kind: "network",
      outcome: "unknown",
      attempts: 1,
    });
    const orders = server.arrived.filter(({ method }) => method === "POST");
    // Over HTTP/1.1 browsers do repeat it by themselves, and no program can keep them from it.
    expect(orders.map(({ body }) => body)).toEqual(
      Array.from({ length: inBrowser ? 2 : 1 }, () => '{"customerDomain":"new.example"}'),
    );
  });

  test("what is sent with every request", () => {
    const headers = server.arrived.find(({ method }) => method === "GET")?.headers ?? {};
    expect(headers).toMatchObject({ authorization: "Bearer secret" });
    expect(headers).not.toHaveProperty("cookie");
    const agent = inBrowser ? /^Mozilla/ : /^discogen\/\S+ reseller\/v1 shop\/2 \(gzip\)$/;
    expect(headers["user-agent"]).toMatch(agent);
    // Before workerd stands what unpacks.
    if (name !== "workerd") expect(headers["accept-encoding"]).toContain("gzip");
  });

  test("a service account signs in, but not in a browser", async () => {
    const tokens = await tokenServer();
    const place = mkdtempSync(join(tmpdir(), "discogen-key-"));
    try {
      const path = join(place, "key.json");
      writeFileSync(path, JSON.stringify(keyFile()));
      const hasFiles = name === "Deno" || name === "Bun";
      const tokenUrl = `${tokens.url}token`;
      const end = await runtime.call("signIn", server.url, tokenUrl, hasFiles ? path : keyFile());
      if (inBrowser) {
        expect(end).toMatchObject({ kind: "auth", outcome: "not_sent" });
        expect(JSON.stringify(end)).toContain("does not belong in a browser");
        expect(tokens.arrived).toEqual([]);
      } else {
        expect(end).toEqual({ answer: { customerId: "C1" } });
        expect(server.arrived.at(-1)?.headers.authorization).toBe("Bearer token-1");
      }
    } finally {
      rmSync(place, { recursive: true });
      await tokens.close();
    }
  });

  test("uploads, downloads and streams", async () => {
    const files = await uploadServer();
    files.onGet = ({ url = "", headers }, response) => {
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
      if (url.startsWith("/rows")) {
        response.end('[{"a":1},{"a":2}]');
      } else if (from === undefined) {
        response.end(Buffer.alloc(500_000));
      } else {
        response.writeHead(206, { "content-range": `bytes ${from}-${to}/500000` });
        response.end(Buffer.from("0123456789"));
      }
    };
    try {
      expect(await runtime.call("media", files.url)).toEqual({
        simple: { size: "600000", object: 1 },
        pieces: { size: "600000", object: 2 },
        length: 500_000,
        part: [...Buffer.from("0123456789")],
        rows: [{ a: 1 }, { a: 2 }],
      });
      expect(files.violations).toEqual([]);
      const [first, second] = files.objects;
      expect(first?.bytes.equals(second?.bytes ?? Buffer.alloc(0))).toBe(true);
      expect(files.ranges()).toEqual([
        "bytes 0-262143/*",
        "bytes 262144-524287/*",
        "bytes 524288-599999/600000",
      ]);
    } finally {
      await files.close();
    }
  });

  test("R-TMO-13 what is not closed keeps nothing running", async () => {
    const start = performance.now();
    expect(await runtime.call("leave", server.url)).toEqual({ customerId: "C1" });
    // A timer of the attempt's would do so for 30 s.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test.runIf(name === "workerd")(
    "requests share a client, also when one is cancelled",
    async () => {
      expect(await runtime.call("share", server.url, "C1")).toMatchObject({ answer: {} });
      await runtime.abandon?.("share", server.url, "silent");
      expect(await runtime.call("share", server.url, "C2")).toEqual({
        answer: { customerId: "C2" },
      });
    },
  );

  test.runIf(inBrowser)("R-RET-11 over HTTP/2 the browser does not repeat it either", async () => {
    const cutting = await cuttingServer();
    try {
      expect(await runtime.call("cut", cutting.url)).toMatchObject({
        kind: "network",
        outcome: "unknown",
        attempts: 1,
      });
      expect(cutting.orders).toEqual([
        { body: '{"customerDomain":"new.example"}', before: expect.any(Number) as number },
      ]);
      expect(cutting.orders[0]?.before).toBeGreaterThan(0);
    } finally {
      await cutting.close();
    }
  });
});
