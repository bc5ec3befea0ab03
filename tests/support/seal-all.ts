// Seals until every act has its place: a transaction of another test, still open on the same server, makes rows wait for it.
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { sealLog } from "../../backend/platform/audit/index.ts";
import type { Context } from "../../backend/platform/context/index.ts";
import { readOnly } from "../../backend/platform/db/index.ts";

/** Returns how many rows were sealed. @throws after a minute. */
export async function sealAll(ctx: Context): Promise<number> {
  let sealed = 0;
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(20)) {
    sealed += await sealLog(ctx);
    const [row] = await readOnly(
      ctx,
      async (tx) =>
        await tx.execute<{ waits: boolean }>(
          sql`select exists (select 1 from audit_log l where not exists (select 1 from audit_sequence s where s.audit_id = l.id)) as waits`,
        ),
      "system",
    );
    if (!row?.waits) return sealed;
  }
  throw new Error("acts were not sealed within a minute");
}
