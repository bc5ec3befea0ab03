// The log of decisions: appended only, its content's hash in the transparency log; those who must know are told and say that they know.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { lockCrisis } from "./keep-crisis.ts";
import { WriteDecision } from "./model.ts";
import { mailPeople } from "./tell-people.ts";

/** @throws not_found; conflict for a closed crisis; invalid_input for a reader who is not of the team or a time ahead. */
export async function writeDecision(
  ctx: Context,
  crisisId: string,
  input: WriteDecision,
): Promise<{ id: string; number: number }> {
  requirePermission(ctx, "crisis.work");
  const decision = WriteDecision.parse(input);
  const now = ctx.now();
  if (Date.parse(decision.decidedAt) > now.getTime() + 60_000)
    throw invalidInput([{ path: "decidedAt", message: "Expected a time that is not ahead." }]);
  return await withTransaction(ctx, async (tx) => {
    const crisis = await lockCrisis(tx, crisisId);
    const readers = [...new Set(decision.readerIds)];
    const known =
      await tx.execute(sql`select distinct p.id from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
      join organisations o on o.id = g.organisation_id and o.kind = 'cert' where p.disabled_at is null and p.id = any (${sql.param(readers)}::uuid[])`);
    if (known.length < readers.length)
      throw invalidInput([{ path: "readerIds", message: "Expected people of the team." }]);
    const [last] = await tx.execute<{ number: number }>(
      sql`select coalesce(max(number), 0)::int as number from crisis_decisions where crisis_id = ${crisisId}`,
    );
    const id = newId(now);
    const number = (last?.number ?? 0) + 1;
    const { what, why, options, decidedBy, decidedAt } = decision;
    const content = { crisis: crisis.reference, number, what, why, options, decidedBy, decidedAt };
    const sha256 = createHash("sha256").update(canonicalJson(content)).digest();
    await tx.execute(sql`insert into crisis_decisions (id, crisis_id, number, what, why, options, decided_by, decided_at, written_by, written_at, sha256)
      values (${id}, ${crisisId}, ${number}, ${what}, ${why}, ${options}, ${decidedBy}, ${decidedAt}::timestamptz,
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${now.toISOString()}::timestamptz, ${sha256})`);
    await tx.execute(sql`insert into crisis_decision_readers (decision_id, person_id)
      select ${id}, p from unnest(${sql.param(readers)}::uuid[]) p`);
    await mailPeople(tx, ctx, readers, {
      key: "decision",
      cause: `crisis-decision:${id}`,
      values: { reference: crisis.reference, number },
      path: `/desk/crises/${crisisId}`,
    });
    await writeAudit(tx, ctx, {
      action: "crisis.decide",
      objectType: "crisis",
      objectId: crisisId,
      detail: { decisionId: id, number, sha256: sha256.toString("hex"), readers: readers.length },
    });
    return { id, number };
  });
}

/** "I know of it", once. @throws not_found; refused for who was not named. */
export async function confirmDecision(ctx: Context, decisionId: string): Promise<void> {
  requirePermission(ctx, "crisis.read");
  if (!isId(decisionId)) throw notFound("decision");
  if (ctx.actor.kind !== "person")
    throw new AppError("refused", "Only a person knows of a decision.", { words: "refusals.person_only" });
  const me = ctx.actor.personId;
  await withTransaction(ctx, async (tx) => {
    const [decision] = await tx.execute<{
      crisis_id: string;
      number: number;
    }>(sql`select crisis_id, number from crisis_decisions where id = ${decisionId}`);
    if (!decision) throw notFound("decision");
    const [mine] = await tx.execute<{ read_at: string | null }>(
      sql`select read_at from crisis_decision_readers where decision_id = ${decisionId} and person_id = ${me} for update`,
    );
    if (!mine)
      throw new AppError("refused", "This decision names others to know of it.", { words: "crisis.refused.not_named" });
    if (mine.read_at !== null) return;
    await tx.execute(sql`update crisis_decision_readers set read_at = ${ctx.now().toISOString()}::timestamptz
      where decision_id = ${decisionId} and person_id = ${me}`);
    await writeAudit(tx, ctx, {
      action: "crisis.know_decision",
      objectType: "crisis",
      objectId: decision.crisis_id,
      detail: { decisionId, number: decision.number },
    });
  });
}
