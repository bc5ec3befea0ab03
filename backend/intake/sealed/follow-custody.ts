// After keys changed: what is sealed to keys out of use goes, and names kept in confidence from before there were custodians are sealed.
import { sql } from "drizzle-orm";
import { readRecipients, requirePermission } from "../../identity/index.ts";
import { custodyGaps } from "../../identity/custody/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import type { SealedName } from "./model.ts";
import { insertSealed, sealFor } from "./seal-name.ts";

const batch = 100;

/** Idempotent. */
export async function followCustody(ctx: Context): Promise<void> {
  await dropRetired(ctx);
  while ((await sealOlder(ctx)) === batch);
}

/** A name keeps its last keeper, also when that one's key is out of use: better hard to open than lost. */
async function dropRetired(ctx: Context): Promise<void> {
  requirePermission(ctx, "settings.change");
  await withTransaction(
    ctx,
    async (tx) => {
      const dropped =
        await tx.execute(sql`delete from sealed_identity_keys d using unlocking_keys u where u.id = d.key_id and u.retired_at is not null
        and exists (select 1 from sealed_identity_keys k join toguna_recipients() r on r.key_id = k.key_id where k.report_id = d.report_id) returning 1`);
      if (dropped.length > 0)
        await writeAudit(tx, ctx, {
          action: "identity.drop_retired",
          objectType: "intake",
          objectId: "sealed",
          detail: { names: dropped.length },
        });
    },
    "custody",
  );
}

async function sealOlder(ctx: Context): Promise<number> {
  requirePermission(ctx, "settings.change");
  return await withTransaction(ctx, async (tx) => {
    const recipients = await readRecipients(tx);
    if (custodyGaps(recipients).length > 0) return 0;
    const rows = await tx.execute<SealedName & { reportId: string } & Record<string, unknown>>(
      sql`select i.report_id as "reportId", i.name, i.on_behalf_name as "onBehalfName", r.on_behalf ->> 'relation' as relation, i.email, i.phone, i.role,
          i.organisation_name as organisation, i.safe_channel as "safeChannel",
          (select o.area_id from report_origins o where o.report_id = r.id) as origin
        from report_identities i join reports r on r.id = i.report_id where i.is_confidential and not i.is_sealed
        order by i.report_id limit ${batch} for update of i`,
    );
    for (const { reportId, ...name } of rows) {
      await insertSealed(tx, reportId, await sealFor(recipients, reportId, name), ctx.now());
      await tx.execute(sql`update report_identities set is_sealed = true, name = null, on_behalf_name = null, email = null, phone = null, role = null,
        organisation_name = null, safe_channel = null where report_id = ${reportId}`);
      await tx.execute(sql`update report_origins set area_id = null, is_sealed = true where report_id = ${reportId}`);
      await tx.execute(sql`update reports set on_behalf = on_behalf - 'relation' where id = ${reportId}`);
      await writeAudit(tx, ctx, { action: "report.seal_identity", objectType: "report", objectId: reportId });
    }
    return rows.length;
  });
}
