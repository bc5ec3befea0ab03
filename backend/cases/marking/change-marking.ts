// Changes the labels of a report or a case. Tightening is done at once; what lets a RED or AMBER+STRICT thing go further takes two persons, or the one on call alone for a day.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob, publish } from "../../platform/jobs/index.ts";
import { addToTimeline } from "../store.ts";
import { bindRelease, ChangeMarking, type MarkingAnswer, releaseHours } from "./model.ts";
import { decideMarking } from "./rules.ts";
import { labelsOf, writeLabels } from "./store.ts";

export const withdrawReleaseJob = "cases.withdraw_release";

/** @throws refused when nothing differs or a release is open; forbidden alone without being on call; step_up_required; not_found. */
export async function changeMarking(ctx: Context, input: ChangeMarking): Promise<MarkingAnswer> {
  requirePermission(ctx, "marking.change");
  const { object, id, marking, pap, reason, isAlone } = ChangeMarking.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const from = await labelsOf(tx, object, id);
    const to = { marking, pap };
    const way = decideMarking(from, to, isAlone);
    const detail = { from, to, reason };
    const objectType = object;
    if (way === "at_once") {
      await writeLabels(tx, object, id, to);
      if (object === "case") await addToTimeline(tx, ctx, { caseId: id, kind: "marked", body: reason, detail });
      await writeAudit(tx, ctx, { action: `${object}.mark`, objectType, objectId: id, detail });
      return { state: "changed", expiresAt: null };
    }
    if (way === "alone") {
      requirePermission(ctx, "marking.release_alone");
      await requireStepUp(tx, ctx, bindRelease({ id, marking, pap }));
      await writeLabels(tx, object, id, to);
    }
    const { releaseId, expiresAt } = await openRelease(tx, ctx, { object, id, way, detail });
    await writeAudit(tx, ctx, {
      action: way === "alone" ? `${object}.mark_alone` : `${object}.ask_marking`,
      objectType,
      objectId: id,
      detail: { ...detail, releaseId },
    });
    return { state: way === "alone" ? "alone" : "waiting", expiresAt };
  });
}

async function openRelease(
  tx: Tx,
  ctx: Context,
  asked: { object: "report" | "case"; id: string; way: "two_persons" | "alone"; detail: { reason: string } },
): Promise<{ releaseId: string; expiresAt: string | null }> {
  const { actor } = ctx;
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  const now = ctx.now();
  const releaseId = newId(now);
  const expires = asked.way === "alone" ? new Date(now.getTime() + releaseHours * 3_600_000) : null;
  const written = await tx.execute(
    sql`insert into releases (id, act, object_type, object_id, detail, reason, asked_by, asked_at, way, state, expires_at)
      values (${releaseId}, 'marking', ${asked.object}, ${asked.id}, ${JSON.stringify(asked.detail)}::jsonb, ${asked.detail.reason}, ${actor.personId},
        ${now.toISOString()}, ${asked.way}, ${asked.way === "alone" ? "live" : "waiting"}, ${expires?.toISOString() ?? null})
      on conflict (act, object_id) where state = 'waiting' or (state = 'live' and countersigned_by is null) do nothing returning id`,
  );
  if (written.length === 0)
    throw new AppError("refused", "A release of this waits for a second person already.", {
      words: "access.refusal.release_open",
    });
  if (expires) {
    await addJob(tx, withdrawReleaseJob, { releaseId }, { runAt: expires, key: `release:${releaseId}` });
    await publish(tx, { type: "marking.released_alone", releaseId });
  }
  return { releaseId, expiresAt: expires?.toISOString() ?? null };
}
