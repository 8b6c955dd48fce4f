/** The runtime's tests about sending once more, with requests going through `fetch` as in Bun. */
import { defineConfig } from "vitest/config";
import { fetchDifferences } from "./test/runtime/fetch-differences.js";

const condition = "bun";
const files = [
  "batch",
  "call",
  "errors",
  "limits",
  "media-download",
  "media-resumable",
  "media-stream",
  "media-upload",
  "operations",
  "paging",
  "places",
  "resend",
  "retry",
  "security",
  "timeouts",
  "transport",
  "url",
];
const different = Object.keys(fetchDifferences).map((name) =>
  name.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&").replace(/%s/g, ".*"),
);

export default defineConfig({
  // For what is imported here, and for child processes.
  ssr: { resolve: { conditions: [condition] } },
  test: {
    env: { NODE_OPTIONS: `--conditions=${condition}` },
    include: files.map((name) => `test/runtime/${name}.test.ts`),
    testNamePattern: new RegExp(`^(?!.*(?:${different.join("|")}))`),
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
