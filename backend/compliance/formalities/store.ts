// Rows of formalities under the asker's own scope: the formality, what was filed, its steps; and numbers that an authority gives once.
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { dayOf, nextNumber } from "../offices/store.ts";
import type { StoredItem } from "./compose-items.ts";
import type { FormalityKind, FormalityState, Outcome } from "./model.ts";

export interface FormalityRecord {
  id: string;
  authorityId: string;
  authority: string;
  organisationId: string;
  constituentId: string;
  entity: string;
  entityReference: string;
  kind: FormalityKind;
  obligationId: string;
  packId: string;
  packVersion: string;
  packSha256: string;
  channel: "console" | "paper";
  language: string;
  state: FormalityState;
  contact: string;
  entryIds: string[];
  receiptNumber: string | null;
  submittedAt: string | null;
  completeAt: string | null;
  feeAmount: string | null;
  feeCurrency: string | null;
  feeBasis: string | null;
  feePaidOn: string | null;
  feeBankReference: string | null;
  outcome: Outcome | null;
  decisionNumber: string | null;
  decision: string | null;
  conditions: string;
  decidedAt: string | null;
  decisionLeaf: string | null;
  contentNumber: number;
  version: number;
  changedAt: string;
}

const columns = sql`f.id, f.authority_id as "authorityId", o.name as authority, f.organisation_id as "organisationId", f.constituent_id as "constituentId", f.entity_name as entity,
  f.entity_reference as "entityReference", f.kind, f.obligation_id as "obligationId", f.pack_id as "packId", f.pack_version as "packVersion", f.pack_sha256 as "packSha256",
  f.channel, f.language, f.state, f.contact, f.entry_ids as "entryIds", f.receipt_number as "receiptNumber", ${iso(sql`f.submitted_at`)} as "submittedAt",
  ${iso(sql`f.complete_at`)} as "completeAt", f.fee_amount::text as "feeAmount", f.fee_currency as "feeCurrency", f.fee_basis as "feeBasis", f.fee_paid_on::text as "feePaidOn",
  f.fee_bank_reference as "feeBankReference", f.outcome, f.decision_number as "decisionNumber", f.decision, f.conditions, ${iso(sql`f.decided_at`)} as "decidedAt",
  f.decision_leaf as "decisionLeaf", f.content_number as "contentNumber", f.version, ${iso(sql`f.changed_at`)} as "changedAt"`;

/** Newest first; drafts before what was filed. @param wanted of `formalities f`. */
export async function loadFormalities(tx: Tx, wanted: SQL): Promise<FormalityRecord[]> {
  const rows = await tx.execute<FormalityRecord & Record<string, unknown>>(
    sql`select ${columns} from formalities f join organisations o on o.id = f.authority_id where ${wanted}
      order by f.submitted_at desc nulls first, f.created_at desc, f.id limit 2000`,
  );
  return [...rows];
}

/** @param side whose it must be: the entity's own, or filed with the authority. @throws AppError not_found for another's. */
export async function loadFormality(
  tx: Tx,
  id: string,
  side: { organisationId: string } | { authorityId: string },
  isHeld = false,
): Promise<FormalityRecord> {
  if (isHeld) await tx.execute(sql`select 1 from formalities where id = ${id} for update`);
  const whose =
    "authorityId" in side
      ? sql`f.authority_id = ${side.authorityId} and f.state <> 'draft'`
      : sql`f.organisation_id = ${side.organisationId}`;
  const [row] = await loadFormalities(tx, sql`f.id = ${id} and ${whose}`);
  if (!row) throw notFound("formality");
  return row;
}

export interface ContentRow {
  formalityId: string;
  number: number;
  items: StoredItem[];
  contact: string;
  note: string;
  contentSha256: string;
  leafHash: string;
  submittedAt: string;
}

/** What was filed, newest first. */
export async function loadContents(tx: Tx, ids: readonly string[]): Promise<ContentRow[]> {
  if (ids.length === 0) return [];
  const list = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  );
  const rows = await tx.execute<ContentRow & Record<string, unknown>>(
    sql`select formality_id as "formalityId", number, items, contact, note, content_sha256 as "contentSha256", leaf_hash as "leafHash", ${iso(sql`submitted_at`)} as "submittedAt"
      from formality_contents where formality_id in (${list}) order by formality_id, number desc`,
  );
  return [...rows];
}

export interface StepRow {
  id: string;
  formalityId: string;
  kind: string;
  side: "authority" | "entity";
  personName: string;
  at: string;
  detail: Record<string, unknown>;
  isToEntity: boolean;
}

/** In the order in which they were taken; those that the asker is shown. */
export async function loadSteps(tx: Tx, ids: readonly string[]): Promise<StepRow[]> {
  if (ids.length === 0) return [];
  const list = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  );
  const rows = await tx.execute<StepRow & Record<string, unknown>>(
    sql`select id, formality_id as "formalityId", kind, side, person_name as "personName", ${iso(sql`at`)} as at, detail, is_to_entity as "isToEntity"
      from formality_steps where formality_id in (${list}) order by formality_id, position`,
  );
  return [...rows];
}

/** A step after the last one; the formality's row must be held. */
export async function addFormalityStep(
  tx: Tx,
  ctx: Context,
  of: Pick<FormalityRecord, "id" | "authorityId" | "organisationId" | "constituentId">,
  step: { kind: string; side: "authority" | "entity"; detail: Record<string, unknown>; isToEntity: boolean },
): Promise<void> {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(sql`insert into formality_steps (id, formality_id, authority_id, organisation_id, constituent_id, position, kind, side, person_id, person_name, at, detail, is_to_entity)
    select ${newId(ctx.now())}, ${of.id}, ${of.authorityId}, ${of.organisationId}, ${of.constituentId},
      (select count(*)::int from formality_steps where formality_id = ${of.id}), ${step.kind}, ${step.side}, ${personId},
      coalesce((select p.name from people p where p.id = ${personId}), ''), ${ctx.now().toISOString()}::timestamptz, ${JSON.stringify(step.detail)}::jsonb, ${step.isToEntity}`);
}

/** "FOR-2026-0007" and "DEC-2026-0003": each authority counts its own, within the year. */
export async function nextFormalityNumber(
  tx: Tx,
  ctx: Context,
  authorityId: string,
  kind: "formality" | "formality_decision",
): Promise<string> {
  const year = Number(dayOf(ctx).slice(0, 4));
  const number = await nextNumber(tx, authorityId, kind, year);
  return `${kind === "formality" ? "FOR" : "DEC"}-${year}-${String(number).padStart(4, "0")}`;
}

export function changedMeanwhile(): AppError {
  return new AppError("conflict", "Somebody changed this meanwhile. Load it again.", {
    words: "formalities.refusal.changed",
  });
}
