// The life of a yearly review: begun, written, submitted by one, signed by another, frozen, published.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { countFigures } from "../figures/count-figures.ts";
import { readLawSteps } from "./law-steps.ts";
import { AtVersion, stepUpForReview, WriteNarrative, WriteSummary } from "./model.ts";
import { lawsOf } from "./own-laws.ts";
import { findReview, holdReview, readTargets, type ReviewRow } from "./review-store.ts";
import { refuseSigned } from "./targets.ts";

const Year = z.number().int().min(2000).max(2200);

/** Opens the year's draft. @throws AppError conflict when there is one. */
export async function beginReview(ctx: Context, year: number): Promise<{ version: number }> {
  requirePermission(ctx, "review.change");
  Year.parse(year);
  return await withTransaction(ctx, async (tx) => {
    const made =
      await tx.execute(sql`insert into reviews (id, year, begun_at) values (${newId(ctx.now())}, ${year}, ${ctx.now().toISOString()}::timestamptz)
      on conflict (year) do nothing returning id`);
    if (made.length === 0)
      throw new AppError("conflict", "The review of this year was begun already.", { words: "refusals.review_begun" });
    await writeAudit(tx, ctx, { action: "review.begin", objectType: "review", objectId: String(year), detail: {} });
    return { version: 1 };
  });
}

/** What is said of one target; `version` is that of the text that the writer saw. @throws AppError conflict, refused. */
export async function writeNarrative(
  ctx: Context,
  year: number,
  targetId: string,
  input: unknown,
): Promise<{ version: number }> {
  requirePermission(ctx, "review.change");
  const { text, outlook, version } = WriteNarrative.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const review = await findReview(tx, year);
    if (!review) throw notFound("review");
    refuseSigned(review.state);
    const [target] = await tx.execute(sql`select 1 from strategy_targets where id = ${targetId}`);
    if (!target) throw notFound("target");
    const written =
      await tx.execute(sql`insert into review_narratives (review_id, target_id, text, outlook, version, changed_by, changed_at)
      select ${review.id}, ${targetId}, ${JSON.stringify(text)}::jsonb, ${outlook}, 1, ${personId}, ${ctx.now().toISOString()}::timestamptz where ${version} = 0
      on conflict do nothing returning version`);
    const changed =
      written.length > 0
        ? written
        : await tx.execute(sql`update review_narratives set text = ${JSON.stringify(text)}::jsonb, outlook = ${outlook}, version = version + 1,
            changed_by = ${personId}, changed_at = ${ctx.now().toISOString()}::timestamptz
            where review_id = ${review.id} and target_id = ${targetId} and version = ${version} returning version`);
    if (changed.length === 0)
      throw new AppError(
        "conflict",
        "Somebody wrote here meanwhile. Your text is still in the form: load theirs beside it.",
        { words: "forms.conflict.changed" },
      );
    await writeAudit(tx, ctx, {
      action: "review.write",
      objectType: "review",
      objectId: String(year),
      detail: { targetId, outlook },
    });
    return { version: version + 1 };
  });
}

export async function writeSummary(ctx: Context, year: number, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "review.change");
  const { text, version } = WriteSummary.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const review = await holdReview(tx, year, version);
    refuseSigned(review.state);
    await tx.execute(
      sql`update reviews set summary = ${JSON.stringify(text)}::jsonb, version = version + 1 where id = ${review.id}`,
    );
    await writeAudit(tx, ctx, {
      action: "review.write",
      objectType: "review",
      objectId: String(year),
      detail: { targetId: null },
    });
    return { version: version + 1 };
  });
}

/** Needs a step-up. Whoever submits does not sign. @throws AppError refused, invalid_input when nothing was measured. */
export async function submitReview(ctx: Context, year: number, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "review.change");
  const { version } = AtVersion.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const review = await holdReview(tx, year, version);
    refuseSigned(review.state);
    await requireStepUp(tx, ctx, stepUpForReview.submit(year, version));
    const targets = await readTargets(tx, year);
    if (!targets.some((target) => target.thisYear !== null))
      throw invalidInput([{ path: "year", message: "No target has a number for this year: measure one at least." }]);
    await tx.execute(sql`update reviews set state = 'submitted', submitted_by = ${personId}, submitted_at = ${ctx.now().toISOString()}::timestamptz,
      version = version + 1 where id = ${review.id}`);
    await writeAudit(tx, ctx, { action: "review.submit", objectType: "review", objectId: String(year), detail: {} });
    return { version: version + 1 };
  });
}

/** Takes a submitted review back to be written on. */
export async function withdrawReview(ctx: Context, year: number, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "review.change");
  const { version } = AtVersion.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const review = await holdReview(tx, year, version);
    refuseSigned(review.state);
    await tx.execute(
      sql`update reviews set state = 'draft', submitted_by = null, submitted_at = null, version = version + 1 where id = ${review.id}`,
    );
    await writeAudit(tx, ctx, { action: "review.withdraw", objectType: "review", objectId: String(year), detail: {} });
    return { version: version + 1 };
  });
}

/** Freezes targets, numbers, texts, steps of laws and figures as they stand, with their hash. Needs a step-up of another person than who submitted. */
export async function signReview(
  ctx: Context,
  year: number,
  input: unknown,
): Promise<{ version: number; sha256: string }> {
  requirePermission(ctx, "review.sign");
  const { version } = AtVersion.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const review = await holdReview(tx, year, version);
      if (review.state !== "submitted")
        throw new AppError("refused", "Only a review that somebody submitted is signed.", {
          words: "committee.refusal.not_submitted",
        });
      if (review.submitted_by === personId)
        throw new AppError("refused", "You submitted this review: another member signs it.", {
          words: "committee.refusal.own",
        });
      await requireStepUp(tx, ctx, stepUpForReview.sign(year, version));
      const sha256 = await freezeReview(tx, ctx, review, { year, signedBy: personId });
      await writeAudit(tx, ctx, {
        action: "review.sign",
        objectType: "review",
        objectId: String(year),
        detail: { sha256 },
      });
      return { version: version + 1, sha256 };
    },
    // The figures are sums over everybody's rows.
    "system",
  );
}

/** What was signed, whole, with its hash: nothing of it changes when later figures do. Under a scope that counts everybody's rows. */
export async function freezeReview(
  tx: Tx,
  ctx: Context,
  review: ReviewRow,
  { year, signedBy }: { year: number; signedBy: string },
): Promise<string> {
  const frozen = {
    year,
    summary: review.summary,
    targets: await readTargets(tx, year),
    laws: await readLawSteps(tx, lawsOf(ctx.config.country.toUpperCase())),
    figures: await countFigures(tx, year),
    signedAt: ctx.now().toISOString(),
  };
  const text = canonicalJson(frozen);
  const sha256 = createHash("sha256").update(text).digest("hex");
  await tx.execute(sql`update reviews set state = 'frozen', frozen = ${text}::jsonb, sha256 = ${sha256}, signed_by = ${signedBy},
    signed_at = ${frozen.signedAt}::timestamptz, version = version + 1 where id = ${review.id}`);
  return sha256;
}

/** Puts the frozen review on the portal. Needs a step-up. */
export async function publishReview(ctx: Context, year: number, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "review.sign");
  const { version } = AtVersion.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const review = await holdReview(tx, year, version);
    if (review.state !== "frozen")
      throw new AppError("refused", "Only a signed review is published, and only once.", {
        words: "refusals.review_not_signed",
      });
    await requireStepUp(tx, ctx, stepUpForReview.publish(year, version));
    await tx.execute(sql`update reviews set state = 'published', published_by = ${personId}, published_at = ${ctx.now().toISOString()}::timestamptz,
      version = version + 1 where id = ${review.id}`);
    await writeAudit(tx, ctx, { action: "review.publish", objectType: "review", objectId: String(year), detail: {} });
    return { version: version + 1 };
  });
}
