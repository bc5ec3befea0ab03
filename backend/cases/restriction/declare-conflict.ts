// Puts somebody on the list of conflicts of interest: from then on they see nothing of it, and hold nothing of it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { canWorkCases, personOf } from "../store.ts";
import { DeclareConflict } from "./model.ts";
import { decideMembers } from "./rules.ts";

/** For oneself anybody of the desk; for somebody else a lead. @throws conflict when it stands already; not_found; forbidden. */
export async function declareConflict(ctx: Context, input: DeclareConflict): Promise<{ id: string }> {
  const asked = DeclareConflict.parse(input);
  const self = personOf(ctx);
  const personId = asked.personId ?? self;
  requirePermission(ctx, personId === self ? "case.read" : "conflict.declare");
  if (personId === null || self === null) throw new AppError("forbidden", "Only a signed-in person can do this.");
  const { constituentId = null, caseId = null, reason } = asked;
  await requireSeen(ctx, constituentId, caseId);
  const at = ctx.now();
  // What the person loses may be hidden from the one who declares it.
  return await withTransaction(
    ctx,
    async (tx) => {
      const isWorking = await canWorkCases(tx, personId);
      decideMembers([personId], { working: new Set(isWorking ? [personId] : []), conflicted: new Set() }, "personId");
      const id = newId(at);
      const written = await tx.execute(
        sql`insert into conflicts (id, person_id, constituent_id, case_id, reason, declared_by, declared_at)
          values (${id}, ${personId}, ${constituentId}, ${caseId}, ${reason}, ${self}, ${at.toISOString()})
          on conflict (person_id, constituent_id, case_id) where ended_at is null do nothing returning id`,
      );
      if (written.length === 0)
        throw new AppError("conflict", "This conflict stands on the list already.", {
          words: "access.refusal.conflict_already",
        });
      const taken = await takeAway(tx, personId, constituentId, caseId);
      await writeAudit(tx, ctx, {
        action: "conflict.declare",
        objectType: "conflict",
        objectId: id,
        detail: { personId, constituentId, caseId, reason, ...taken },
      });
      return { id };
    },
    "system",
  );
}

async function requireSeen(ctx: Context, constituentId: string | null, caseId: string | null): Promise<void> {
  const found = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute(
        caseId === null
          ? sql`select 1 from constituents where id = ${constituentId}`
          : sql`select 1 from cases where id = ${caseId}`,
      ),
  );
  if (found.length === 0) throw notFound(caseId === null ? "constituent" : "case");
}

/** Cases and reports that the person held go back to nobody; memberships end. */
async function takeAway(
  tx: Tx,
  personId: string,
  constituentId: string | null,
  caseId: string | null,
): Promise<{ cases: number; reports: number }> {
  const concerned = sql`select report_id from report_constituents where constituent_id = ${constituentId}`;
  const cases = sql`(id = ${caseId} or id in (select c.case_id from case_reports c where c.report_id in (${concerned})))`;
  const given = await tx.execute(
    sql`update cases set owner_id = null, version = version + 1 where owner_id = ${personId} and ${cases} returning 1`,
  );
  const reports = await tx.execute(
    sql`update reports set assigned_to = null, version = version + 1 where assigned_to = ${personId}
      and (id in (${concerned}) or id in (select c.report_id from case_reports c where c.case_id in (select id from cases where ${cases}))) returning 1`,
  );
  await tx.execute(
    sql`delete from case_members where person_id = ${personId} and case_id in (select id from cases where ${cases})`,
  );
  return { cases: given.length, reports: reports.length };
}
