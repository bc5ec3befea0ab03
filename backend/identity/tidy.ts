// Forgets what is long over: sessions and shifts that ended, step-ups that were used, links that died. The log keeps what happened.
import { sql } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { requirePermission } from "./access.ts";
import { lifetimes, mostTries } from "./rules.ts";

/** To be run once a day. Returns how many rows went, by table. */
export async function tidyIdentity(ctx: Context): Promise<Record<string, number>> {
  requirePermission(ctx, "settings.change");
  const now = ctx.now().getTime();
  const sessionsBefore = new Date(now - lifetimes.endedSessionMs).toISOString();
  const stepUpsBefore = new Date(now - lifetimes.usedStepUpMs).toISOString();
  return await withTransaction(
    ctx,
    async (tx) => {
      const count = async (query: ReturnType<typeof sql>): Promise<number> => (await tx.execute(query)).length;
      // Step-ups first: each hangs on a session.
      const gone = sql`select id from sessions where coalesce(ended_at, least(expires_at, idle_expires_at)) < ${sessionsBefore}::timestamptz`;
      const tidied = {
        stepUps: await count(
          sql`delete from step_ups where expires_at < ${stepUpsBefore}::timestamptz or session_id in (${gone}) returning 1`,
        ),
        sessions: await count(sql`delete from sessions where id in (${gone}) returning 1`),
        shifts: await count(
          sql`delete from clerk_shifts where coalesce(ended_at, last_seen_at) < ${sessionsBefore}::timestamptz returning 1`,
        ),
        tries: await count(
          sql`delete from secret_tries where failed_at < ${stepUpsBefore}::timestamptz and failed < ${mostTries} returning 1`,
        ),
        challenges: await count(
          sql`delete from ceremonies where expires_at < ${ctx.now().toISOString()}::timestamptz returning 1`,
        ),
      };
      if (Object.values(tidied).some((rows) => rows > 0))
        await writeAudit(tx, ctx, { action: "identity.tidy", objectType: "identity", objectId: "all", detail: tidied });
      return tidied;
    },
    "identity",
  );
}
