// Drafts as rows, and the composition that belongs to one: under the packs of today, or those that the filing pinned.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { DutyProfile } from "../duties/judge-duties.ts";
import { type LawOfCountry, lawOfCountry, type Pin, readPinned } from "../duties/law-of-country.ts";
import { type Entity, readEntity } from "../duties/read-entity.ts";
import { composeFiling, type Composition, type Happening } from "./compose-filing.ts";
import type { Answer, Answers, DraftView } from "./model.ts";
import { readHappening } from "./read-answers.ts";

type Raw<Shape> = Shape & Record<string, unknown>;
export type SavedAnswers = Record<string, Answer & { version: number }>;

export interface DraftRow {
  id: string;
  kind: DraftView["kind"];
  filingId: string | null;
  constituentId: string;
  answers: SavedAnswers;
  version: number;
  updatedAt: string;
}

/** One filing as it was pinned. */
export interface FilingRow {
  id: string;
  reference: string;
  organisationId: string | null;
  constituentId: string | null;
  entityName: string;
  channel: "console" | "guest";
  profile: DutyProfile;
  pins: Pin[];
  openedAt: string;
  concludedAt: string | null;
}

/** Under the entity's own rows. @throws not_found. */
export async function loadDraft(tx: Tx, draftId: string, isForUpdate = false): Promise<DraftRow> {
  const [row] = await tx.execute<Raw<DraftRow>>(
    sql`select id, kind, filing_id as "filingId", constituent_id as "constituentId", answers, version, ${iso(sql`updated_at`)} as "updatedAt"
      from filing_drafts where id = ${draftId} ${isForUpdate ? sql`for update` : sql``}`,
  );
  if (!row) throw notFound("draft");
  return row;
}

/** @throws not_found. */
export async function loadFiling(tx: Tx, filingId: string): Promise<FilingRow> {
  const [row] = await tx.execute<Raw<FilingRow>>(
    sql`select id, reference, organisation_id as "organisationId", constituent_id as "constituentId", entity_name as "entityName", channel, profile, pins,
      ${iso(sql`opened_at`)} as "openedAt", ${iso(sql`concluded_at`)} as "concludedAt" from filings where id = ${filingId}`,
  );
  if (!row) throw notFound("filing");
  return row;
}

/** What was said at the last submission. */
export async function lastAnswers(tx: Tx, filingId: string): Promise<Answers> {
  const [row] = await tx.execute<Raw<{ answers: Answers }>>(
    sql`select answers from filing_versions where filing_id = ${filingId} order by number desc limit 1`,
  );
  return row?.answers ?? {};
}

/** Stages of a filing that were filed, by pack; corrections count as what they correct. */
export async function readFiled(tx: Tx, filingId: string): Promise<Happening["filed"]> {
  const rows = await tx.execute<Raw<{ packId: string; stage: string; at: string }>>(
    sql`select pack_id as "packId", stage, ${iso(sql`submitted_at`)} as at from filing_parts
      where filing_id = ${filingId} and obligation_id is not null and replaces_id is null order by submitted_at`,
  );
  const filed: Record<string, Record<string, string[]>> = {};
  for (const { packId, stage, at } of rows) {
    const stages = (filed[packId] ??= {});
    stages[stage] = [...(stages[stage] ?? []), at];
  }
  return filed;
}

export interface Composed {
  entity: Entity;
  filing: FilingRow | undefined;
  law: LawOfCountry;
  composition: Composition;
  before: Answers;
  happening: Happening;
}

/** @throws when a pinned pack is not there as it was. */
export async function composeDraft(tx: Tx, ctx: Context, draft: DraftRow): Promise<Composed> {
  const now = ctx.now();
  const entity = await readEntity(tx, ctx, now);
  const filing = draft.filingId === null ? undefined : await loadFiling(tx, draft.filingId);
  const law = lawOfCountry(entity.profile.country);
  const filed = filing ? await readFiled(tx, filing.id) : {};
  const happening = readHappening(draft.answers, filed);
  return {
    entity,
    filing,
    law,
    happening,
    before: filing ? await lastAnswers(tx, filing.id) : {},
    composition: composeFiling(
      filing ? filing.pins.map((pin) => readPinned(pin)) : law.packs,
      filing?.profile ?? entity.profile,
      happening,
      law.world,
      Temporal.Instant.fromEpochMilliseconds(now.getTime()),
    ),
  };
}
