// A second person agrees to a release or ends it; one that nobody countersigned within its day is taken back.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { stricter } from "../../intake/marking/model.ts";
import { bindCountersign, SettleRelease } from "./model.ts";
import { decideSettle } from "./rules.ts";
import { labelsOf, type Release, releaseForUpdate, writeLabels } from "./store.ts";

/** @throws refused for one's own and for one that is settled; conflict when the labels changed meanwhile; step_up_required; not_found. */
export async function countersignRelease(ctx: Context, input: SettleRelease): Promise<{ state: "live" }> {
  requirePermission(ctx, "marking.release");
  const { releaseId } = SettleRelease.parse(input);
  const by = personIdOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const release = await releaseForUpdate(tx, releaseId);
    decideSettle(release, by);
    const { objectType, objectId, detail } = release;
    const now = await labelsOf(tx, objectType, objectId);
    const seen = release.state === "waiting" ? detail.from : detail.to;
    if (now.marking !== seen.marking || now.pap !== seen.pap)
      throw new AppError("conflict", "The labels were changed meanwhile. Refuse this release and ask anew.", {
        words: "refusals.labels_moved",
      });
    await requireStepUp(tx, ctx, bindCountersign(releaseId));
    if (release.state === "waiting") await writeLabels(tx, objectType, objectId, detail.to);
    await tx.execute(
      sql`update releases set state = 'live', countersigned_by = ${by}, countersigned_at = ${ctx.now().toISOString()} where id = ${releaseId}`,
    );
    const action = `${objectType}.countersign_marking`;
    await writeAudit(tx, ctx, { action, objectType, objectId, detail: { ...detail, releaseId } });
    return { state: "live" };
  });
}

/** Refuses one that waits, or withdraws one that somebody gave alone. @throws refused when it is settled; not_found. */
export async function refuseRelease(ctx: Context, input: SettleRelease): Promise<{ state: string }> {
  requirePermission(ctx, "marking.change");
  const { releaseId } = SettleRelease.parse(input);
  const by = personIdOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const release = await releaseForUpdate(tx, releaseId);
    if (release.askedBy !== by) requirePermission(ctx, "marking.release");
    // To take back the own word is not the other half of the act.
    decideSettle({ ...release, askedBy: "" }, by);
    const state = await end(tx, ctx, release, by);
    const { objectType, objectId } = release;
    const action = `${objectType}.refuse_marking`;
    await writeAudit(tx, ctx, { action, objectType, objectId, detail: { releaseId, state } });
    return { state };
  });
}

const Payload = z.strictObject({ releaseId: z.uuid() });

/** The day is over: unless somebody countersigned, the former labels stand again. */
export async function withdrawRelease(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "marking.change");
  const { releaseId } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const release = await releaseForUpdate(tx, releaseId);
    if (release.state !== "live" || release.isCountersigned) return;
    const state = await end(tx, ctx, release, null);
    const { objectType, objectId } = release;
    const action = `${objectType}.withdraw_marking`;
    await writeAudit(tx, ctx, { action, objectType, objectId, detail: { releaseId, state } });
  });
}

async function end(tx: Tx, ctx: Context, release: Release, by: string | null): Promise<"refused" | "withdrawn"> {
  const { id, objectType, objectId, detail } = release;
  const state = release.state === "waiting" ? "refused" : "withdrawn";
  if (state === "withdrawn") {
    // Labels that were made stricter meanwhile stay.
    const now = await labelsOf(tx, objectType, objectId);
    const isAsReleased = now.marking === detail.to.marking && now.pap === detail.to.pap;
    await writeLabels(
      tx,
      objectType,
      objectId,
      isAsReleased ? detail.from : { marking: stricter(now.marking, detail.from.marking), pap: detail.from.pap },
    );
  }
  await tx.execute(
    sql`update releases set state = ${state}, ended_by = ${by}, ended_at = ${ctx.now().toISOString()} where id = ${id}`,
  );
  return state;
}

function personIdOf(ctx: Context): string {
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  return ctx.actor.personId;
}
