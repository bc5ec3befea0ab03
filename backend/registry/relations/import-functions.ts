// Brings in the nation's list of critical functions: what is known by its code is changed, what is new added.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { ImportFunctions } from "./model.ts";

/** Returns how many were added and how many changed. @throws AppError invalid_input. */
export async function importFunctions(
  ctx: Context,
  input: ImportFunctions,
): Promise<{ added: number; changed: number }> {
  requirePermission(ctx, "registry.change");
  const list = ImportFunctions.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const ids = await insertFunctions(tx, ctx, list, false);
      const told = {
        added: ids.filter(({ isNew }) => isNew).length,
        changed: ids.filter(({ isNew }) => !isNew).length,
      };
      await writeAudit(tx, ctx, {
        action: "function.import",
        objectType: "register",
        objectId: "critical_functions",
        detail: { ...told, source: list.source },
      });
      await publish(tx, { type: "registry.changed" });
      return told;
    },
    "staff",
  );
}

export async function insertFunctions(
  tx: Tx,
  ctx: Context,
  list: ReturnType<typeof ImportFunctions.parse>,
  isDemo: boolean,
): Promise<{ id: string; isNew: boolean }[]> {
  const ids: { id: string; isNew: boolean }[] = [];
  for (const { code, names, sector } of list.functions) {
    const [row] = await tx.execute<{ id: string; isNew: boolean }>(sql`
      insert into critical_functions (id, code, names, sector, source, is_demo, created_at)
      values (${newId(ctx.now())}, ${code}, ${JSON.stringify(names)}::jsonb, ${sector}, ${list.source}, ${isDemo}, ${ctx.now().toISOString()})
      on conflict (code) do update set names = excluded.names, sector = excluded.sector, source = excluded.source, ended_on = null
      returning id, (xmax = 0) as "isNew"`);
    if (row) ids.push(row);
  }
  return ids;
}
