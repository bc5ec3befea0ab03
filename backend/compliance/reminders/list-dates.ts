// Every day of one entity's self-assessment and of the requests that it received: for its calendar and for reminders.
import { sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";

export interface DutyDate extends Record<string, unknown> {
  /** `answer`: a duty's own day. `exception`: its last day. `evidence`: its last day. */
  kind: "answer" | "exception" | "evidence";
  id: string;
  packId: string;
  packVersion: string;
  packSha256: string;
  obligation: string;
  dueOn: string;
  ownerId: string | null;
}

/** Of one organisation, which a job must name: what is done, ended or withdrawn has no day. */
export async function listDutyDates(tx: Tx, organisationId: string): Promise<DutyDate[]> {
  const of = sql`a.pack_id as "packId", a.pack_version as "packVersion", a.pack_sha256 as "packSha256", a.obligation_id as obligation`;
  return await tx.execute<DutyDate>(sql`
    select 'answer' as kind, a.id, ${of}, a.due_on::text as "dueOn", a.owner_id as "ownerId" from duty_answers a
      where a.organisation_id = ${organisationId} and a.due_on is not null and a.state in ('open', 'partly', 'not_met')
    union all
    select 'exception', x.id, ${of}, x.ends_on::text, a.owner_id from duty_exceptions x join duty_answers a on a.id = x.answer_id
      where x.organisation_id = ${organisationId} and x.ended_at is null
    union all
    select 'evidence', e.id, ${of}, e.expires_on::text, a.owner_id from duty_evidence e join duty_answers a on a.id = e.answer_id
      where e.organisation_id = ${organisationId} and e.expires_on is not null and e.withdrawn_at is null and a.state in ('met', 'partly')
        -- Newer proof of the same duty that lasts longer makes the older one's end no matter.
        and not exists (select 1 from duty_evidence n where n.answer_id = e.answer_id and n.withdrawn_at is null and n.id <> e.id
          and n.effective_on >= e.effective_on and coalesce(n.expires_on, 'infinity') > e.expires_on)
    order by 7, 2`);
}

export interface RequestDate extends Record<string, unknown> {
  id: string;
  reference: string;
  dueAt: string;
  ownerId: string | null;
}

/** Requests that wait for an answer and have a time. */
export async function listRequestDates(tx: Tx, organisationId: string): Promise<RequestDate[]> {
  return await tx.execute<RequestDate>(
    sql`select id, reference, ${iso(sql`coalesce(extended_due_at, due_at)`)} as "dueAt", owner_id as "ownerId" from subject_requests
      where organisation_id = ${organisationId} and state = 'open' and due_at is not null order by coalesce(extended_due_at, due_at), id`,
  );
}
