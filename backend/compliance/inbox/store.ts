// What an authority reads of filings and what it wrote beside them; only rows of its own, which the policies see to.
import { type SQL, sql } from "drizzle-orm";
import { holdsText, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { iso } from "../offices/store.ts";
import type { InboxQuery, InboxRow, QuestionView } from "./model.ts";

const state = sql`case when h.closed_at is not null then 'closed' when h.part_id is not null then 'acknowledged' else 'new' end`;
const columns = sql`f.id, f.receipt_number as "receiptNumber", f.filing_reference as "filingReference", f.entity_name as entity, f.constituent_id as "entityId", f.stage, f.channel,
  f.standing, f.lateness, ${iso(sql`f.submitted_at`)} as "submittedAt", ${iso(sql`f.due_at`)} as "dueAt", f.pack_id as "packId", f.pack_version as "packVersion",
  ${state} as state, h.reference, (select count(*)::int from filing_questions q where q.part_id = f.id and q.answer is null) as "openQuestions"`;

export async function loadInbox(tx: Tx, organisationId: string, query: InboxQuery): Promise<InboxRow[]> {
  const wanted: SQL[] = [sql`f.organisation_id = ${organisationId}`];
  if (query.state !== undefined) wanted.push(sql`${state} = ${query.state}`);
  if (query.lateness !== undefined) wanted.push(sql`f.lateness = ${query.lateness}`);
  if (query.stage !== undefined) wanted.push(sql`f.stage = ${query.stage}`);
  const text = query.text?.trim() ?? "";
  if (text !== "")
    wanted.push(holdsText(text, sql`f.entity_name`, sql`f.receipt_number`, sql`f.filing_reference`, sql`h.reference`));
  return await tx.execute<
    InboxRow & Record<string, unknown>
  >(sql`select ${columns} from filing_parts f left join filing_handlings h on h.part_id = f.id
    where ${sql.join(wanted, sql` and `)} order by h.closed_at is not null, f.submitted_at desc limit 2000`);
}

export interface PartRow extends InboxRow {
  organisationId: string;
  filingId: string | null;
  fields: { id: string; value: string }[];
  contentSha256: string;
  packSha256: string;
  obligationId: string | null;
  awareAt: string | null;
  lateReason: string | null;
  expects: { stage: string; due: string | null }[];
  receipt: string | null;
  acknowledgedAt: string | null;
  decision: string | null;
  outcome: string | null;
  closedAt: string | null;
}

/** @throws AppError not_found for a part of another authority. */
export async function loadPart(tx: Tx, organisationId: string, id: string): Promise<PartRow> {
  const [row] = await tx.execute<
    PartRow & Record<string, unknown>
  >(sql`select ${columns}, f.organisation_id as "organisationId", f.filing_id as "filingId", f.fields,
      f.content_sha256 as "contentSha256", f.pack_sha256 as "packSha256", f.obligation_id as "obligationId", ${iso(sql`f.aware_at`)} as "awareAt", f.late_reason as "lateReason",
      f.expects, h.receipt, ${iso(sql`h.acknowledged_at`)} as "acknowledgedAt", h.decision, h.outcome, ${iso(sql`h.closed_at`)} as "closedAt"
    from filing_parts f left join filing_handlings h on h.part_id = f.id where f.id = ${id} and f.organisation_id = ${organisationId}`);
  if (!row) throw notFound("filing");
  return row;
}

export async function loadQuestions(tx: Tx, partId: string): Promise<QuestionView[]> {
  return await tx.execute<
    QuestionView & Record<string, unknown>
  >(sql`select id, question, answer_by::text as "answerBy", ${iso(sql`asked_at`)} as "askedAt", answer,
      ${iso(sql`answered_at`)} as "answeredAt" from filing_questions where part_id = ${partId} order by asked_at, id`);
}
