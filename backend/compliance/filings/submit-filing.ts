// Files a draft with everybody whom the law names, in one transaction: one row an addressee with its fields alone, the law pinned, a receipt each.
import { createHash, randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { type ChangedPart, changedParts } from "./changed-parts.ts";
import { findReaders, type Reader } from "./find-readers.ts";
import { type Composed, composeDraft, type DraftRow, loadDraft } from "./load-draft.ts";
import type { ComposedPart } from "./compose-filing.ts";
import { type Answers, lateReasons, stepUpForFiling, SubmitFiling, type Submitted } from "./model.ts";
import { announceJob } from "./announce.ts";
import { chosenParts, type FiledField, fieldsOfPart, findProblems, isLate } from "./read-answers.ts";

const personOf = (ctx: Context): string | null => (ctx.actor.kind === "person" ? ctx.actor.personId : null);

/** @throws invalid_input naming each question that is open; conflict when the draft changed after the review; step_up_required. */
export async function submitFiling(ctx: Context, input: SubmitFiling): Promise<Submitted> {
  requirePermission(ctx, "filing.make");
  const { draftId, version, language, reason } = SubmitFiling.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, draftId, true);
    if (draft.version !== version)
      throw new AppError("conflict", "The answers changed after you looked at them. Look again.", {
        words: "filings.refusal.draft_changed",
      });
    const composed = await composeDraft(tx, ctx, draft);
    const now = ctx.now();
    const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
    const changes = await changedParts(tx, draft, composed);
    refuseProblems(draft, composed, changes, instant, reason);
    await requireStepUp(tx, ctx, stepUpForFiling.submit(draftId, version));
    const answers = plain(draft.answers);
    const filing = await writeFiling(tx, ctx, { draft, composed, answers, language, reason });
    const readers = await findReaders(tx, ctx);
    const base = {
      filing,
      entity: composed.entity,
      awareAt: composed.happening.events["aware"] ?? null,
      language,
      channel: "console" as const,
      now,
    };
    const receipts: Submitted["receipts"] = [];
    if (draft.kind === "correction") {
      for (const { filed, fields } of changes.filter(({ isChanged }) => isChanged)) {
        const { id: replacesId, ...same } = filed;
        const part = {
          ...same,
          ...deliveryTo(readers.get(filed.addressee)),
          pin: { id: filed.packId, version: filed.packVersion, sha256: filed.packSha256 },
        };
        receipts.push(
          await writePart(tx, ctx, { ...part, ...base, fields, replacesId, replaceReason: reason ?? null }),
        );
      }
    } else {
      for (const part of chosenParts(composed.composition, answers))
        receipts.push(
          await writePart(tx, ctx, {
            ...base,
            ...judgedPart(part, answers, instant, composed),
            ...deliveryTo(readers.get(part.addressee)),
          }),
        );
    }
    await tx.execute(sql`delete from filing_drafts where id = ${draftId}`);
    const detail = { kind: draft.kind, number: filing.number };
    await writeAudit(tx, ctx, { action: "filing.file", objectType: "filing", objectId: filing.id, detail });
    await addJob(tx, announceJob, { partIds: receipts.map(({ partId }) => partId) });
    return { filingId: filing.id, reference: filing.reference, receipts };
  });
}

function refuseProblems(
  draft: DraftRow,
  composed: Composed,
  changes: readonly ChangedPart[],
  now: Temporal.Instant,
  reason: string | undefined,
): void {
  const isCorrection = draft.kind === "correction";
  if (isCorrection && reason === undefined)
    throw invalidInput([{ path: "reason", message: "Expected why the filing is corrected." }]);
  if (isCorrection && !changes.some(({ isChanged }) => isChanged))
    throw new AppError("refused", "Nothing that was filed would change.", { words: "filings.refusal.nothing_changed" });
  const problems = findProblems(composed.composition, draft.answers, now).filter(
    ({ code }) => !isCorrection || (code !== "nobody" && code !== "late_reason"),
  );
  if (problems.length > 0)
    throw invalidInput(
      problems.map(({ field, code }) => ({ path: `answers.${field}`, message: problemWords[code] })),
      "Some questions need an answer before this can be filed.",
    );
}

export const problemWords = {
  missing: "Expected an answer.",
  not_a_moment: "Expected a time such as 2026-03-01T09:00:00Z.",
  ahead: "Expected a time that has passed.",
  not_a_number: "Expected a number, about is enough, such as 1200 or 100-500.",
  late_reason: "Expected why this comes late: this law asks for it.",
  nobody: "No law asks anybody to be told of this.",
  ternary: "Expected yes, no or unknown.",
} as const;

/** To whom a part goes, and whether a paper is brought. */
export function deliveryTo(reader: Reader | undefined): Pick<PartToWrite, "organisationId" | "delivery"> {
  return { organisationId: reader?.id ?? null, delivery: reader?.hasPeople ? "platform" : "paper" };
}

function plain(answers: DraftRow["answers"]): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([field, { value, isUnknown }]) => [field, { value, isUnknown }]),
  );
}

/** What is kept of the duty as it was judged in this moment. */
export function judgedPart(
  part: ComposedPart,
  answers: Answers,
  now: Temporal.Instant,
  { composition }: Pick<Composed, "composition">,
) {
  const { judged, pin, addressee, stage } = part;
  const late = isLate(part, now);
  const reason = answers[lateReasons]?.value.trim() ?? "";
  const dueAt = judged?.duty.due ?? null;
  return {
    pin,
    addressee,
    stage,
    obligationId: judged?.obligation.id ?? null,
    fields: fieldsOfPart(part, answers),
    clockKind: judged?.duty.clock ?? "none_in_law",
    dueAt,
    lateness: dueAt === null ? ("no_time" as const) : late ? ("late" as const) : ("on_time" as const),
    lateReason: late && part.asksLateReason && reason !== "" ? reason : null,
    duty: judged?.duty ?? {},
    expects: composition.later
      .filter(({ loaded, obligation }) => loaded.pin.id === pin.id && obligation.addressee === addressee)
      .map(({ obligation, duty }) => ({ stage: obligation.stage, due: duty.due })),
    replacesId: null,
    replaceReason: null,
  };
}

/** The filing's own row and the entity's copy of what it said. */
async function writeFiling(
  tx: Tx,
  ctx: Context,
  given: {
    draft: DraftRow;
    composed: Composed;
    answers: Answers;
    language: string;
    reason: string | undefined;
  },
): Promise<PartToWrite["filing"]> {
  const { draft, composed, answers, language } = given;
  const { entity, law, happening } = composed;
  const at = ctx.now().toISOString();
  const events = JSON.stringify(happening.events);
  const filing = composed.filing ?? {
    id: newId(ctx.now()),
    reference: drawReference(ctx.config.referencePrefix, "F", ctx.now()),
  };
  if (composed.filing)
    await tx.execute(
      sql`update filings set events = ${events}::jsonb, version = version + 1,
        concluded_at = coalesce(${happening.events["concluded"] ?? null}::timestamptz, concluded_at) where id = ${filing.id}`,
    );
  else
    await tx.execute(
      sql`insert into filings (id, reference, organisation_id, constituent_id, entity_name, channel, language, profile, events, pins, opened_at)
        values (${filing.id}, ${filing.reference}, ${entity.organisationId}, ${entity.id}, ${entity.name}, 'console', ${language},
          ${JSON.stringify(entity.profile)}::jsonb, ${events}::jsonb, ${JSON.stringify(law.packs.map(({ pin }) => pin))}::jsonb, ${at})`,
    );
  const reason = draft.kind === "correction" ? (given.reason ?? null) : null;
  const [row] = await tx.execute<{ number: number }>(
    sql`insert into filing_versions (filing_id, number, organisation_id, kind, answers, reason, submitted_by, submitted_at)
      select ${filing.id}, coalesce(max(number), 0) + 1, ${entity.organisationId}, ${draft.kind}, ${JSON.stringify(answers)}::jsonb, ${reason},
        ${personOf(ctx)}, ${at} from filing_versions where filing_id = ${filing.id} returning number`,
  );
  return { ...filing, number: row?.number ?? 1 };
}

/** Drawn, so that it tells nobody how many there are. */
export function drawReference(prefix: string, kind: "F" | "R", at: Date): string {
  const digits = String(randomInt(0, 100_000_000)).padStart(8, "0");
  return `${prefix}-${kind}${String(at.getUTCFullYear()).slice(2)}-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

export interface PartToWrite {
  filing: { id: string; reference: string; number: number };
  entity: { id: string; organisationId: string; name: string; reference: string } | null;
  guest?: { organisation: string; reference: string | null; contact: string };
  pin: { id: string; version: string; sha256: string };
  addressee: string;
  organisationId: string | null;
  delivery: "platform" | "paper";
  stage: string;
  obligationId: string | null;
  fields: readonly FiledField[];
  clockKind: string;
  dueAt: string | null;
  lateness: "on_time" | "late" | "no_time";
  lateReason: string | null;
  duty: unknown;
  expects: unknown;
  replacesId: string | null;
  replaceReason: string | null;
  awareAt: string | null;
  language: string;
  channel: "console" | "guest";
  now: Date;
}

/** One addressee's row, with its row in the log: the log has the hash of what was filed, and neither whom it went to nor a word of it. */
export async function writePart(tx: Tx, ctx: Context, part: PartToWrite): Promise<Submitted["receipts"][number]> {
  const id = newId(part.now);
  const at = part.now.toISOString();
  const receiptNumber = drawReference(ctx.config.referencePrefix, "R", part.now);
  const name = part.entity?.name ?? part.guest?.organisation ?? "";
  const content = {
    receiptNumber,
    addressee: part.addressee,
    entity: name,
    filing: part.filing.reference,
    stage: part.stage,
    pack: part.pin,
    obligation: part.obligationId,
    submittedAt: at,
    fields: part.fields.map(({ id: field, value, isUnknown }) => ({ id: field, value, isUnknown })),
  };
  const sha256 = createHash("sha256").update(canonicalJson(content)).digest("hex");
  const detail = { contentSha256: sha256 };
  const { leafHash } = await writeAudit(tx, ctx, {
    action: "filing.submit",
    objectType: "filing_part",
    objectId: id,
    detail,
  });
  await tx.execute(
    sql`insert into filing_parts (id, filing_id, number, filing_reference, receipt_number, organisation_id, addressee, entity_organisation_id, constituent_id,
        entity_name, entity_reference, channel, language, pack_id, pack_version, pack_sha256, obligation_id, stage, replaces_id, replace_reason, fields,
        content_sha256, leaf_hash, aware_at, submitted_at, entered_at, clock_kind, due_at, lateness, late_reason, duty, expects, standing, guest, delivery)
      values (${id}, ${part.filing.id}, ${part.filing.number}, ${part.filing.reference}, ${receiptNumber}, ${part.organisationId}, ${part.addressee},
        ${part.entity?.organisationId ?? null}, ${part.entity?.id ?? null}, ${name}, ${part.entity?.reference ?? null}, ${part.channel}, ${part.language},
        ${part.pin.id}, ${part.pin.version}, ${part.pin.sha256}, ${part.obligationId}, ${part.stage}, ${part.replacesId}, ${part.replaceReason},
        ${JSON.stringify(part.fields)}::jsonb, ${sha256}, ${leafHash.toString("hex")}, ${part.awareAt}, ${at}, ${at}, ${part.clockKind}, ${part.dueAt},
        ${part.lateness}, ${part.lateReason}, ${JSON.stringify(part.duty)}::jsonb, ${JSON.stringify(part.expects)}::jsonb,
        ${part.entity ? "confirmed" : "unconfirmed"}, ${part.guest ? JSON.stringify(part.guest) : null}::jsonb, ${part.delivery})`,
  );
  return { partId: id, receiptNumber, addressee: part.addressee };
}
