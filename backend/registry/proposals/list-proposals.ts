// Proposals as the desk and the constituent's own people see them: what is to change, in which state, and who decided why.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import type { ProposalView } from "./model.ts";

type Line = Omit<ProposalView, "constituent" | "can"> & {
  constituentId: string;
  constituentName: string;
  reference: string;
  proposedBy: string;
} & Record<string, unknown>;

/** For the desk: those that wait, oldest first, then the latest decided, 200 together. */
export async function listProposals(ctx: Context): Promise<{ proposals: ProposalView[] }> {
  requirePermission(ctx, "registry.read");
  const self = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  const canSettle = may(ctx, "registry.change");
  const lines = await readOnly(ctx, readProposals, "staff");
  return {
    proposals: lines.map((line) =>
      toProposalView(line, {
        settle: canSettle && line.state === "pending" && line.proposedBy !== self,
        withdraw: false,
      }),
    ),
  };
}

/** Row-level security decides whose. The names of those who decide are told: a constituent sees who approved. */
export async function readProposals(tx: Tx): Promise<Line[]> {
  return [
    ...(await tx.execute<Line>(sql`select r.id, r.kind, r.record_id as "recordId", c.id as "constituentId", c.name as "constituentName", c.reference,
      k.name as "contactName", r.before, r.after,
      coalesce((select jsonb_object_agg(a.id, a.names) from areas a where a.id in (r.before ->> 'areaId', r.after ->> 'areaId')), '{}') as areas, r.note, r.state, r.proposed_by as "proposedBy", toguna_name_in_proposals(r.proposed_by) as "proposedByName",
      ${iso(sql`r.proposed_at`)} as "proposedAt", toguna_name_in_proposals(r.decided_by) as "decidedByName", ${iso(sql`r.decided_at`)} as "decidedAt", r.reason
    from change_proposals r join constituents c on c.id = r.constituent_id left join contacts k on k.id = r.record_id
    order by r.state <> 'pending', case when r.state = 'pending' then r.proposed_at end, r.decided_at desc, r.id limit 200`)),
  ];
}

export function toProposalView(line: Line, can: ProposalView["can"]): ProposalView {
  return {
    id: line.id,
    kind: line.kind,
    recordId: line.recordId,
    constituent: { id: line.constituentId, name: line.constituentName, reference: line.reference },
    contactName: line.contactName,
    before: line.before,
    after: line.after,
    areas: line.areas,
    note: line.note,
    state: line.state,
    proposedByName: line.proposedByName,
    proposedAt: line.proposedAt,
    decidedByName: line.decidedByName,
    decidedAt: line.decidedAt,
    reason: line.reason,
    can,
  };
}
