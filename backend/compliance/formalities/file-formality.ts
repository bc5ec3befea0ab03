// Filing a formality, completing it, withdrawing it: each writes what was said once, with its hash in the log; the authority's number is given once.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { composeItem, formOf, type StoredItem } from "./compose-items.ts";
import { feeOf } from "./judge-needs.ts";
import { loadBundle, requireVersion } from "./keep-draft.ts";
import { CompleteFormality, stepUpForFormality, SubmitFormality, WithdrawFormality } from "./model.ts";
import { findDuty, pinnedDuty } from "./pack-of.ts";
import { addFormalityStep, type FormalityRecord, loadContents, loadFormality, nextFormalityNumber } from "./store.ts";

/** What is filed now: its number, and its hash as the log and the receipt name it. */
export interface Filed {
  number: number;
  items: readonly StoredItem[];
  contact: string;
  note: string;
  sha256: string;
}

/** A further content completes the one before. */
export function describeContent(
  ctx: Context,
  of: FormalityRecord,
  said: Pick<Filed, "items" | "contact" | "note">,
): Filed {
  const number = of.contentNumber + 1;
  const content = {
    receiptNumber: of.receiptNumber,
    authority: of.authority,
    entity: of.entity,
    kind: of.kind,
    pack: { id: of.packId, version: of.packVersion, sha256: of.packSha256 },
    obligation: of.obligationId,
    number,
    writtenAt: ctx.now().toISOString(),
    ...said,
  };
  return { ...said, number, sha256: createHash("sha256").update(canonicalJson(content)).digest("hex") };
}

/** Written once; the database keeps it from changing. */
export async function insertContent(
  tx: Tx,
  ctx: Context,
  of: FormalityRecord,
  filed: Filed,
  leafHash: Buffer,
): Promise<void> {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(sql`insert into formality_contents (formality_id, number, authority_id, organisation_id, constituent_id, items, contact, note, content_sha256, leaf_hash, submitted_by, submitted_at)
    values (${of.id}, ${filed.number}, ${of.authorityId}, ${of.organisationId}, ${of.constituentId}, ${JSON.stringify(filed.items)}::jsonb, ${filed.contact}, ${filed.note}, ${filed.sha256},
      ${leafHash.toString("hex")}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
}

/** Needs the passkey. @throws AppError conflict for a draft that changed after it was looked at; invalid_input where a processing has ended. */
export async function submitFormality(ctx: Context, id: string, input: unknown): Promise<{ receiptNumber: string }> {
  requirePermission(ctx, "formality.file");
  const { version, language } = SubmitFormality.parse(input);
  const { organisationId } = requirePerson(ctx);
  const law = lawOfCountry(ctx.config.country);
  return await withTransaction(
    ctx,
    async (tx) => {
      const draft = await loadFormality(tx, id, { organisationId }, true);
      requireVersion(draft, version, ["draft"]);
      await requireStepUp(tx, ctx, stepUpForFormality.submit(id, version));
      // The law of the day on which it is filed, not of the day on which the draft was begun.
      const { loaded, formalities, obligation } = findDuty(law, draft);
      const entries = await loadBundle(tx, organisationId, draft.entryIds);
      const form = formOf(loaded, obligation.id);
      const items = entries.map((entry) => composeItem(entry, form, law.country));
      const receiptNumber = await nextFormalityNumber(tx, ctx, draft.authorityId, "formality");
      const fee = feeOf(formalities, draft.kind);
      const filed = { ...draft, receiptNumber, packVersion: loaded.pin.version, packSha256: loaded.pin.sha256 };
      const content = describeContent(ctx, filed, { items, contact: draft.contact, note: "" });
      const { leafHash } = await writeAudit(tx, ctx, {
        action: "formality.submit",
        objectType: "formality",
        objectId: id,
        detail: { contentSha256: content.sha256, number: content.number },
      });
      const at = ctx.now().toISOString();
      await tx.execute(sql`update formalities set state = 'submitted', receipt_number = ${receiptNumber}, submitted_at = ${at}::timestamptz, entered_at = ${at}::timestamptz, language = ${language},
        pack_version = ${loaded.pin.version}, pack_sha256 = ${loaded.pin.sha256}, content_number = ${content.number}, fee_amount = ${fee?.amount ?? null}, fee_currency = ${fee?.currency ?? null},
        fee_basis = ${fee ? loaded.pack.pack.title[language] : null}, version = version + 1, changed_at = ${at}::timestamptz where id = ${id}`);
      await insertContent(tx, ctx, draft, content, leafHash);
      await addFormalityStep(tx, ctx, draft, { kind: "submit", side: "entity", detail: {}, isToEntity: true });
      return { receiptNumber };
    },
    // The number is the authority's, and an entity reads no authority's rows; whose draft it is was asked above.
    "system",
  );
}

/** The register as it is now, with an answer to what was asked. Needs the passkey. @throws AppError refused where nothing was asked. */
export async function completeFormality(ctx: Context, id: string, input: unknown): Promise<{ number: number }> {
  requirePermission(ctx, "formality.file");
  const { version, note } = CompleteFormality.parse(input);
  const { organisationId } = requirePerson(ctx);
  const law = lawOfCountry(ctx.config.country);
  return await withTransaction(
    ctx,
    async (tx) => {
      const filed = await loadFormality(tx, id, { organisationId }, true);
      requireVersion(filed, version, ["incomplete"]);
      await requireStepUp(tx, ctx, stepUpForFormality.complete(id, version));
      const items =
        filed.channel === "paper"
          ? ((await loadContents(tx, [id]))[0]?.items ?? [])
          : await composeAgain(tx, filed, organisationId, law.country);
      const content = describeContent(ctx, filed, { items, contact: filed.contact, note });
      const { leafHash } = await writeAudit(tx, ctx, {
        action: "formality.complete",
        objectType: "formality",
        objectId: id,
        detail: { contentSha256: content.sha256, number: content.number },
      });
      await insertContent(tx, ctx, filed, content, leafHash);
      await tx.execute(sql`update formalities set state = 'submitted', content_number = ${content.number}, version = version + 1,
        changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${id}`);
      const detail = { text: note };
      await addFormalityStep(tx, ctx, filed, { kind: "answer", side: "entity", detail, isToEntity: true });
      return { number: content.number };
    },
    "system",
  );
}

/** Under the pinned law: a later version of the pack changes nothing of what is under way. */
async function composeAgain(
  tx: Tx,
  filed: FormalityRecord,
  organisationId: string,
  country: string,
): Promise<StoredItem[]> {
  const { loaded } = pinnedDuty(filed);
  const entries = await loadBundle(tx, organisationId, filed.entryIds);
  const form = formOf(loaded, filed.obligationId);
  return entries.map((entry) => composeItem(entry, form, country));
}

/** It stays with the authority, as withdrawn. @throws AppError refused once it is decided. */
export async function withdrawFormality(ctx: Context, id: string, input: unknown): Promise<void> {
  requirePermission(ctx, "formality.file");
  const { version, reason } = WithdrawFormality.parse(input);
  const { organisationId } = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const filed = await loadFormality(tx, id, { organisationId }, true);
      requireVersion(filed, version, ["submitted", "incomplete", "complete"]);
      await tx.execute(
        sql`update formalities set state = 'withdrawn', version = version + 1, changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${id}`,
      );
      const detail = { reason };
      await addFormalityStep(tx, ctx, filed, { kind: "withdraw", side: "entity", detail, isToEntity: true });
      await writeAudit(tx, ctx, { action: "formality.withdraw", objectType: "formality", objectId: id, detail: {} });
    },
    "system",
  );
}
