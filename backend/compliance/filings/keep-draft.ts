// Drafts of filings: opened, answered one question at a time, read with what would be sent, dropped.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import type { LanguageQuery } from "../duties/model.ts";
import { nameAddressee, sayClock } from "../duties/judge-duties.ts";
import { readEntity } from "../duties/read-entity.ts";
import { findReaders } from "./find-readers.ts";
import { type Composed, composeDraft, type DraftRow, lastAnswers, loadDraft, loadFiling } from "./load-draft.ts";
import { type Answers, type DraftView, OpenDraft, SaveAnswer } from "./model.ts";
import { chosenParts, findProblems } from "./read-answers.ts";
import { changedParts } from "./changed-parts.ts";
import { listQuestions, previewPart } from "./view-draft.ts";

const personOf = (ctx: Context): string | null => (ctx.actor.kind === "person" ? ctx.actor.personId : null);

/**
 * A first draft, or the next stage or a correction of a filing, which begins with what was said last. One at a time for a filing: the open one is given.
 * @throws not_found for another entity's filing.
 */
export async function openDraft(ctx: Context, input: OpenDraft): Promise<{ id: string }> {
  requirePermission(ctx, "filing.make");
  const { kind, filingId } = OpenDraft.parse(input);
  if ((kind === "first") !== (filingId === undefined))
    throw new AppError("invalid_input", "A next stage or a correction names its filing; a first filing names none.", {
      fields: [{ path: "filingId", message: "Expected the filing for a next stage or a correction, else nothing." }],
    });
  return await withTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const entity = await readEntity(tx, ctx, now);
    const filing = filingId === undefined ? undefined : await loadFiling(tx, filingId);
    const said = filing ? await lastAnswers(tx, filing.id) : await prefill(tx, entity.id);
    const answers = Object.fromEntries(
      Object.entries(said).map(([field, answer]) => [field, { ...answer, version: 1 }]),
    );
    const id = newId(now);
    const at = now.toISOString();
    const [written] = await tx.execute<{ id: string }>(
      sql`insert into filing_drafts (id, organisation_id, constituent_id, filing_id, kind, answers, created_by, created_at, updated_at)
        values (${id}, ${entity.organisationId}, ${entity.id}, ${filingId ?? null}, ${kind}, ${JSON.stringify(answers)}::jsonb, ${personOf(ctx)}, ${at}, ${at})
        on conflict (filing_id) where filing_id is not null do nothing returning id`,
    );
    if (!written) {
      const [open] = await tx.execute<{ id: string }>(
        sql`select id from filing_drafts where filing_id = ${filingId ?? null}`,
      );
      if (!open) throw notFound("draft");
      return { id: open.id };
    }
    await writeAudit(tx, ctx, { action: "filing.draft", objectType: "filing_draft", objectId: id, detail: { kind } });
    return { id };
  });
}

/** What the register knows already is not asked again. */
async function prefill(tx: Tx, constituentId: string): Promise<Answers> {
  const [contact] = await tx.execute<{
    name: string;
    email: string | null;
    phone: string | null;
    hours: string | null;
  }>(
    sql`select name, email, phone, hours from contacts where constituent_id = ${constituentId} and ended_at is null
      order by is_safe_channel desc, created_at, id limit 1`,
  );
  if (!contact) return {};
  const value = [contact.name, contact.phone, contact.email, contact.hours]
    .filter((part) => part !== null && part !== "")
    .join(", ");
  return value === "" ? {} : { contact: { value, isUnknown: false } };
}

/**
 * Saves one answer; `answer` null takes it back. Another answer that changed meanwhile does not matter.
 * @throws conflict when this very answer was changed elsewhere.
 */
export async function saveAnswer(ctx: Context, input: SaveAnswer): Promise<{ version: number; answerVersion: number }> {
  requirePermission(ctx, "filing.make");
  const { draftId, field, answer, basedOn } = SaveAnswer.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, draftId, true);
    const known = draft.answers[field];
    if ((known?.version ?? 0) !== basedOn)
      throw new AppError("conflict", "This answer was changed in another window. Read it again.", {
        words: "filings.refusal.answer_changed",
      });
    if (Object.keys(draft.answers).length >= 200 && !known)
      throw new AppError("too_large", "This form has more answers than questions.");
    const answers = { ...draft.answers };
    const answerVersion = basedOn + 1;
    answers[field] =
      answer === null ? { value: "", isUnknown: false, version: answerVersion } : { ...answer, version: answerVersion };
    await tx.execute(
      sql`update filing_drafts set answers = ${JSON.stringify(answers)}::jsonb, version = version + 1, updated_at = ${ctx.now().toISOString()} where id = ${draftId}`,
    );
    // That somebody wrote, never what: the answers are the entity's own until it files them.
    await writeAudit(tx, ctx, {
      action: "filing.answer",
      objectType: "filing_draft",
      objectId: draftId,
      detail: { field },
    });
    return { version: draft.version + 1, answerVersion };
  });
}

/** A draft goes without a trace of its answers. @throws not_found. */
export async function dropDraft(ctx: Context, draftId: string): Promise<void> {
  requirePermission(ctx, "filing.make");
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.execute(sql`delete from filing_drafts where id = ${draftId} returning id`);
    if (gone.length === 0) throw notFound("draft");
    await writeAudit(tx, ctx, { action: "filing.drop_draft", objectType: "filing_draft", objectId: draftId });
  });
}

/** The form and its review in one. @throws not_found. */
export async function readDraft(ctx: Context, draftId: string, { language }: LanguageQuery): Promise<DraftView> {
  requirePermission(ctx, "filing.read");
  const { draft, composed, readers, changed } = await readOnly(ctx, async (tx) => {
    const row = await loadDraft(tx, draftId);
    const found = await composeDraft(tx, ctx, row);
    return {
      draft: row,
      composed: found,
      readers: await findReaders(tx, ctx),
      changed: await changedParts(tx, row, found),
    };
  });
  return viewOf(ctx, draft, composed, { readers, changed, language });
}

function viewOf(
  ctx: Context,
  draft: DraftRow,
  { filing, law, composition, before }: Composed,
  {
    readers,
    changed,
    language,
  }: {
    readers: Awaited<ReturnType<typeof findReaders>>;
    changed: Awaited<ReturnType<typeof changedParts>>;
    language: LanguageQuery["language"];
  },
): DraftView {
  const words = wordsIn(language);
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime());
  const { answers } = draft;
  const isCorrection = draft.kind === "correction";
  const parts = isCorrection ? changed.map(({ part }) => part) : chosenParts(composition, answers);
  const sent = new Set(
    isCorrection ? changed.filter((one) => one.isChanged).map(({ part }) => part.key) : parts.map(({ key }) => key),
  );
  const at = { now, bodies: readers };
  const problems = isCorrection
    ? findProblems(composition, answers, now).filter(({ code }) => code !== "nobody" && code !== "late_reason")
    : findProblems(composition, answers, now);
  if (isCorrection && sent.size === 0) problems.push({ field: "", code: "nobody" });
  return {
    id: draft.id,
    kind: draft.kind,
    filing: filing ? { id: filing.id, reference: filing.reference } : null,
    version: draft.version,
    updatedAt: draft.updatedAt,
    questions: listQuestions(composition, answers, law, words, now),
    answers,
    before,
    parts: parts.map((part) => previewPart(part, answers, law, words, { ...at, isSent: sent.has(part.key) })),
    tells: composition.tells.map((one) => ({
      addressee: { id: one.obligation.addressee, name: nameAddressee(one.obligation.addressee, language, law) },
      title: one.obligation.title[language],
      clockWords: sayClock(one.obligation, words, law, one.loaded.pack),
      verification: one.duty.verification,
    })),
    problems,
    isEmpty: law.packs.length === 0,
  };
}
