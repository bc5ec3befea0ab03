// The entity itself files its voluntary report with an authority; until then no authority sees it, whoever shares a roof with whom.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { personOf } from "../store.ts";
import { FileReport } from "./model.ts";

/** Under the entity's own rows: what is not theirs is not there. @throws not_found; refused by its labels; conflict when filed already. */
export async function fileReport(ctx: Context, input: FileReport): Promise<{ id: string; at: string }> {
  requirePermission(ctx, "filing.make");
  const { reportId, authorityId, reason } = FileReport.parse(input);
  const at = ctx.now().toISOString();
  return await withTransaction(ctx, async (tx) => {
    const [own] = await tx.execute<{ marking: Marking; pap: Pap; isOwn: boolean }>(
      sql`select marking, pap, filed_by_organisation_id = (select toguna_organisation()) as "isOwn" from reports where id = ${reportId}`,
    );
    // A report that the desk shared can be read, and is not theirs to file.
    if (!own?.isOwn) throw notFound("report");
    const authorities = await tx.execute(
      sql`select 1 from organisations where id = ${authorityId} and kind = 'authority'`,
    );
    if (authorities.length === 0) throw notFound("authority");
    const leaving = canLeave(own, "file_authority");
    if (leaving.may !== "text")
      throw new AppError("refused", "Its labels do not let this leave.", { words: leaving.why });
    const id = newId(ctx.now());
    const written = await tx.execute(
      sql`insert into shares (id, report_id, organisation_id, basis, reason, shared_by, shared_at)
        values (${id}, ${reportId}, ${authorityId}, 'filing', ${reason}, ${personOf(ctx)}, ${at})
        on conflict (report_id, case_id, organisation_id) where ended_at is null do nothing returning id`,
    );
    if (written.length === 0)
      throw new AppError("conflict", "This report is filed with this authority already.", {
        words: "access.refusal.filed_already",
      });
    const detail = { shareId: id, authorityId, reason };
    await writeAudit(tx, ctx, { action: "report.file", objectType: "report", objectId: reportId, detail });
    return { id, at };
  });
}
