// What the desk knows of a sealed name: that it is there, who asked for it and why, what was answered, and everyone who opened it.
import { sql } from "drizzle-orm";
import { may, requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { Opening, ReportRequest, SealedView } from "./model.ts";

/** @throws AppError not_found for a report that the asker may not see. */
export async function readSealed(ctx: Context, reportId: string): Promise<SealedView> {
  requirePermission(ctx, "report.read");
  const { personId } = requirePerson(ctx);
  return await readOnly(ctx, async (tx) => {
    const [report] = await tx.execute<{ isSealed: boolean; isRoutable: boolean }>(
      sql`select coalesce(i.is_sealed, false) as "isSealed", coalesce(i.is_routable, false) as "isRoutable"
        from reports r left join report_identities i on i.report_id = r.id where r.id = ${reportId}`,
    );
    if (!report) throw notFound("report");
    const requests = await tx.execute<Omit<ReportRequest, "askedBy"> & { askedById: string; askedByName: string }>(
      sql`select q.id, q.asked_by as "askedById", a.name as "askedByName", q.reason, ${iso(sql`q.asked_at`)} as "askedAt", q.decision,
          d.name as "decidedByName", ${iso(sql`q.decided_at`)} as "decidedAt", q.decision_reason as "decisionReason", ${iso(sql`q.expires_at`)} as "expiresAt",
          (q.asked_by = ${personId} and q.decision = 'granted' and q.expires_at > ${ctx.now().toISOString()}::timestamptz
            and exists (select 1 from unlocking_keys k where k.id = q.asker_key_id and k.retired_at is null)) as "canOpen"
        from identity_requests q join people a on a.id = q.asked_by left join people d on d.id = q.decided_by
        where q.report_id = ${reportId} order by q.asked_at desc, q.id desc`,
    );
    const openings = await tx.execute<Opening & Record<string, unknown>>(
      sql`select o.id, p.name as "personName", o.way, o.reason, ${iso(sql`o.opened_at`)} as "openedAt"
        from identity_openings o left join people p on p.id = o.person_id where o.report_id = ${reportId} order by o.opened_at desc, o.id desc`,
    );
    const isWaiting = requests.some(({ askedById, decision }) => askedById === personId && decision === null);
    return {
      ...report,
      canAsk: report.isSealed && may(ctx, "identity.ask") && !isWaiting,
      requests: requests.map(({ askedById, askedByName, canOpen, ...request }) => ({
        ...request,
        canOpen: canOpen ?? false,
        askedBy: { id: askedById, name: askedByName },
      })),
      openings: [...openings],
    };
  });
}
