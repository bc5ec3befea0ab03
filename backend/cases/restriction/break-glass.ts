// Opens a restricted case without being a member: with the passkey and a reason, for four hours, told at once to its members and the leads.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { addToTimeline } from "../store.ts";
import { bindGlass, BreakGlass, glassHours } from "./model.ts";
import { decideGlass } from "./rules.ts";
import { judgePersons } from "./store.ts";

/** @throws step_up_required; not_found; refused for a case that is open to the asker, and past a conflict of interest. */
export async function breakGlass(ctx: Context, input: BreakGlass): Promise<{ caseId: string; expiresAt: string }> {
  requirePermission(ctx, "case.break_glass");
  const { reference, reason } = BreakGlass.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  // The asker does not see the case yet: it is looked for with the system's eyes, after the passkey's word.
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, bindGlass(reference));
      const found = await findCase(tx, reference, actor.personId);
      if (!found) throw notFound("case");
      const { conflicted } = await judgePersons(tx, found.id, [actor.personId]);
      decideGlass({ ...found, hasConflict: conflicted.has(actor.personId) });
      const id = newId(ctx.now());
      const [opened] = await tx.execute<{ expiresAt: string }>(
        sql`insert into glass_openings (id, case_id, person_id, reason, opened_at, expires_at)
          values (${id}, ${found.id}, ${actor.personId}, ${reason}, now(), now() + make_interval(hours => ${glassHours}))
          returning ${iso(sql`expires_at`)} as "expiresAt"`,
      );
      await addToTimeline(tx, ctx, { caseId: found.id, kind: "glass_broken", body: reason });
      await writeAudit(tx, ctx, {
        action: "case.break_glass",
        objectType: "case",
        objectId: found.id,
        detail: { openingId: id, reason },
      });
      await publish(tx, { type: "case.glass_broken", openingId: id });
      return { caseId: found.id, expiresAt: opened?.expiresAt ?? "" };
    },
    "system",
  );
}

interface Found {
  id: string;
  isRestricted: boolean;
  isMember: boolean;
  isOpenAlready: boolean;
}

async function findCase(tx: Tx, reference: string, personId: string): Promise<Found | undefined> {
  const [row] = await tx.execute<Found & Record<string, unknown>>(
    sql`select k.id, k.is_restricted as "isRestricted",
        exists (select 1 from case_members m where m.case_id = k.id and m.person_id = ${personId}) as "isMember",
        exists (select 1 from glass_openings g where g.case_id = k.id and g.person_id = ${personId} and g.expires_at > now()) as "isOpenAlready"
      from cases k where k.reference = ${reference}
        or k.id = (select c.case_id from case_reports c join reports r on r.id = c.report_id where r.reference = ${reference}) for update of k`,
  );
  return row;
}
