// An entity's own filings: the list, one filing with its stages, receipts and everything that was said at each submission.
import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { type Translator, wordsFor } from "../../platform/words/index.ts";
import { nameAddressee, sayClock } from "../duties/judge-duties.ts";
import { type LawOfCountry, lawOfCountry, readPinned } from "../duties/law-of-country.ts";
import type { LanguageQuery } from "../duties/model.ts";
import { composeFiling, type Composition } from "./compose-filing.ts";
import { type FilingRow, lastAnswers, loadFiling, readFiled } from "./load-draft.ts";
import type { Answers, FilingLine, FilingList, FilingPage, PartView } from "./model.ts";
import { type FiledField, readHappening } from "./read-answers.ts";
import { nameField, sayValue } from "./view-draft.ts";

type Raw<Shape> = Shape & Record<string, unknown>;

/** What the pinned law still asks of a filing, as its last answers tell it. */
export async function composeFiled(
  tx: Tx,
  filing: FilingRow,
  now: Date,
): Promise<{ law: LawOfCountry; composition: Composition; answers: Answers }> {
  const law = lawOfCountry(filing.profile.country);
  const answers = await lastAnswers(tx, filing.id);
  const happening = readHappening(answers, await readFiled(tx, filing.id));
  const packs = filing.pins.map((pin) => readPinned(pin));
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  return { law, answers, composition: composeFiling(packs, filing.profile, happening, law.world, instant) };
}

/** Stages that are owed now or come later. */
export function openStages({ parts, later }: Composition) {
  return [...parts.flatMap(({ judged }) => judged ?? []), ...later];
}

/** @throws forbidden. */
export async function listFilings(ctx: Context, { language }: LanguageQuery): Promise<FilingList> {
  requirePermission(ctx, "filing.read");
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<Raw<{ id: string; draftId: string | null; addressees: string[] | null }>>(
      sql`select f.id, (select d.id from filing_drafts d where d.filing_id = f.id) as "draftId",
        (select array_agg(distinct p.addressee) from filing_parts p where p.filing_id = f.id) as addressees from filings f order by f.opened_at desc, f.id limit 200`,
    );
    const filings: FilingLine[] = [];
    for (const row of rows) {
      const filing = await loadFiling(tx, row.id);
      const { law, composition, answers } = await composeFiled(tx, filing, ctx.now());
      const next = openStages(composition).toSorted((a, b) => (a.duty.due ?? "~").localeCompare(b.duty.due ?? "~"))[0];
      filings.push({
        id: filing.id,
        reference: filing.reference,
        openedAt: filing.openedAt,
        channel: filing.channel,
        concludedAt: filing.concludedAt,
        nature: answers["nature"]?.value ?? "",
        addressees: (row.addressees ?? []).map((id) => nameAddressee(id, language, law)),
        next: next
          ? {
              title: next.obligation.title[language],
              addressee: nameAddressee(next.obligation.addressee, language, law),
              due: next.duty.due,
              isOverdue: next.duty.status === "overdue",
            }
          : null,
        draftId: row.draftId,
      });
    }
    const drafts = await tx.execute<Raw<FilingList["drafts"][number]>>(
      sql`select id, kind, ${iso(sql`updated_at`)} as "updatedAt", coalesce(answers #>> '{nature,value}', '') as nature from filing_drafts order by filing_drafts.updated_at desc limit 100`,
    );
    return { filings, drafts: [...drafts], mayFile: may(ctx, "filing.make") };
  });
}

/** @throws not_found, also for another entity's. */
export async function readFiling(ctx: Context, filingId: string, { language }: LanguageQuery): Promise<FilingPage> {
  requirePermission(ctx, "filing.read");
  const words = wordsFor(ctx, language);
  return await readOnly(ctx, async (tx) => {
    const filing = await loadFiling(tx, filingId);
    const { law, composition } = await composeFiled(tx, filing, ctx.now());
    const [draft] = await tx.execute<{ id: string }>(sql`select id from filing_drafts where filing_id = ${filingId}`);
    const versions = await tx.execute<
      Raw<{
        number: number;
        kind: FilingPage["versions"][number]["kind"];
        submittedAt: string;
        by: string | null;
        reason: string | null;
        answers: Answers;
      }>
    >(
      sql`select v.number, v.kind, ${iso(sql`v.submitted_at`)} as "submittedAt", p.name as by, v.reason, v.answers from filing_versions v
        left join people p on p.id = v.submitted_by where v.filing_id = ${filingId} order by v.number desc`,
    );
    const mayFile = may(ctx, "filing.make") && draft === undefined;
    const owed = composition.parts;
    return {
      id: filing.id,
      reference: filing.reference,
      openedAt: filing.openedAt,
      channel: filing.channel,
      concludedAt: filing.concludedAt,
      stages: composition.all
        .filter(({ obligation }) => obligation.addressee !== "entity")
        .map(({ obligation, duty, loaded }) => ({
          title: obligation.title[language],
          stage: obligation.stage,
          addressee: { id: obligation.addressee, name: nameAddressee(obligation.addressee, language, law) },
          status: duty.status,
          due: duty.due,
          clockWords: sayClock(obligation, words, law, loaded.pack),
        })),
      parts: await readParts(tx, law, words, sql`p.filing_id = ${filingId}`),
      versions: versions.map((version) => ({
        ...version,
        answers: Object.entries(version.answers)
          .filter(([, { value, isUnknown }]) => value !== "" || isUnknown)
          .map(([id, answer]) => ({
            id,
            name: nameField(id, words, law),
            value: sayValue({ id, ...answer }, words, law),
            isUnknown: answer.isUnknown,
          })),
      })),
      can: { next: mayFile && owed.length > 0, correct: mayFile },
      draftId: draft?.id ?? null,
    };
  });
}

interface PartRow {
  id: string;
  receiptNumber: string;
  number: number;
  addressee: string;
  stage: string;
  obligationId: string | null;
  submittedAt: string;
  due: string | null;
  lateness: PartView["lateness"];
  lateReason: string | null;
  delivery: PartView["delivery"];
  deliveredAt: string | null;
  deliveryNote: string | null;
  isCorrection: boolean;
  isReplaced: boolean;
  packId: string;
  packVersion: string;
  packSha256: string;
  leafHash: string | null;
  fields: FiledField[];
}

/** Parts as a person reads them, under whoever's rows the transaction shows; `condition` on the alias p. */
export async function readParts(
  tx: Tx,
  law: LawOfCountry,
  words: Translator,
  condition: ReturnType<typeof sql>,
): Promise<PartView[]> {
  const rows = await tx.execute<Raw<PartRow>>(
    sql`select p.id, p.receipt_number as "receiptNumber", p.number, p.addressee, p.stage, p.obligation_id as "obligationId",
      ${iso(sql`p.submitted_at`)} as "submittedAt", ${iso(sql`p.due_at`)} as due, p.lateness, p.late_reason as "lateReason", p.delivery,
      ${iso(sql`p.delivered_at`)} as "deliveredAt", p.delivery_note as "deliveryNote", p.replaces_id is not null as "isCorrection",
      exists (select 1 from filing_parts n where n.replaces_id = p.id) as "isReplaced", p.pack_id as "packId", p.pack_version as "packVersion",
      p.pack_sha256 as "packSha256", p.leaf_hash as "leafHash", p.fields from filing_parts p where ${condition} order by p.number desc, p.addressee, p.id`,
  );
  return rows.map(({ obligationId, addressee, fields, ...row }) => {
    const { pack } = readPinned({ id: row.packId, version: row.packVersion, sha256: row.packSha256 });
    const obligation = pack.obligations.find((it) => it.id === obligationId);
    return {
      ...row,
      addressee: { id: addressee, name: nameAddressee(addressee, words.language, law) },
      title: obligation?.title[words.language] ?? words("filings.copy.title"),
      clockWords: obligation ? sayClock(obligation, words, law, pack) : words("filings.copy.clock"),
      fields: fields.map((field) => ({
        id: field.id,
        name: nameField(field.id, words, law),
        value: sayValue(field, words, law),
        isUnknown: field.isUnknown,
      })),
    };
  });
}
