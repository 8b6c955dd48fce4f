import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Most of the time goes to child processes and servers, so both cores of CI's machine are worth using.
    maxWorkers: 2,
    testTimeout: process.env["DISCOGEN_SOAK"] === undefined ? 60_000 : 3_600_000,
    hookTimeout: 60_000,
  },
});
