// Targets: taken from a shipped strategy, or written by the committee; ended, never deleted.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { AddTarget, AdoptStrategy } from "./model.ts";
import { readStrategies } from "./strategies.ts";

/**
 * Enters the targets of a shipped strategy that are not there yet, pinned to its version and hash.
 * @throws AppError not_found for a strategy that does not ship.
 */
export async function adoptStrategy(ctx: Context, input: unknown): Promise<{ added: number }> {
  requirePermission(ctx, "review.change");
  const { strategyId } = AdoptStrategy.parse(input);
  const found = readStrategies().find(({ strategy }) => strategy.id === strategyId);
  if (!found) throw notFound("strategy");
  const { strategy, sha256 } = found;
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    let added = 0;
    for (const [place, target] of strategy.targets.entries()) {
      const rows =
        await tx.execute(sql`insert into strategy_targets (id, strategy_id, strategy_version, strategy_sha256, key, names, unit, target, by_year,
          baseline, baseline_on, source, verification, figure, place, added_by, added_at)
        values (${newId(ctx.now())}, ${strategy.id}, ${strategy.version}, ${sha256}, ${target.id}, ${JSON.stringify(target.names)}::jsonb, ${target.unit},
          ${target.target}, ${target.byYear}, ${target.baseline?.value ?? null}, ${target.baseline?.on ?? null}, ${strategy.document.title},
          ${strategy.verification}, ${target.figure ?? null}, ${place}, ${personId}, ${ctx.now().toISOString()}::timestamptz)
        on conflict do nothing returning id`);
      added += rows.length;
    }
    await writeAudit(tx, ctx, {
      action: "review.adopt_strategy",
      objectType: "strategy",
      objectId: strategy.id,
      detail: { version: strategy.version, sha256, added },
    });
    return { added };
  });
}

/** A target of the committee's own; what it rests on is said as its source, and nobody has verified it. */
export async function addTarget(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "review.change");
  const target = AddTarget.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    await tx.execute(sql`insert into strategy_targets (id, key, names, unit, target, by_year, baseline, baseline_on, source, verification, added_by, added_at)
      values (${id}, ${`own-${id}`}, ${JSON.stringify(target.names)}::jsonb, ${target.unit}, ${target.target}, ${target.byYear}, ${target.baseline},
        ${target.baselineOn}, ${target.source}, 'unverified', ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "review.add_target",
      objectType: "strategy_target",
      objectId: id,
      detail: { unit: target.unit },
    });
    return { id };
  });
}

/** From now on nothing is measured for it; what was measured stays in the reviews of its years. */
export async function endTarget(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "review.change");
  await withTransaction(ctx, async (tx) => {
    const ended = await tx.execute(
      sql`update strategy_targets set ended_at = ${ctx.now().toISOString()}::timestamptz where id = ${id} and ended_at is null returning id`,
    );
    if (ended.length === 0) throw notFound("target");
    await writeAudit(tx, ctx, { action: "review.end_target", objectType: "strategy_target", objectId: id, detail: {} });
  });
}

/** @throws AppError refused when the year's review was signed: its numbers stand. */
export function refuseSigned(state: string | undefined): void {
  if (state === "frozen" || state === "published")
    throw new AppError("refused", "The review of this year is signed: its numbers and texts do not change any more.", {
      words: "refusals.review_signed",
    });
}
