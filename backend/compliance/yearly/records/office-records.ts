// What an authority sees of a year's records: who filed, who filed late, whose time is over, who has not filed; and one record with its versions.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../../platform/db/index.ts";
import { notFound } from "../../../platform/errors/index.ts";
import { type WordsLanguage, wordsFor } from "../../../platform/words/index.ts";
import { type LawOfCountry, lawOfCountry } from "../../duties/law-of-country.ts";
import { askerOf, readProfileOf } from "../../offices/store.ts";
import type { OfficeRecord, OfficeRecordRow, OfficeRecords, RecordLaw, RecordView } from "./model.ts";
import { judgeRecord, type RecordDuty, recordDuties, recordEvent, sayRecordLaw } from "./record-law.ts";
import { loadRecords } from "./read-own.ts";

interface Entity extends Record<string, unknown> {
  id: string;
  reference: string;
  name: string;
  sector: string;
  classes: string[];
}
interface Filed extends Record<string, unknown> {
  constituentId: string;
  obligationId: string;
  year: number;
  number: number;
  recordId: string | null;
  receiptNumber: string;
  submittedAt: string;
  channel: string;
  violations: number | null;
  dueAt: string | null;
  lateness: "on_time" | "late" | "no_time";
}

/** Entities that the law binds today, and everybody who filed; whose matters are hidden from the asker are not there. */
export async function listRecords(ctx: Context, year: number, language: WordsLanguage): Promise<OfficeRecords> {
  requirePermission(ctx, "authority.read");
  const { organisationId } = askerOf(ctx);
  const law = lawOfCountry(ctx.config.country);
  return await readOnly(ctx, async (tx) => {
    const { addressee } = await readProfileOf(tx, organisationId);
    const duties = addressee === null ? [] : recordDuties(law, addressee);
    const entities = await tx.execute<Entity>(
      sql`select id, reference, name, sector, classes from constituents where ended_at is null order by name, id limit 20000`,
    );
    const filed = await loadFiled(tx, organisationId);
    const rows = duties.flatMap((duty) => rowsFor(ctx, law, duty, entities, filed, year));
    const count = (state: OfficeRecordRow["state"]): number => rows.filter((row) => row.state === state).length;
    return {
      laws: duties.flatMap((duty) => sayLaw(ctx, law, duty, language)),
      rows,
      counts: {
        filed: count("filed"),
        filed_late: count("filed_late"),
        overdue: count("overdue"),
        not_filed: count("not_filed"),
      },
    };
  });
}

/** First and last record of each entity and year. A paper that was entered in the inbox as this stage counts as the year's in which it arrived. */
async function loadFiled(tx: Tx, organisationId: string): Promise<Filed[]> {
  return [
    ...(await tx.execute<Filed>(
      sql`select constituent_id as "constituentId", obligation_id as "obligationId", year, number, id as "recordId", receipt_number as "receiptNumber",
          ${iso(sql`submitted_at`)} as "submittedAt", channel, (record ->> 'violations')::int as violations, ${iso(sql`due_at`)} as "dueAt", lateness
        from yearly_records where organisation_id = ${organisationId}
        union all select constituent_id, obligation_id, extract(year from submitted_at)::int, 0, null, receipt_number, ${iso(sql`submitted_at`)}, channel, null, ${iso(sql`due_at`)}, lateness
        from filing_parts where organisation_id = ${organisationId} and stage = 'yearly_record' and standing <> 'disowned' and constituent_id is not null and obligation_id is not null
        order by 3, 4, 7`,
    )),
  ];
}

function rowsFor(
  ctx: Context,
  law: LawOfCountry,
  duty: RecordDuty,
  entities: readonly Entity[],
  filed: readonly Filed[],
  year: number,
): OfficeRecordRow[] {
  const own = Map.groupBy(
    filed.filter(({ obligationId }) => obligationId === duty.obligation.id),
    ({ constituentId }) => constituentId,
  );
  // Most entities have the same classes and filed nothing: the law is asked once for all of those.
  const known = new Map<string, { isBound: boolean; due: string | null }>();
  const judge = (
    classes: readonly string[],
    submitted: readonly string[],
  ): { isBound: boolean; due: string | null } => {
    const key = `${classes.join()}|${submitted.join()}`;
    const found = known.get(key);
    if (found) return found;
    const profile = { classes, role: null, country: law.country, timeZone: law.timeZone, conditions: {} };
    const events = submitted.length === 0 ? {} : { [recordEvent]: submitted };
    const judged = judgeRecord(duty, profile, events, ctx.now());
    const answer = { isBound: judged !== undefined, due: judged?.duty.due ?? null };
    known.set(key, answer);
    return answer;
  };
  return entities.flatMap((entity): OfficeRecordRow[] => {
    const all = own.get(entity.id) ?? [];
    const ofYear = all.filter((one) => one.year === year);
    const [first, last] = [ofYear[0], ofYear.at(-1)];
    const base = {
      constituentId: entity.id,
      reference: entity.reference,
      entity: entity.name,
      sector: entity.sector,
      obligationId: duty.obligation.id,
    };
    if (first && last)
      return [
        {
          ...base,
          state: first.lateness === "late" ? "filed_late" : "filed",
          recordId: last.recordId,
          receiptNumber: last.receiptNumber,
          submittedAt: first.submittedAt,
          channel: last.channel,
          violations: last.violations,
          number: last.number,
          dueAt: first.dueAt,
        },
      ];
    const before = all.filter((one) => one.year < year && one.number <= 1).map(({ submittedAt }) => submittedAt);
    const { isBound, due } = judge(entity.classes, before);
    if (!isBound) return [];
    return [
      {
        ...base,
        state: due !== null && Date.parse(due) < ctx.now().getTime() ? "overdue" : "not_filed",
        recordId: null,
        receiptNumber: null,
        submittedAt: null,
        channel: null,
        violations: null,
        number: null,
        dueAt: due,
      },
    ];
  });
}

/** The law as it speaks of anybody whom it binds. */
function sayLaw(ctx: Context, law: LawOfCountry, duty: RecordDuty, language: WordsLanguage): RecordLaw[] {
  const { classes } = duty.obligation.bearer;
  const profile = { classes, role: null, country: law.country, timeZone: law.timeZone, conditions: {} };
  const judged = judgeRecord(duty, profile, {}, ctx.now());
  return judged ? [sayRecordLaw(judged, law, wordsFor(ctx, language))] : [];
}

/** @throws AppError not_found for a record of another authority, and where a conflict of interest hides the entity. */
export async function readRecord(ctx: Context, recordId: string): Promise<OfficeRecord> {
  requirePermission(ctx, "authority.read");
  const { organisationId } = askerOf(ctx);
  return await readOnly(ctx, async (tx) => {
    const [view] = await loadRecords(tx, sql`r.id = ${recordId} and r.organisation_id = ${organisationId}`);
    const [head] = await tx.execute<Head>(
      sql`select entity_name as entity, entity_reference as reference, pack_id as "packId", pack_version as "packVersion", content_sha256 as "contentSha256",
        constituent_id as "constituentId" from yearly_records where id = ${recordId}`,
    );
    if (!view || !head) throw notFound("record");
    const { constituentId, ...said } = head;
    const versions = await loadRecords(
      tx,
      sql`r.constituent_id = ${constituentId} and r.obligation_id = ${view.obligationId} and r.year = ${view.year}`,
    );
    return { ...view, ...said, versions: versions.map(versionOf) };
  });
}

interface Head extends Record<string, unknown> {
  entity: string;
  reference: string;
  packId: string;
  packVersion: string;
  contentSha256: string;
  constituentId: string;
}

const versionOf = ({ id, number, submittedAt, reason }: RecordView): OfficeRecord["versions"][number] => ({
  id,
  number,
  submittedAt,
  reason,
});
