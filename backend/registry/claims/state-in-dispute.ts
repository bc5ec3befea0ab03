// A party's statement in a dispute: by its own people, or written down by the desk from paper.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { StateInDispute } from "./model.ts";
import { personOf } from "./store.ts";

const mostStatements = 50;

/** @throws not_found for a dispute that the asker is no party of; invalid_input naming `constituentId`; conflict once it is settled. */
export async function stateInDispute(ctx: Context, input: StateInDispute): Promise<{ id: string }> {
  const isDesk = may(ctx, "registry.change");
  requirePermission(ctx, isDesk ? "registry.change" : "claim.change_own");
  const { disputeId, constituentId, body } = StateInDispute.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [dispute] = await tx.execute<{
        state: string;
        value: string;
        parties: string[];
        own: string[];
        count: number;
      }>(sql`
        select d.state, d.value, array[d.standing_constituent_id, d.challenger_constituent_id]::text[] as parties,
          array(select c.id::text from constituents c where c.id in (d.standing_constituent_id, d.challenger_constituent_id)) as own,
          (select count(*)::int from claim_statements s where s.dispute_id = d.id) as count
        from claim_disputes d where d.id = ${disputeId}`);
      if (!dispute) throw notFound("dispute");
      if (dispute.state !== "open" && dispute.state !== "proposed")
        throw new AppError("conflict", "This dispute is settled.", { words: "claims.refusal.settled" });
      if (dispute.count >= mostStatements)
        throw new AppError("conflict", "This dispute has very many statements. Write to the national team.", {
          words: "claims.refusal.many_statements",
        });
      const party = constituentId ?? (isDesk ? undefined : dispute.own[0]);
      if (party === undefined || !dispute.parties.includes(party) || (!isDesk && !dispute.own.includes(party)))
        throw invalidInput([{ path: "constituentId", message: "Expected one of the two parties." }]);
      const id = newId(ctx.now());
      await tx.execute(sql`insert into claim_statements (id, dispute_id, constituent_id, body, is_from_paper, person_id, stated_at)
        values (${id}, ${disputeId}, ${party}, ${body}, ${isDesk}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
      await writeAudit(tx, ctx, {
        action: "dispute.state",
        objectType: "constituent",
        objectId: party,
        detail: { disputeId, value: dispute.value, isFromPaper: isDesk },
      });
      return { id };
    },
    isDesk ? "staff" : "constituent",
  );
}
