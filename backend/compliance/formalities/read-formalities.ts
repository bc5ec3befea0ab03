// Reading formalities: the entity's own, or what was filed with the asker's authority; lists with the authority's clock, and one with everything of it.
import { sql, type SQL } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { holdsText, readOnly, type Tx } from "../../platform/db/index.ts";
import type { WordsLanguage } from "../../platform/words/index.ts";
import { type LawOfCountry, lawOfCountry } from "../duties/law-of-country.ts";
import { listFiles } from "../offices/store.ts";
import { knownTraits, loadEntries } from "../processing/store.ts";
import { composeItem, findGaps, formOf, nameField, type StoredItem, viewItem } from "./compose-items.ts";
import { isClockOver, judgeClock } from "./judge-clock.ts";
import { feeOf, trustOf } from "./judge-needs.ts";
import type { ClockView, FormalityPage, FormalityRow } from "./answers/model.ts";
import { OfficeQuery } from "./model.ts";
import { kindsOf, pinnedDuty, viewCites } from "./pack-of.ts";
import {
  type FormalityRecord,
  loadContents,
  loadFormalities,
  loadFormality,
  loadSteps,
  type StepRow,
} from "./store.ts";

/** From each asking to what ended it: an answer, or the word that nothing is missing. */
function waitsOf(steps: readonly StepRow[]): { from: string; until: string | null }[] {
  const waits: { from: string; until: string | null }[] = [];
  for (const { kind, at } of steps) {
    const last = waits.at(-1);
    if (kind === "ask") waits.push({ from: at, until: null });
    else if (last?.until === null && (kind === "answer" || kind === "complete" || kind === "decide")) last.until = at;
  }
  return waits;
}

/** The authority's own times for one formality, by the law that was pinned when it was filed. */
export function clocksOf(row: FormalityRecord, steps: readonly StepRow[], law: LawOfCountry, now: Date): ClockView[] {
  if (row.submittedAt === null || row.state === "withdrawn") return [];
  const { loaded } = pinnedDuty(row);
  const events = {
    submittedAt: row.submittedAt,
    completeAt: row.completeAt,
    decidedAt: row.decidedAt,
    waits: waitsOf(steps),
  };
  return judgeClock(loaded, row.obligationId, events, {
    country: law.country,
    world: law.world,
    now: Temporal.Instant.fromEpochMilliseconds(now.getTime()),
  });
}

async function viewRows(tx: Tx, ctx: Context, records: readonly FormalityRecord[]): Promise<FormalityRow[]> {
  const law = lawOfCountry(ctx.config.country);
  const ids = records.map(({ id }) => id);
  const contents = new Map((await loadContents(tx, ids)).toReversed().map((it) => [it.formalityId, it]));
  const steps = Map.groupBy(await loadSteps(tx, ids), ({ formalityId }) => formalityId);
  return records.map((row) => {
    const items = contents.get(row.id)?.items ?? [];
    const clocks = clocksOf(row, steps.get(row.id) ?? [], law, ctx.now());
    const { id, receiptNumber, kind, state, entity, authority, channel, submittedAt, decisionNumber, outcome } = row;
    return {
      id,
      receiptNumber,
      kind,
      state,
      entity,
      authority,
      title: items.map(({ title }) => title).join("; "),
      processings: Math.max(items.length, row.entryIds.length),
      channel,
      submittedAt,
      dueAt: clocks.find(({ due }) => due !== null)?.due ?? null,
      isLate: isClockOver(clocks),
      decisionNumber,
      outcome,
      changedAt: row.changedAt,
    };
  });
}

/** The entity's own, drafts first. */
export async function listOwnFormalities(ctx: Context): Promise<{ rows: FormalityRow[] }> {
  requirePermission(ctx, "processing.read");
  const { organisationId } = requirePerson(ctx);
  return await readOnly(ctx, async (tx) => ({
    rows: await viewRows(tx, ctx, await loadFormalities(tx, sql`f.organisation_id = ${organisationId}`)),
  }));
}

/** What was filed with the asker's authority; nothing else is there for it. */
export async function listOfficeFormalities(ctx: Context, query: OfficeQuery): Promise<{ rows: FormalityRow[] }> {
  requirePermission(ctx, "authority.read");
  const { state, kind, text } = OfficeQuery.parse(query);
  const { organisationId } = requirePerson(ctx);
  const wanted: SQL[] = [sql`f.authority_id = ${organisationId} and f.state <> 'draft'`];
  if (state !== undefined) wanted.push(sql`f.state = ${state}`);
  if (kind !== undefined) wanted.push(sql`f.kind = ${kind}`);
  const typed = text?.trim() ?? "";
  if (typed !== "") wanted.push(holdsText(typed, sql`f.entity_name`, sql`f.receipt_number`, sql`f.decision_number`));
  return await readOnly(ctx, async (tx) => ({
    rows: await viewRows(tx, ctx, await loadFormalities(tx, sql.join(wanted, sql` and `))),
  }));
}

/** @throws AppError not_found for a formality that is neither the asker's nor filed with them. */
export async function readFormality(
  ctx: Context,
  side: "entity" | "authority",
  id: string,
  language: WordsLanguage,
): Promise<FormalityPage> {
  requirePermission(ctx, side === "entity" ? "processing.read" : "authority.read");
  const { organisationId } = requirePerson(ctx);
  return await readOnly(ctx, async (tx) => {
    const whose = side === "entity" ? { organisationId } : { authorityId: organisationId };
    const row = await loadFormality(tx, id, whose);
    return await viewPage(tx, ctx, row, language);
  });
}

async function viewPage(tx: Tx, ctx: Context, row: FormalityRecord, language: WordsLanguage): Promise<FormalityPage> {
  const law = lawOfCountry(ctx.config.country);
  const { loaded, obligation } = pinnedDuty(row);
  const { pack } = loaded;
  const form = formOf(loaded, row.obligationId);
  const contents = await loadContents(tx, [row.id]);
  const steps = await loadSteps(tx, [row.id]);
  const items: StoredItem[] =
    row.state === "draft"
      ? (await loadEntries(tx, row.organisationId, row.entryIds)).map((entry) => composeItem(entry, form, law.country))
      : (contents[0]?.items ?? []);
  const rule = pack.formalities?.rules.find((it) => it.obligation === row.obligationId && it.kind === row.kind);
  const cites = rule?.cites ?? obligation?.cites ?? [];
  const [extract] = await tx.execute<{ title: string; withdrawnReason: string | null }>(
    sql`select title, withdrawn_reason as "withdrawnReason" from formality_extracts where formality_id = ${row.id}`,
  );
  const { kind, state, channel, entity, authority, contact, receiptNumber, submittedAt, completeAt, version } = row;
  return {
    id: row.id,
    version,
    kind,
    state,
    channel,
    language: row.language,
    entity,
    entityId: row.constituentId,
    entityReference: row.entityReference,
    authority,
    contact: contents[0]?.contact ?? contact,
    receiptNumber,
    submittedAt,
    completeAt,
    law: {
      packId: row.packId,
      packVersion: row.packVersion,
      packSha256: row.packSha256,
      packTitle: pack.pack.title[language],
      obligation: obligation?.title[language] ?? row.obligationId,
      cites: viewCites(loaded, cites, language),
      verification: trustOf(loaded, cites),
      notice: pack.pack.notice?.[language] ?? null,
    },
    fee: {
      estimate: feeOf(pack.formalities, kind),
      set:
        row.feeAmount === null
          ? null
          : { amount: row.feeAmount, currency: row.feeCurrency ?? "", basis: row.feeBasis ?? "" },
      paid: row.feePaidOn === null ? null : { on: row.feePaidOn, bankReference: row.feeBankReference ?? "" },
    },
    items: items.map((item) => viewItem(item)),
    form: form.map((field) => ({ id: field, name: nameField(field) })),
    contents: contents.map(({ number, note, contentSha256, leafHash, submittedAt: at }) => ({
      number,
      note,
      contentSha256,
      leafHash,
      submittedAt: at,
    })),
    kinds: pack.formalities ? kindsOf(pack.formalities, row.obligationId) : [kind],
    gaps: findGaps(items),
    entryIds: row.entryIds,
    clocks: clocksOf(row, steps, law, ctx.now()),
    decision:
      row.outcome === null
        ? null
        : {
            outcome: row.outcome,
            number: row.decisionNumber ?? "",
            text: row.decision ?? "",
            conditions: row.conditions,
            at: row.decidedAt ?? "",
            leafHash: row.decisionLeaf,
          },
    extract: extract ?? null,
    steps: steps.map(({ formalityId: _of, ...step }) => ({ ...step, isToComplainant: false })),
    files: await listFiles(tx, "formality", row.id),
    traits: knownTraits(),
  };
}
