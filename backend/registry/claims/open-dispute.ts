// Opens a dispute between two claims: both parties are named to each other, told, and asked for a statement by a day.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { answerDays } from "./model.ts";

const dayMs = 86_400_000;

/** Nothing where one is open between the two already. Returns its id, or undefined. */
export async function openDispute(
  tx: Tx,
  ctx: Context,
  parties: {
    standing: { id: string };
    challenger: { id: string };
    because: "overlap" | "contested";
  },
): Promise<string | undefined> {
  const id = newId(ctx.now());
  const now = ctx.now().toISOString();
  const answerBy = new Date(ctx.now().getTime() + answerDays * dayMs).toISOString();
  const person = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const [opened] = await tx.execute<{ standing: string; challenger: string }>(sql`
    insert into claim_disputes (id, reference, kind, value, standing_claim_id, standing_constituent_id, standing_name,
      challenger_claim_id, challenger_constituent_id, challenger_name, because, opened_at, opened_by, answer_by, state)
    select ${id}::uuid, ${`D-${id.slice(-8).toUpperCase()}`}, s.kind, s.value, s.id, s.constituent_id, sc.name, c.id, c.constituent_id, cc.name,
      ${parties.because}, ${now}::timestamptz, ${person}::uuid, ${answerBy}::timestamptz, 'open'
    from network_claims s join constituents sc on sc.id = s.constituent_id, network_claims c join constituents cc on cc.id = c.constituent_id
    where s.id = ${parties.standing.id} and c.id = ${parties.challenger.id}
    on conflict (standing_claim_id, challenger_claim_id) where state in ('open', 'proposed') do nothing
    returning standing_constituent_id as standing, challenger_constituent_id as challenger`);
  if (!opened) return undefined;
  await tx.execute(sql`update network_claims set state = 'disputed', recorded_at = ${now}::timestamptz, recorded_by = ${person}::uuid
    where id = ${parties.standing.id} and state = 'active'`);
  const notice = { type: "claim.notice", kind: "dispute_opened", disputeId: id } as const;
  await publish(tx, { ...notice, constituentId: opened.standing, claimId: parties.standing.id });
  await publish(tx, { ...notice, constituentId: opened.challenger, claimId: parties.challenger.id });
  return id;
}
