// Runs once before all tests: where the shared test server's folder is, and its end afterwards. Files that ask for a database start it (database.ts).
import { existsSync, mkdtempSync, chmodSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-test-"));
  chmodSync(folder, 0o755);
  process.env["TOGUNA_TEST_SERVER"] = folder;
  return async () => {
    const pidFile = join(folder, "server", "cluster", "postmaster.pid");
    if (existsSync(pidFile)) {
      const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
      try {
        process.kill(pid, "SIGINT");
        for (let tries = 0; tries < 100 && existsSync(pidFile); tries++)
          await new Promise((resolve) => setTimeout(resolve, 50));
      } catch {
        // Already gone.
      }
    }
    rmSync(folder, { recursive: true, force: true });
  };
}
