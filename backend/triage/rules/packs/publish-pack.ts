// A whole pack is published like a rule: one person asks for all of its rules that passed their gates, another approves them at once.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, notFound } from "../../../platform/errors/index.ts";
import { approveOne } from "../approve-publication.ts";
import { insertPublication, requireReady } from "../ask-publication.ts";
import { ruleStepUpFor } from "../model.ts";
import { AskPackPublication, RefusePack } from "../requests/model.ts";
import { decideApproval } from "../rules.ts";
import { endPublication, holdPublications, holdRule, type OpenPublication, tellWorker } from "../store.ts";

export interface LeftOut {
  ruleId: string;
  title: string;
  why: string;
}

async function holdPack(tx: Tx, packId: string): Promise<void> {
  const [pack] = await tx.execute(sql`select id from rule_packs where id = ${packId} for update`);
  if (!pack) throw notFound("pack");
}

const waitingOf = async (tx: Tx, packId: string): Promise<OpenPublication[]> =>
  await holdPublications(
    tx,
    sql`p.state = 'waiting' and p.rule_id in (select r.id from rules r where r.pack_id = ${packId})`,
  );

/** @returns how many wait now, and those that were left out, each with its reason. @throws refused when nothing can be asked for. */
export async function askPackPublication(
  ctx: Context,
  packId: string,
  input: { reason: string },
): Promise<{ asked: number; left: LeftOut[] }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { reason } = AskPackPublication.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await holdPack(tx, packId);
    const rules = await tx.execute<{ id: string }>(
      sql`select id from rules where pack_id = ${packId} and state = 'test' order by lower(title), id`,
    );
    const left: LeftOut[] = [];
    for (const { id } of rules) {
      const rule = await holdRule(tx, id);
      const version = rule.latestVersion ?? 0;
      try {
        const stored = await requireReady(tx, rule, version);
        await insertPublication(tx, {
          rule,
          version,
          stored,
          way: "two_persons",
          askedBy: personId,
          reason,
          at: ctx.now(),
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        left.push({ ruleId: id, title: rule.title, why: error.detail });
      }
    }
    const asked = rules.length - left.length;
    if (asked === 0)
      throw new AppError("refused", left[0]?.why ?? "No rule of this pack is in test.", {
        words: "rulelife.refusal.pack_not_ready",
      });
    const detail = { asked, left: left.length, reason };
    await writeAudit(tx, ctx, { action: "rule.ask_publication", objectType: "rule_pack", objectId: packId, detail });
    return { asked, left };
  });
}

/** Needs a step-up (`ruleStepUpFor.approvePack` with the number that waits). @throws refused for who asked or imported; conflict. */
export async function approvePack(ctx: Context, packId: string): Promise<{ approved: number }> {
  requirePermission(ctx, "rule.approve");
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    await holdPack(tx, packId);
    const waiting = await waitingOf(tx, packId);
    if (waiting.length === 0)
      throw new AppError("conflict", "Nothing of this pack waits for anybody.", { words: "refusals.pack_settled" });
    for (const publication of waiting) decideApproval(personId, publication);
    await requireStepUp(tx, ctx, ruleStepUpFor.approvePack(packId, waiting.length));
    for (const publication of waiting) {
      const rule = await holdRule(tx, publication.ruleId);
      await approveOne(tx, { rule, publication, by: personId, at: ctx.now() });
    }
    await tellWorker(tx);
    const detail = { approved: waiting.length };
    await writeAudit(tx, ctx, { action: "rule.approve", objectType: "rule_pack", objectId: packId, detail });
    return { approved: waiting.length };
  });
}

export async function refusePack(
  ctx: Context,
  packId: string,
  input: { reason: string },
): Promise<{ refused: number }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { reason } = RefusePack.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await holdPack(tx, packId);
    const waiting = await waitingOf(tx, packId);
    if (waiting.length === 0)
      throw new AppError("conflict", "Nothing of this pack waits for anybody.", { words: "refusals.pack_settled" });
    for (const { id } of waiting)
      await endPublication(tx, id, { state: "refused", by: personId, reason, at: ctx.now() });
    const detail = { refused: waiting.length, reason };
    await writeAudit(tx, ctx, { action: "rule.refuse_publication", objectType: "rule_pack", objectId: packId, detail });
    return { refused: waiting.length };
  });
}
