// Stops a running installation's worker between two transactions, as a machine that swaps would not: what it holds open would hold everybody up.
import { setTimeout as sleep } from "node:timers/promises";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { connectDatabase } from "../../backend/platform/db/index.ts";
import { findDatabase } from "../../backend/platform/run/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";
import { eventually, type RunningServer } from "./server.ts";

/** `env` as the server was started with. It goes on being there, and does nothing. @throws when it never is at rest within half a minute. */
export async function stopWorkerAtRest(server: RunningServer, env: Record<string, string>): Promise<void> {
  const pid = await eventually(() => server.workerPid());
  if (!pid) throw new Error("the server has no worker");
  const config = parseConfig(env, { dataDir: server.dataDir });
  const db = connectDatabase(findDatabase(config, openSecrets(server.dataDir)).owner, { max: 1, name: "toguna-test" });
  try {
    for (let tries = 0; tries < 60; tries++) {
      process.kill(pid, "SIGSTOP");
      // What it had already sent comes to its end.
      await sleep(150);
      const [row] = await db.sql<{ open: number }[]>`
        select count(*)::int as open from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`;
      if (row?.open === 0) return;
      process.kill(pid, "SIGCONT");
      await sleep(350);
    }
    throw new Error("the worker was never at rest");
  } finally {
    await db.close();
  }
}
