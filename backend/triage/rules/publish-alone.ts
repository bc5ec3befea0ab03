// In the night: the on-call alone brings a rule into force for 24 hours, with a fresh assertion and a reason; uncountersigned it is withdrawn.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { addJob, publish } from "../../platform/jobs/index.ts";
import { insertPublication, requireReady } from "./ask-publication.ts";
import { ruleStepUpFor } from "./model.ts";
import { PublishAlone } from "./requests/model.ts";
import { aloneUntil } from "./rules.ts";
import {
  bringIntoForce,
  endPublication,
  holdPublicationOf,
  holdPublications,
  holdRule,
  moveTo,
  readStoredVersion,
  tellWorker,
} from "./store.ts";

export const withdrawJob = "rules.withdraw";

/**
 * Passes every gate that two persons would have to pass. Needs a step-up (`ruleStepUpFor.publishAlone`).
 * @throws refused naming the gate that is not passed.
 */
export async function publishAlone(
  ctx: Context,
  ruleId: string,
  input: { version: number; reason: string },
): Promise<{ publicationId: string; expiresAt: string }> {
  requirePermission(ctx, "rule.publish_alone");
  const { personId } = requirePerson(ctx);
  const { version, reason } = PublishAlone.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const rule = await holdRule(tx, ruleId);
    const at = ctx.now();
    const waiting = await holdPublicationOf(tx, ruleId, "waiting");
    // What waited for a second person is overtaken: the countersignature is asked for the new one.
    if (waiting?.version === version)
      await endPublication(tx, waiting.id, {
        state: "ended",
        by: personId,
        reason: "published by the on-call alone",
        at,
      });
    const stored = await requireReady(tx, rule, version);
    await requireStepUp(tx, ctx, ruleStepUpFor.publishAlone(ruleId, version));
    const expiresAt = aloneUntil(at);
    const publicationId = await insertPublication(tx, {
      rule,
      version,
      stored,
      way: "alone",
      askedBy: personId,
      reason,
      at,
      expiresAt,
    });
    await bringIntoForce(tx, rule, version, { names: stored.names, title: stored.title, reason, at });
    await tellWorker(tx);
    await addJob(tx, withdrawJob, { publicationId }, { runAt: expiresAt, key: `withdraw:${publicationId}` });
    await publish(tx, { type: "rule.published_alone", ruleId, publicationId });
    const detail = { publicationId, version, reason, expiresAt: expiresAt.toISOString() };
    await writeAudit(tx, ctx, { action: "rule.publish_alone", objectType: "rule", objectId: ruleId, detail });
    return { publicationId, expiresAt: expiresAt.toISOString() };
  });
}

/**
 * Withdraws every publication by one person alone whose time is over; the version that was in force before comes back.
 * Run by a job at the hour and by the clock, so that a lost job withdraws nothing too late by more than minutes.
 */
export async function withdrawOverdue(ctx: Context): Promise<number> {
  requirePermission(ctx, "rule.approve");
  return await withTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const overdue = await holdPublications(
      tx,
      sql`p.state = 'live' and p.approved_by is null and p.expires_at <= ${now.toISOString()}::timestamptz`,
    );
    for (const publication of overdue) {
      const { ruleId, id, previousVersion, version } = publication;
      const rule = await holdRule(tx, ruleId);
      const reason = "not countersigned in time";
      await endPublication(tx, id, { state: "withdrawn", by: null, reason, at: now });
      if (rule.activeVersion === version) {
        const back = previousVersion === null ? null : await readStoredVersion(tx, ruleId, previousVersion);
        if (back && previousVersion !== null)
          await bringIntoForce(tx, rule, previousVersion, { names: back.names, title: back.title, reason, at: now });
        else await moveTo(tx, { ...rule, formerVersion: null }, "test", { reason, at: now });
      }
      await publish(tx, { type: "rule.withdrawn", ruleId, publicationId: id });
      const detail = { publicationId: id, version, backTo: previousVersion };
      await writeAudit(tx, ctx, { action: "rule.withdraw", objectType: "rule", objectId: ruleId, detail });
    }
    if (overdue.length > 0) await tellWorker(tx);
    return overdue.length;
  });
}
