// SQL that the verbs of people's requests share: the row, its steps, and who may see to one.
import { sql } from "drizzle-orm";
import { actsOfRole, roles } from "../../identity/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { RequestLaw, RequestRow, RequestView, StepDetail, stepKinds } from "./model.ts";

/** Names of people stand in a request: who is only told of incidents is shown none. */
export const requestRoles: readonly string[] = roles.filter((role) => actsOfRole[role].includes("subject.read"));

export interface StoredRequest extends Omit<RequestRow, "isOverdue">, Record<string, unknown> {
  organisationId: string;
  constituentId: string;
  personContact: string;
  way: RequestView["way"];
  asked: string;
  identityNote: string;
  ownerId: string | null;
  laws: RequestLaw[];
  firstDueAt: string | null;
  extensionReason: string | null;
  answer: string | null;
  ground: string | null;
  version: number;
}

const columns = sql`r.id, r.organisation_id as "organisationId", r.constituent_id as "constituentId", r.reference, r.kind, r.person_name as "personName", r.person_contact as "personContact",
  r.way, r.asked, ${iso(sql`r.received_at`)} as "receivedAt", r.identity, r.identity_note as "identityNote", r.laws, ${iso(sql`r.due_at`)} as "firstDueAt",
  ${iso(sql`coalesce(r.extended_due_at, r.due_at)`)} as "dueAt", r.extended_due_at is not null as "isExtended", r.extension_reason as "extensionReason",
  r.owner_id as "ownerId", p.name as owner, r.state, r.outcome, r.answer, r.ground, ${iso(sql`r.closed_at`)} as "closedAt", r.is_late as "isLate", r.version
  from subject_requests r left join people p on p.id = r.owner_id`;

/** Of one organisation, which a job must name and a person's own rows name anyway. Open ones by their time, then by receipt; closed ones by their end. */
export async function listStored(
  tx: Tx,
  organisationId: string,
  state: "open" | "closed" | "all",
): Promise<StoredRequest[]> {
  const only = { open: sql`and r.state = 'open'`, closed: sql`and r.state <> 'open'`, all: sql`` }[state];
  return await tx.execute<StoredRequest>(
    sql`select ${columns} where r.organisation_id = ${organisationId} ${only}
      order by (r.state = 'open') desc, case when r.state = 'open' then coalesce(r.extended_due_at, r.due_at) end nulls last, r.closed_at desc, r.received_at, r.id limit 5000`,
  );
}

export async function findStored(tx: Tx, requestId: string): Promise<StoredRequest | undefined> {
  const [row] = await tx.execute<StoredRequest>(sql`select ${columns} where r.id = ${requestId}`);
  return row;
}

export async function listRequestSteps(tx: Tx, requestId: string): Promise<RequestView["steps"]> {
  return await tx.execute<RequestView["steps"][number] & Record<string, unknown>>(
    sql`select position, kind, person_name as by, ${iso(sql`at`)} as at, detail from subject_request_steps where request_id = ${requestId} order by position`,
  );
}

/** One more step; the request's row is locked by the caller, so that steps stand in order. */
export async function addRequestStep(
  tx: Tx,
  ctx: Context,
  request: { id: string; organisationId: string },
  kind: (typeof stepKinds)[number],
  detail: StepDetail,
): Promise<void> {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(sql`insert into subject_request_steps (id, request_id, organisation_id, position, kind, detail, person_id, person_name, at)
    select ${newId(ctx.now())}, ${request.id}, ${request.organisationId}, coalesce(max(position), 0) + 1, ${kind}, ${JSON.stringify(detail)}::jsonb, ${personId},
      coalesce((select p.name from people p where p.id = ${personId}), ''), ${ctx.now().toISOString()}::timestamptz from subject_request_steps where request_id = ${request.id}`);
}
