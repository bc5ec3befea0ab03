// The desk gives a report or a case to a constituent or a peer, where its labels let it, and takes it back.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { labelsOf } from "../marking/store.ts";
import { personOf } from "../store.ts";
import { maySharedTo } from "./explain-audience.ts";
import { EndShare, GiveShare } from "./model.ts";

/** @throws refused by its labels, or to an authority, which is given by the entity alone; conflict when given already; not_found. */
export async function giveShare(ctx: Context, input: GiveShare): Promise<{ id: string }> {
  requirePermission(ctx, "share.give");
  const { object, id: objectId, organisationId, reason } = GiveShare.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const labels = await labelsOf(tx, object, objectId);
    const [organisation] = await tx.execute<{ kind: string }>(
      sql`select kind from organisations where id = ${organisationId}`,
    );
    if (!organisation) throw notFound("organisation");
    const { kind } = organisation;
    if (kind !== "constituent" && kind !== "peer")
      throw new AppError("refused", "An authority sees what its entity files with it, and nothing by another way.", {
        words: "access.refusal.authority",
      });
    const played = await tx.execute(
      sql`select 1 from ${object === "report" ? sql`reports` : sql`cases`} where id = ${objectId} and is_exercise`,
    );
    if (played.length > 0)
      throw new AppError("refused", "This is an exercise: nothing leaves.", { words: "exercises.refused.leaves" });
    const leaving = maySharedTo(labels, kind);
    if (leaving.may !== "text")
      throw new AppError("refused", "Its labels do not let this leave.", { words: leaving.why });
    const id = newId(ctx.now());
    const written = await tx.execute(
      sql`insert into shares (id, report_id, case_id, organisation_id, basis, reason, shared_by, shared_at)
        values (${id}, ${object === "report" ? objectId : null}, ${object === "case" ? objectId : null}, ${organisationId}, 'desk', ${reason},
          ${personOf(ctx)}, ${ctx.now().toISOString()}) on conflict (report_id, case_id, organisation_id) where ended_at is null do nothing returning id`,
    );
    if (written.length === 0)
      throw new AppError("conflict", "This organisation was given it already.", {
        words: "access.refusal.shared_already",
      });
    const detail = { shareId: id, organisationId, reason };
    await writeAudit(tx, ctx, { action: `${object}.share`, objectType: object, objectId, detail });
    return { id };
  });
}

/** @throws not_found, also for a filing: what an entity filed is not the desk's to take back. */
export async function endShare(ctx: Context, input: EndShare): Promise<void> {
  requirePermission(ctx, "share.give");
  const { shareId } = EndShare.parse(input);
  await withTransaction(ctx, async (tx) => {
    const [ended] = await tx.execute<{ reportId: string | null; caseId: string | null }>(
      sql`update shares set ended_by = ${personOf(ctx)}, ended_at = ${ctx.now().toISOString()}
        where id = ${shareId} and ended_at is null and basis = 'desk' returning report_id as "reportId", case_id as "caseId"`,
    );
    if (!ended) throw notFound("share");
    const objectType = ended.reportId === null ? "case" : "report";
    const objectId = ended.reportId ?? ended.caseId ?? "";
    await writeAudit(tx, ctx, { action: `${objectType}.unshare`, objectType, objectId, detail: { shareId } });
  });
}
