// Disputes as lists and pages: to the desk with both claims, to a party with the other's name and statements only.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { personOf } from "./store.ts";
import type { DisputePage, DisputeRow } from "./views/model.ts";

const head = sql`d.id, d.reference, d.kind, d.value, d.standing_name as "standingName", d.challenger_name as "challengerName", d.because, d.state,
  ${iso(sql`d.opened_at`)} as "openedAt", ${iso(sql`d.answer_by`)} as "answerBy", ${iso(sql`d.settled_at`)} as "settledAt"`;

function scopeOfReader(ctx: Context): "staff" | "constituent" {
  const isDesk = may(ctx, "registry.read");
  requirePermission(ctx, isDesk ? "registry.read" : "claim.read_own");
  return isDesk ? "staff" : "constituent";
}

/** What is open first, the oldest first; then what ended. @throws forbidden. */
export async function listDisputes(ctx: Context): Promise<{ rows: DisputeRow[] }> {
  const scope = scopeOfReader(ctx);
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<DisputeRow & Record<string, unknown>>(sql`
        select ${head}, (select count(*)::int from claim_statements s where s.dispute_id = d.id) as statements from claim_disputes d
        order by d.state not in ('open', 'proposed'), case when d.state in ('open', 'proposed') then d.opened_at end, d.settled_at desc, d.id limit 500`),
    scope,
  );
  return { rows: [...rows] };
}

type Found = Omit<DisputePage, "claims" | "statements" | "isProposedByMe" | "mine"> & {
  proposedBy: string | null;
  standing: string;
  own: string[];
} & Record<string, unknown>;

/** @throws forbidden; not_found also for a dispute that the asker is no party of. */
export async function readDispute(ctx: Context, disputeId: string): Promise<DisputePage> {
  const scope = scopeOfReader(ctx);
  if (!isId(disputeId)) throw notFound("dispute");
  return await readOnly(
    ctx,
    async (tx) => {
      const [found] = await tx.execute<Found>(sql`
        select ${head}, d.version, d.outcome, ${iso(sql`d.split_at`)} as "splitAt", d.reason, d.proposed_by as "proposedBy",
          (select p.name from people p where p.id = d.proposed_by) as "proposedByName", d.standing_constituent_id as standing,
          array(select c.id::text from constituents c where c.id in (d.standing_constituent_id, d.challenger_constituent_id)) as own
        from claim_disputes d where d.id = ${disputeId}`);
      if (!found) throw notFound("dispute");
      const { proposedBy, standing, own, ...facts } = found;
      const isDesk = scope === "staff";
      const isSettled = found.state === "settled";
      return {
        ...facts,
        // A party hears how it was settled once it is, and by nobody's name.
        ...(isDesk || isSettled ? {} : { outcome: null, splitAt: null, reason: null }),
        proposedByName: isDesk ? found.proposedByName : null,
        isProposedByMe: proposedBy !== null && proposedBy === personOf(ctx),
        mine: isDesk ? null : own.includes(standing) ? "standing" : "challenger",
        statements: await statementsOf(tx, disputeId, standing),
        claims: isDesk ? await claimsOf(tx, disputeId) : null,
      };
    },
    scope,
  );
}

async function statementsOf(tx: Tx, disputeId: string, standing: string): Promise<DisputePage["statements"]> {
  return await tx.execute<DisputePage["statements"][number] & Record<string, unknown>>(sql`
    select id, case when constituent_id = ${standing} then 'standing' else 'challenger' end as side, body, is_from_paper as "isFromPaper",
      ${iso(sql`stated_at`)} as "statedAt"
    from claim_statements where dispute_id = ${disputeId} order by stated_at, id`);
}

async function claimsOf(tx: Tx, disputeId: string): Promise<NonNullable<DisputePage["claims"]>> {
  return await tx.execute<NonNullable<DisputePage["claims"]>[number] & Record<string, unknown>>(sql`
    select case when n.id = d.standing_claim_id then 'standing' else 'challenger' end as side, n.id, n.constituent_id as "constituentId", n.value, n.state, n.proof,
      ${iso(sql`n.proven_at`)} as "provenAt", n.source, (select count(*)::int from claim_documents x where x.claim_id = n.id) as documents,
      ${iso(sql`n.held_from`)} as "heldFrom", ${iso(sql`n.held_until`)} as "heldUntil"
    from claim_disputes d join network_claims n on n.id in (d.standing_claim_id, d.challenger_claim_id) where d.id = ${disputeId} order by 1 desc`);
}
