// How the log stands: sealed, published, witnessed, stamped, checked.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { formatVerifierKey, loadPolicy, logKey, readNewest } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import type { LogStateView } from "./model.ts";

type WitnessRow = Omit<LogStateView["witnesses"][number], "state"> & { state: "good" } & Record<string, unknown>;

export async function readLogState(ctx: Context): Promise<LogStateView> {
  requirePermission(ctx, "log.read");
  const policy = loadPolicy(ctx.config);
  return await readOnly(
    ctx,
    async (tx) => {
      const [sealed] = await tx.execute<{ size: number; at: string; note: string }>(
        sql`select size::float8 as size, ${iso(sql`at`)} as at, note from audit_checkpoints order by size desc limit 1`,
      );
      const published = await readNewest(tx, true);
      const newest = await readNewest(tx, false);
      const known = await tx.execute<WitnessRow>(
        sql`select name, state, says, size::float8 as size, ${iso(sql`cosigned_at`)} as "cosignedAt" from log_witnesses`,
      );
      const checks = await tx.execute<LogStateView["checks"][number] & Record<string, unknown>>(
        sql`select kind, ${iso(sql`at`)} as at, size::float8 as size, says as outcome from log_checks order by kind desc`,
      );
      return {
        verifierKey: formatVerifierKey(logKey(ctx, sealed?.note)),
        rows: sealed?.size ?? 0,
        sealedAt: sealed?.at ?? null,
        published: published
          ? { size: published.size, at: published.at, isStamped: published.timestampAnswer !== null }
          : null,
        waiting: newest && !newest.hasQuorum ? { size: newest.size, at: newest.at } : null,
        witnesses: policy.witnesses.map(
          ({ name }) =>
            known.find((one) => one.name === name) ?? { name, state: "new", says: null, size: 0, cosignedAt: null },
        ),
        hasStamps: ctx.config.tsaUrl !== undefined,
        checks: [...checks],
        can: {
          export: may(ctx, "log.export"),
          askShredding: may(ctx, "log.shred"),
          closeAlarm: may(ctx, "alarm.close"),
        },
      };
    },
    "system",
  );
}
