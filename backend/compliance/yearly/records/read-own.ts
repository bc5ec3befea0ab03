// An entity's own yearly records, and the draft of the next one as its filings of the year give it.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../../platform/db/index.ts";
import { type WordsLanguage, wordsFor } from "../../../platform/words/index.ts";
import { lawOfCountry } from "../../duties/law-of-country.ts";
import { eventsOf, readDutyEvents, readEntity } from "../../duties/read-entity.ts";
import type { Answers } from "../../filings/model.ts";
import { dayOf } from "../../offices/store.ts";
import { spanOf } from "../count-report.ts";
import type { OwnRecords, PreparedRecord, RecordLine, RecordView } from "./model.ts";
import { judgeRecord, recordDuties, requireRecordDuty, sayRecordLaw } from "./record-law.ts";

type Raw<Shape> = Shape & Record<string, unknown>;

const recordFields = sql`r.id, r.receipt_number as "receiptNumber", r.obligation_id as "obligationId", r.year, r.number, r.reason, r.channel,
  ${iso(sql`r.submitted_at`)} as "submittedAt", ${iso(sql`r.due_at`)} as "dueAt", r.lateness, r.organisation_id is not null as "isRead", r.record,
  exists (select 1 from yearly_records n where n.constituent_id = r.constituent_id and n.obligation_id = r.obligation_id and n.year = r.year and n.number > r.number) as "isReplaced"`;

/** Under whoever's rows the transaction shows, the newest first. */
export async function loadRecords(tx: Tx, condition: ReturnType<typeof sql>): Promise<RecordView[]> {
  return [
    ...(await tx.execute<Raw<RecordView>>(
      sql`select ${recordFields} from yearly_records r where ${condition} order by r.year desc, r.obligation_id, r.number desc limit 500`,
    )),
  ];
}

/** @throws AppError not_found where the organisation has no entry in the register. */
export async function readOwnRecords(ctx: Context, language: WordsLanguage): Promise<OwnRecords> {
  requirePermission(ctx, "duty.read");
  const words = wordsFor(ctx, language);
  return await readOnly(ctx, async (tx) => {
    const entity = await readEntity(tx, ctx, ctx.now());
    const law = lawOfCountry(entity.profile.country);
    const happened = await readDutyEvents(tx, entity.id);
    const laws = recordDuties(law).flatMap((duty) => {
      const judged = judgeRecord(duty, entity.profile, eventsOf(happened, duty.loaded.pin.id), ctx.now());
      return judged ? [{ ...sayRecordLaw(judged, law, words), due: judged.duty.due, status: judged.duty.status }] : [];
    });
    return {
      laws,
      records: await loadRecords(tx, sql`r.constituent_id = ${entity.id}`),
      thisYear: Number(dayOf(ctx).slice(0, 4)),
      mayFile: may(ctx, "filing.make"),
    };
  });
}

/** A correction begins from what was filed last; a first record from the filings of the year. Nothing is kept. */
export async function prepareRecord(ctx: Context, obligationId: string, year: number): Promise<PreparedRecord> {
  requirePermission(ctx, "filing.make");
  requireRecordDuty(ctx.config.country, obligationId);
  return await readOnly(ctx, async (tx) => {
    const entity = await readEntity(tx, ctx, ctx.now());
    const [last] = await loadRecords(
      tx,
      sql`r.constituent_id = ${entity.id} and r.obligation_id = ${obligationId} and r.year = ${year}`,
    );
    const { lines, contact } = await linesOf(tx, ctx, entity.id, year);
    return {
      basedOn: last?.number ?? 0,
      record: last?.record ?? { violations: lines.length, lines, measures: "", contact },
      requests: await countRequests(tx, ctx, entity.id, year),
      filings: lines.length,
    };
  });
}

/** Incidents of the year that may have touched people's details, each as it was said last. */
async function linesOf(
  tx: Tx,
  ctx: Context,
  constituentId: string,
  year: number,
): Promise<{ lines: RecordLine[]; contact: string }> {
  const { from, to } = spanOf(ctx, year);
  const rows = await tx.execute<{ reference: string; openedAt: Date; answers: Answers }>(
    sql`select f.reference, f.opened_at as "openedAt", v.answers from filings f
      join lateral (select answers from filing_versions where filing_id = f.id order by number desc limit 1) v on true
      where f.constituent_id = ${constituentId} and f.opened_at >= ${from}::timestamptz and f.opened_at < ${to}::timestamptz
      order by f.opened_at, f.id limit 500`,
  );
  const known = (answers: Answers, field: string, max: number): string => {
    const answer = answers[field];
    return answer && !answer.isUnknown ? answer.value.trim().slice(0, max) : "";
  };
  const touching = rows.filter(({ answers }) => known(answers, "touches_people", 10) !== "no");
  return {
    lines: touching.map(({ reference, openedAt, answers }) => ({
      reference,
      day: dayOf(ctx, new Date(openedAt)),
      nature: known(answers, "nature", 4000) || reference,
      dataCategories: known(answers, "data_categories", 2000),
      peopleCount: known(answers, "people_count", 60),
      measures: known(answers, "measures", 4000),
    })),
    contact: known(touching.at(-1)?.answers ?? {}, "contact", 500),
  };
}

async function countRequests(
  tx: Tx,
  ctx: Context,
  constituentId: string,
  year: number,
): Promise<PreparedRecord["requests"]> {
  const { from, to } = spanOf(ctx, year);
  const [row] = await tx.execute<Raw<PreparedRecord["requests"]>>(
    sql`select count(*)::int as received, count(*) filter (where state = 'refused')::int as refused,
        count(*) filter (where coalesce(extended_due_at, due_at) < coalesce(closed_at, ${ctx.now().toISOString()}::timestamptz) and state <> 'withdrawn')::int as late
      from subject_requests where constituent_id = ${constituentId} and received_at >= ${from}::timestamptz and received_at < ${to}::timestamptz`,
  );
  return row ?? { received: 0, refused: 0, late: 0 };
}
