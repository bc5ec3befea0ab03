// How the tests run: fast ones by default; `*.long.test.ts` only with TOGUNA_LONG=1; browser tests one file at a time.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
const isLong = process.env["TOGUNA_LONG"] === "1";
const skipped = ["**/node_modules/**", "tests/tools/**", "frontend/dist/**"];

export default defineConfig({
  root,
  test: {
    include: isLong ? ["{backend,frontend,tests}/**/*.long.test.ts"] : ["{backend,frontend,tests}/**/*.test.ts"],
    exclude: isLong ? skipped : [...skipped, "**/*.long.test.ts"],
    testTimeout: isLong ? 600_000 : 180_000,
    hookTimeout: 240_000,
    // A page on a busy machine takes longer than the second that is the default; a test waits, and fails at its own limit only.
    expect: { poll: { timeout: 30_000 } },
    pool: "forks",
    maxWorkers: 3,
    globalSetup: ["tests/support/global-setup.ts"],
  },
});
