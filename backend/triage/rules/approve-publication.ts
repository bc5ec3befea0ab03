// The second half of a publication: somebody else confirms it with a fresh assertion, or refuses it with a reason.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { endLive } from "./ask-publication.ts";
import { ruleStepUpFor } from "./model.ts";
import { ApprovePublication, RefusePublication } from "./requests/model.ts";
import { decideApproval, missingGate, gatesOf } from "./rules.ts";
import {
  bringIntoForce,
  checksOf,
  endPublication,
  holdPublications,
  holdRule,
  type OpenPublication,
  readStoredVersion,
  tellWorker,
  trialsOf,
} from "./store.ts";

async function holdPublication(tx: Tx, ruleId: string, publicationId: string): Promise<OpenPublication> {
  const [found] = await holdPublications(tx, sql`p.id = ${publicationId} and p.rule_id = ${ruleId}`);
  if (!found) throw notFound("publication of this rule");
  return found;
}

/**
 * Brings what waits into force, or countersigns what the on-call published alone. Needs a step-up (`ruleStepUpFor.approve`).
 * @throws refused for who asked and for who wrote; conflict when it does not wait any more.
 */
export async function approvePublication(
  ctx: Context,
  ruleId: string,
  input: { publicationId: string },
): Promise<{ activeVersion: number }> {
  requirePermission(ctx, "rule.approve");
  const { personId } = requirePerson(ctx);
  const { publicationId } = ApprovePublication.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const rule = await holdRule(tx, ruleId);
    const publication = await holdPublication(tx, ruleId, publicationId);
    decideApproval(personId, publication);
    await requireStepUp(tx, ctx, ruleStepUpFor.approve(publicationId, ruleId, publication.version));
    const at = ctx.now();
    await approveOne(tx, { rule, publication, by: personId, at });
    await tellWorker(tx);
    const detail = { publicationId, version: publication.version, askedBy: publication.askedBy, way: publication.way };
    await writeAudit(tx, ctx, { action: "rule.approve", objectType: "rule", objectId: ruleId, detail });
    return { activeVersion: publication.version };
  });
}

interface ToApprove {
  rule: Awaited<ReturnType<typeof holdRule>>;
  publication: OpenPublication;
  by: string;
  at: Date;
}

/** Shared with packs; whoever calls it tells the worker. The gates are asked once more, since samples may have been run again meanwhile. */
export async function approveOne(tx: Tx, { rule, publication, by, at }: ToApprove): Promise<void> {
  const stored = await readStoredVersion(tx, rule.id, publication.version);
  const gates = gatesOf(
    stored,
    await checksOf(tx, rule.id, publication.version),
    await trialsOf(tx, rule.id, publication.version),
  );
  if (missingGate(gates) !== undefined)
    throw new AppError("conflict", "A gate of this version is not passed any more. Load the page again.", {
      words: "refusals.gate_not_passed",
    });
  if (publication.state === "waiting") await endLive(tx, rule.id, by, at);
  await tx.execute(sql`update rule_publications set state = 'live', approved_by = ${by}, approved_at = ${at.toISOString()}::timestamptz,
    previous_version = coalesce(previous_version, ${rule.activeVersion}) where id = ${publication.id}`);
  // Countersigned: it is in force already.
  if (publication.state === "live") return;
  await bringIntoForce(tx, rule, publication.version, { names: stored.names, title: stored.title, reason: "", at });
}

/** Also the one who asked may take it back. What is live alone is withdrawn by quarantine, not here. */
export async function refusePublication(
  ctx: Context,
  ruleId: string,
  input: { publicationId: string; reason: string },
): Promise<void> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { publicationId, reason } = RefusePublication.parse(input);
  await withTransaction(ctx, async (tx) => {
    await holdRule(tx, ruleId);
    const publication = await holdPublication(tx, ruleId, publicationId);
    if (publication.state !== "waiting")
      throw new AppError("conflict", "This publication does not wait for anybody any more.", {
        words: "refusals.publication_settled",
      });
    await endPublication(tx, publicationId, { state: "refused", by: personId, reason, at: ctx.now() });
    const detail = { publicationId, version: publication.version, reason };
    await writeAudit(tx, ctx, { action: "rule.refuse_publication", objectType: "rule", objectId: ruleId, detail });
  });
}
