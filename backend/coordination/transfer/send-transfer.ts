// Lets a hand-over leave: the frozen document signed, or encrypted to the body's key, as the attachment of a mail; or ready to be fetched as a signed file.
import { sql } from "drizzle-orm";
import { createCleartextMessage, createMessage, encrypt, readKey, sign } from "openpgp";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { signedPlace } from "../links/signed-link.ts";
import { keepExtras } from "../mail-extras.ts";
import { findKeyOf } from "../openpgp/find-keys.ts";
import { openSigningKey } from "../openpgp/team-keys.ts";
import { queueMail } from "../outbox.ts";
import { numberPlace } from "./compose-document.ts";
import { lockTransfer, requireStillMay, type TransferRow } from "./hand-over.ts";
import { refusal } from "./rules.ts";

const Payload = z.strictObject({ transferId: z.string().refine(isId) });

export async function sendTransfer(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "share.give");
  const { transferId } = Payload.parse(payload);
  const [before] = await readOnly(ctx, async (tx) => [await lockOf(tx, transferId)]);
  if (before?.state !== "sending") return;
  try {
    const packed = before.way === "file" ? null : await pack(ctx, before);
    await withTransaction(ctx, async (tx) => {
      const row = await lockTransfer(tx, transferId);
      if (row.state !== "sending") return;
      await requireStillMay(tx, row);
      if (packed) await queue(tx, ctx, row, packed);
      await tx.execute(
        sql`update case_transfers set state = 'sent', sent_at = ${ctx.now().toISOString()}::timestamptz where id = ${transferId}`,
      );
      await tx.execute(sql`insert into case_timeline (id, case_id, at, kind, body, actor_id, detail) values (${newId(ctx.now())}, ${row.caseId}, ${ctx.now().toISOString()}::timestamptz,
        'handed_over', ${`${row.toName} (${row.reference})`}, ${row.askedBy}, ${JSON.stringify({ transferId })}::jsonb)`);
      const detail = { transferId, reference: row.reference, way: row.way };
      await writeAudit(tx, ctx, { action: "case.handed_over", objectType: "case", objectId: row.caseId, detail });
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await fail(ctx, transferId, error.detail ?? error.code);
  }
}

async function lockOf(
  tx: Tx,
  transferId: string,
): Promise<Pick<TransferRow, "state" | "way" | "document" | "correspondentId" | "reference"> | undefined> {
  const [row] = await tx.execute<TransferRow>(
    sql`select state, way, document, correspondent_id as "correspondentId", reference from case_transfers where id = ${transferId}`,
  );
  return row;
}

/** @throws refused where what was to be encrypted has no key any more: it never leaves in clear instead. */
async function pack(
  ctx: Context,
  row: Pick<TransferRow, "way" | "document" | "correspondentId" | "reference">,
): Promise<{ name: string; text: string }> {
  const signing = await openSigningKey(ctx);
  if (row.way === "mail_clear")
    return signing
      ? { name: `${row.reference}.json.asc`, text: await signDocument(ctx, row.document, signing) }
      : { name: `${row.reference}.json`, text: row.document };
  const key = await readOnly(ctx, async (tx) => await findKeyOf(tx, row.correspondentId, ctx.now()));
  if (!key) throw refusal("no_key", "The body's key is no longer good, and it never leaves in clear instead.");
  const text = await encrypt({
    message: await createMessage({ text: row.document }),
    encryptionKeys: [await readKey({ armoredKey: key.armored })],
    ...(signing ? { signingKeys: signing } : {}),
    format: "armored",
    date: ctx.now(),
  });
  return { name: `${row.reference}.json.asc`, text: String(text) };
}

async function signDocument(
  ctx: Context,
  document: string,
  key: NonNullable<Awaited<ReturnType<typeof openSigningKey>>>,
): Promise<string> {
  return await sign({ message: await createCleartextMessage({ text: document }), signingKeys: key, date: ctx.now() });
}

async function queue(tx: Tx, ctx: Context, row: TransferRow, packed: { name: string; text: string }): Promise<void> {
  const words = wordsIn(row.language);
  const text = row.mailText.replaceAll(numberPlace, row.reference);
  const mailId = await queueMail(tx, ctx, {
    cause: `transfer:${row.id}`,
    kind: "notice",
    reportId: null,
    to: row.toAddress ?? "",
    language: row.language,
    subject: words("transfer.mail.subject", { number: row.reference }),
    body: `${text}\n${signedPlace("handed", row.id)}\n\n${words("mail.signature")}\n`,
  });
  if (mailId !== undefined) await keepExtras(tx, mailId, { attachment: packed });
}

async function fail(ctx: Context, transferId: string, fault: string): Promise<void> {
  requirePermission(ctx, "share.give");
  await withTransaction(ctx, async (tx) => {
    const row = await lockTransfer(tx, transferId);
    await tx.execute(
      sql`update case_transfers set state = 'failed', fault = ${fault.slice(0, 1000)} where id = ${transferId} and state = 'sending'`,
    );
    const detail = { transferId, reference: row.reference };
    await writeAudit(tx, ctx, { action: "case.hand_over_failed", objectType: "case", objectId: row.caseId, detail });
  });
}

/** The document under the team's signature, which `gpg --verify` checks; each fetching stands in the log. @throws not_found; refused before it was let go, and without a key of the team. */
export async function fetchTransfer(ctx: Context, transferId: string): Promise<{ name: string; text: string }> {
  requirePermission(ctx, "share.give");
  const row = await withTransaction(ctx, async (tx) => {
    const found = await lockTransfer(tx, transferId);
    if (found.state !== "sent" || found.way !== "file") throw refusal("no_file", "There is no file to fetch.");
    await requireStillMay(tx, found);
    await tx.execute(
      sql`update case_transfers set fetched_at = coalesce(fetched_at, ${ctx.now().toISOString()}::timestamptz) where id = ${transferId}`,
    );
    const detail = { transferId, reference: found.reference };
    await writeAudit(tx, ctx, { action: "case.hand_over_fetched", objectType: "case", objectId: found.caseId, detail });
    return found;
  });
  const signing = await openSigningKey(ctx);
  if (!signing) throw refusal("no_team_key", "The team has no OpenPGP key to sign a file with.");
  return { name: `${row.reference}.json.asc`, text: await signDocument(ctx, row.document, signing) };
}
