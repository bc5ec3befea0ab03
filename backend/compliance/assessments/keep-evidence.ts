// Evidence of a duty: a file with the day since when it proves something, apart from the day when it was put here, and its end; looked at by the rules in force.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { matchFile } from "../../triage/index.ts";
import { policiesFolder } from "../law/index.ts";
import type { OpenedFile } from "../offices/keep-files.ts";
import type { StoredBytes } from "../offices/store.ts";
import { findOwnDuties, requireDuty } from "./find-duties.ts";
import { EvidenceQuery, WithdrawEvidence } from "./model.ts";
import { addChange, lockAnswer } from "./store.ts";

export const scanEvidenceJob = "assessments.scan_evidence";
const ScanPayload = z.object({ evidenceId: z.uuid() });

/** The bytes lie in the store already; whoever calls takes them out again when this is refused. */
export async function addEvidence(
  ctx: Context,
  packId: string,
  obligation: string,
  input: EvidenceQuery,
  stored: StoredBytes,
  root = policiesFolder,
): Promise<{ id: string; sha256: string }> {
  requirePermission(ctx, "duty.change");
  const { effectiveOn, expiresOn = null } = EvidenceQuery.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const own = await findOwnDuties(tx, ctx, undefined, root);
    const { pin } = requireDuty(own, packId, obligation);
    const { organisationId } = own.entity;
    const answer = await lockAnswer(tx, ctx, { constituentId: own.entity.id, organisationId, pin, obligation });
    const id = newId(ctx.now());
    const at = ctx.now().toISOString();
    await tx.execute(
      sql`insert into objects (id, sha256, size, media_type) values (${stored.objectId}, ${Buffer.from(stored.sha256, "hex")}, ${stored.size}, ${stored.mediaType})`,
    );
    await tx.execute(sql`insert into duty_evidence (id, answer_id, organisation_id, object_id, name, media_type, size, sha256, effective_on, expires_on, added_by, added_at)
      values (${id}, ${answer.id}, ${organisationId}, ${stored.objectId}, ${stored.name}, ${stored.mediaType}, ${stored.size}, ${stored.sha256}, ${effectiveOn}::date,
        ${expiresOn}::date, ${personId}, ${at}::timestamptz)`);
    await tx.execute(
      sql`update duty_answers set version = version + 1, changed_by = ${personId}, changed_at = ${at}::timestamptz where id = ${answer.id}`,
    );
    await addChange(tx, ctx, { id: answer.id, organisationId }, "evidence_added", {
      file: stored.name,
      sha256: stored.sha256,
    });
    await writeAudit(tx, ctx, { action: "duty.add_evidence", objectType: "duty_evidence", objectId: id });
    await addJob(tx, scanEvidenceJob, { evidenceId: id }, { key: `scan-evidence:${id}` });
    return { id, sha256: stored.sha256 };
  });
}

/** It stays written down as withdrawn, and can still be opened. @throws not_found, also for one that was withdrawn. */
export async function withdrawEvidence(ctx: Context, evidenceId: string, input: WithdrawEvidence): Promise<void> {
  requirePermission(ctx, "duty.change");
  const { reason } = WithdrawEvidence.parse(input);
  const { personId } = requirePerson(ctx);
  await withTransaction(ctx, async (tx) => {
    const at = ctx.now().toISOString();
    const [gone] = await tx.execute<{ answerId: string; organisationId: string; name: string }>(
      sql`update duty_evidence set withdrawn_by = ${personId}, withdrawn_at = ${at}::timestamptz, withdraw_reason = ${reason}
        where id = ${evidenceId} and withdrawn_at is null returning answer_id as "answerId", organisation_id as "organisationId", name`,
    );
    if (!gone) throw notFound("evidence");
    await tx.execute(
      sql`update duty_answers set version = version + 1, changed_by = ${personId}, changed_at = ${at}::timestamptz where id = ${gone.answerId}`,
    );
    await addChange(tx, ctx, { id: gone.answerId, organisationId: gone.organisationId }, "evidence_withdrawn", {
      file: gone.name,
      reason,
    });
    await writeAudit(tx, ctx, { action: "duty.withdraw_evidence", objectType: "duty_evidence", objectId: evidenceId });
  });
}

/** @throws not_found for another entity's. */
export async function openEvidence(ctx: Context, evidenceId: string): Promise<OpenedFile> {
  requirePermission(ctx, "duty.read");
  return await withTransaction(ctx, async (tx) => {
    const [file] = await tx.execute<OpenedFile>(
      sql`select object_id as "objectId", name, media_type as "mediaType", size::int as size from duty_evidence where id = ${evidenceId}`,
    );
    if (!file) throw notFound("evidence");
    await writeAudit(tx, ctx, { action: "duty_evidence.read", objectType: "duty_evidence", objectId: evidenceId });
    return file;
  });
}

/** The job: the file and what is packed in it, under the rules in force. What they say is shown beside the file; nothing is refused by it. */
export async function scanEvidence(ctx: Context, payload: unknown, match: typeof matchFile = matchFile): Promise<void> {
  requirePermission(ctx, "duty.change");
  const { evidenceId } = ScanPayload.parse(payload);
  const [file] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ objectId: string; name: string }>(
        sql`select object_id as "objectId", name from duty_evidence where id = ${evidenceId}`,
      ),
  );
  if (!file) return;
  const found = await match(ctx, { name: file.name, path: ctx.objects.path(file.objectId) });
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`update duty_evidence set scan = ${found.length > 0 ? "found" : "clean"}, scan_found = ${sql.param(found)}::text[],
      scanned_at = ${ctx.now().toISOString()}::timestamptz where id = ${evidenceId}`);
    await writeAudit(tx, ctx, { action: "duty.scan_evidence", objectType: "duty_evidence", objectId: evidenceId });
  });
}
