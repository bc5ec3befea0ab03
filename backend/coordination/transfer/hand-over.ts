// Hands a case over: a preview of the very bytes, the asking, and the second person's word where names leave.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { composeTransfer, labelsOf } from "./compose-document.ts";
import {
  type BodyKind,
  bindTransfer,
  DecideTransfer,
  NoteReference,
  PreviewTransfer,
  receiptDays,
  SendTransfer,
  type SentWay,
  type TransferPreview,
  type TransferState,
} from "./model.ts";
import { decideWay, refusal } from "./rules.ts";

export const sendTransferJob = "coordination.send_transfer";

/** @throws not_found; invalid_input by field; refused by labels. Nothing is kept. */
export async function previewTransfer(ctx: Context, caseId: string, input: PreviewTransfer): Promise<TransferPreview> {
  requirePermission(ctx, "share.give");
  const asked = PreviewTransfer.parse(input);
  return await readOnly(ctx, async (tx) => {
    const { body, document, mailText, ...rest } = await composeTransfer(tx, ctx, caseId, asked);
    const [key] = await tx.execute(
      sql`select 1 from team_keys where state = 'active' and (expires_at is null or expires_at > ${ctx.now().toISOString()}::timestamptz)`,
    );
    if (rest.way === "file" && !key) throw refusal("no_team_key", "The team has no OpenPGP key to sign a file with.");
    return {
      ...rest,
      toName: body.name,
      bodyKind: body.kind,
      document,
      mailText: rest.way === "file" ? "" : mailText,
      isSigned: key !== undefined,
    };
  });
}

/** @throws as the preview; conflict where the document is another one by now; step_up_required where names leave. */
export async function handOver(
  ctx: Context,
  caseId: string,
  input: SendTransfer,
): Promise<{ id: string; reference: string; state: TransferState }> {
  requirePermission(ctx, "share.give");
  const { sha256, ...asked } = SendTransfer.parse(input);
  const asker = personOf(ctx);
  const now = ctx.now();
  return await withTransaction(ctx, async (tx) => {
    const made = await composeTransfer(tx, ctx, caseId, asked);
    if (made.sha256 !== sha256)
      throw new AppError("conflict", "The case has changed since the preview. Look at it again.", {
        words: "transfer.refusal.changed",
      });
    if (made.hasNames) await requireStepUp(tx, ctx, bindTransfer.ask(caseId, sha256));
    const id = newId(now);
    const state: TransferState = made.hasNames ? "waiting" : "sending";
    const expiresAt = new Date(now.getTime() + receiptDays * 86_400_000).toISOString();
    const [row] = await tx.execute<{ reference: string }>(sql`
      insert into case_transfers (id, case_id, reference, correspondent_id, body_kind, to_name, to_address, way, language, list_version, fields, has_names, marking,
        document, mail_text, sha256, state, asked_by, asked_at, expires_at)
      select ${id}, ${caseId}, ${`TR-${now.getUTCFullYear()}-`} || lpad(n::text, greatest(4, length(n::text)), '0'), ${asked.correspondentId}, ${made.body.kind}, ${made.body.name},
        ${made.way === "file" ? null : made.body.email}, ${made.way}, ${asked.language}, ${made.listVersion}, ${sql.param(asked.fields)}::text[], ${made.hasNames}, ${made.marking},
        ${made.document}, ${made.mailText}, ${Buffer.from(sha256, "hex")}, ${state}, ${asker}, ${now.toISOString()}::timestamptz, ${expiresAt}::timestamptz
      from nextval('transfer_number') n returning reference`);
    const reference = row?.reference ?? "";
    if (state === "sending") await addSendJob(tx, id);
    const detail = {
      transferId: id,
      reference,
      to: made.body.kind,
      way: made.way,
      fields: asked.fields,
      sha256,
      state,
    };
    await writeAudit(tx, ctx, { action: "case.hand_over", objectType: "case", objectId: caseId, detail });
    return { id, reference, state };
  });
}

/** The second person agrees with the passkey, or refuses. @throws not_found; conflict when settled; refused to the one who asked, and by labels that became stricter. */
export async function decideTransfer(ctx: Context, transferId: string, input: DecideTransfer): Promise<void> {
  requirePermission(ctx, "release.approve");
  const asked = DecideTransfer.parse(input);
  const me = personOf(ctx);
  await withTransaction(ctx, async (tx) => {
    const row = await lockTransfer(tx, transferId);
    if (row.state !== "waiting")
      throw new AppError("conflict", "This was settled already.", { words: "transfer.refusal.settled" });
    if (row.askedBy === me) throw refusal("own", "It takes another person than the one who asked.");
    const isAgreed = asked.decision === "agree";
    if (isAgreed) {
      await requireStillMay(tx, row);
      await requireStepUp(tx, ctx, bindTransfer.agree(transferId));
    }
    await tx.execute(sql`update case_transfers set state = ${isAgreed ? "sending" : "refused"}, decided_by = ${me}, decided_at = ${ctx.now().toISOString()}::timestamptz,
      decide_reason = ${asked.decision === "refuse" ? asked.reason : null} where id = ${transferId}`);
    if (isAgreed) await addSendJob(tx, transferId);
    const detail = { transferId, reference: row.reference };
    const action = isAgreed ? "case.hand_over_agreed" : "case.hand_over_refused";
    await writeAudit(tx, ctx, { action, objectType: "case", objectId: row.caseId, detail });
  });
}

/** The number under which the other body keeps it, told by telephone or mail. @throws not_found. */
export async function noteReference(ctx: Context, transferId: string, input: NoteReference): Promise<void> {
  requirePermission(ctx, "case.change");
  const { theirReference } = NoteReference.parse(input);
  await withTransaction(ctx, async (tx) => {
    const row = await lockTransfer(tx, transferId);
    await tx.execute(sql`update case_transfers set their_reference = ${theirReference} where id = ${transferId}`);
    const detail = { transferId, reference: row.reference };
    await writeAudit(tx, ctx, { action: "case.hand_over_reference", objectType: "case", objectId: row.caseId, detail });
  });
}

export interface TransferRow extends Record<string, unknown> {
  id: string;
  caseId: string;
  reference: string;
  correspondentId: string;
  bodyKind: BodyKind;
  toName: string;
  toAddress: string | null;
  way: SentWay;
  language: "fr" | "en" | "mn";
  marking: string;
  document: string;
  mailText: string;
  state: TransferState;
  askedBy: string;
}

/** @throws not_found, also for one of a case that the asker may not see. */
export async function lockTransfer(tx: Tx, transferId: string): Promise<TransferRow> {
  const [row] = isId(transferId)
    ? await tx.execute<TransferRow>(sql`select id, case_id as "caseId", reference, correspondent_id as "correspondentId", body_kind as "bodyKind", to_name as "toName",
        to_address as "toAddress", way, language, marking, document, mail_text as "mailText", state, asked_by as "askedBy" from case_transfers where id = ${transferId} for update`)
    : [];
  if (!row) throw notFound("hand-over");
  return row;
}

/** Labels may have become stricter since it was asked for. @throws refused. */
export async function requireStillMay(tx: Tx, row: Pick<TransferRow, "caseId" | "bodyKind" | "way">): Promise<void> {
  const isFile = row.way === "file";
  decideWay(await labelsOf(tx, row.caseId), row.bodyKind, isFile ? "file" : "mail", row.way === "mail_encrypted");
}

async function addSendJob(tx: Tx, transferId: string): Promise<void> {
  await addJob(tx, sendTransferJob, { transferId }, { key: `transfer:${transferId}`, maxAttempts: 8 });
}

function personOf(ctx: Context): string {
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  return ctx.actor.personId;
}
