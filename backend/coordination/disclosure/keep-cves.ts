// The team's pool of CVE ids: reserved by hand as the programme gave them, assigned to one flaw, published with it or rejected; none ever comes back.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { lockDisclosure, personOf, requireFlaw } from "./load-disclosure.ts";
import { AssignCve, RejectCve, ReserveCves } from "./model.ts";
import type { CveView } from "./views/model.ts";

/** @returns how many were new; an id that is known, in whatever state, stays as it is. */
export async function reserveCves(ctx: Context, input: ReserveCves): Promise<{ added: number; known: number }> {
  requirePermission(ctx, "advisory.write");
  const { cveIds } = ReserveCves.parse(input);
  const distinct = [...new Set(cveIds)];
  return await withTransaction(ctx, async (tx) => {
    const added = await tx.execute(sql`insert into disclosure_cves (cve_id, state, reserved_by, reserved_at)
      select id, 'reserved', ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz from unnest(${sql.param(distinct)}::text[]) id
      on conflict (cve_id) do nothing returning 1`);
    await writeAudit(tx, ctx, {
      action: "cve.reserve",
      objectType: "cve",
      objectId: "pool",
      detail: { added: added.length },
    });
    return { added: added.length, known: distinct.length - added.length };
  });
}

/** Those of cases that are hidden from the asker are not listed. The newest first. */
export async function listCves(ctx: Context): Promise<CveView[]> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<CveView & Record<string, unknown>>(sql`
        select c.cve_id as "cveId", c.state, c.case_id as "caseId", k.reference, f.title as flaw, ${iso(sql`c.reserved_at`)} as "reservedAt", c.reject_reason as "rejectReason"
        from disclosure_cves c left join cases k on k.id = c.case_id left join disclosure_flaws f on f.id = c.flaw_id
        order by c.reserved_at desc, c.cve_id desc limit 1000`)),
  ]);
}

/** Absent an id, the lowest that is free. @throws AppError not_found; refused when the pool is empty; conflict for one that is not free, or a flaw that has one. */
export async function assignCve(ctx: Context, caseId: string, input: AssignCve): Promise<{ cveId: string }> {
  requirePermission(ctx, "advisory.write");
  const { flawId, cveId } = AssignCve.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireFlaw(tx, caseId, flawId);
    const [has] = await tx.execute(sql`select 1 from disclosure_cves where flaw_id = ${flawId}`);
    if (has) throw new AppError("conflict", "This flaw has an id already.", { words: "disclosure.refused.has_cve" });
    const [free] = await tx.execute<{
      id: string;
    }>(sql`select cve_id as id from disclosure_cves where state = 'reserved'
      and ${cveId === undefined ? sql`true` : sql`cve_id = ${cveId}`} order by cve_id limit 1 for update skip locked`);
    if (!free)
      throw cveId === undefined
        ? new AppError("refused", "No reserved id is left. Bring some into the pool.", {
            words: "disclosure.refused.no_cve",
          })
        : new AppError("conflict", "This id is not free.", { words: "disclosure.refused.cve_taken" });
    await tx.execute(sql`update disclosure_cves set state = 'assigned', case_id = ${caseId}, flaw_id = ${flawId}, assigned_by = ${personOf(ctx)},
      assigned_at = ${ctx.now().toISOString()}::timestamptz where cve_id = ${free.id}`);
    await writeAudit(tx, ctx, {
      action: "cve.assign",
      objectType: "case",
      objectId: caseId,
      detail: { cveId: free.id, flawId },
    });
    return { cveId: free.id };
  });
}

/** It stays with its flaw and on the list, and is given to nobody else. @throws AppError not_found; conflict when it was rejected. */
export async function rejectCve(ctx: Context, cveId: string, input: RejectCve): Promise<void> {
  requirePermission(ctx, "advisory.write");
  const { reason } = RejectCve.parse(input);
  await withTransaction(ctx, async (tx) => {
    const [found] = await tx.execute<{ state: string; caseId: string | null }>(
      sql`select state, case_id as "caseId" from disclosure_cves where cve_id = ${cveId} for update`,
    );
    if (!found) throw notFound("CVE id");
    if (found.state === "rejected")
      throw new AppError("conflict", "This id was rejected already.", { words: "disclosure.refused.cve_rejected" });
    await tx.execute(sql`update disclosure_cves set state = 'rejected', rejected_by = ${personOf(ctx)}, rejected_at = ${ctx.now().toISOString()}::timestamptz,
      reject_reason = ${reason} where cve_id = ${cveId}`);
    await writeAudit(tx, ctx, {
      action: "cve.reject",
      objectType: found.caseId === null ? "cve" : "case",
      objectId: found.caseId ?? "pool",
      detail: { cveId },
    });
  });
}
