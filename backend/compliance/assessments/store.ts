// SQL that the verbs of self-assessments share: an answer's row, its history, its evidence, the people who may be given a duty.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { Pin } from "../duties/law-of-country.ts";
import type { AnswerState, ChangeDetail, changeKinds, EvidenceView } from "./model.ts";

export interface AnswerRow extends Record<string, unknown> {
  id: string;
  packId: string;
  obligation: string;
  packVersion: string;
  packSha256: string;
  state: AnswerState;
  reason: string | null;
  note: string;
  ownerId: string | null;
  ownerName: string | null;
  dueOn: string | null;
  version: number;
  changedAt: string;
  changedBy: string;
}

const answerColumns = sql`a.id, a.pack_id as "packId", a.obligation_id as obligation, a.pack_version as "packVersion", a.pack_sha256 as "packSha256", a.state, a.reason,
  a.note, a.owner_id as "ownerId", o.name as "ownerName", a.due_on::text as "dueOn", a.version, ${iso(sql`a.changed_at`)} as "changedAt", coalesce(p.name, '') as "changedBy"
  from duty_answers a left join people o on o.id = a.owner_id left join people p on p.id = a.changed_by`;

export async function listAnswers(tx: Tx, constituentId: string): Promise<AnswerRow[]> {
  return await tx.execute<AnswerRow>(
    sql`select ${answerColumns} where a.constituent_id = ${constituentId} order by a.pack_id, a.obligation_id`,
  );
}

export interface EvidenceRow extends Omit<EvidenceView, "isExpired">, Record<string, unknown> {
  answerId: string;
}

export async function listEvidence(tx: Tx, constituentId: string): Promise<EvidenceRow[]> {
  return await tx.execute<EvidenceRow>(
    sql`select e.answer_id as "answerId", e.id, e.name, e.media_type as "mediaType", e.size::int as size, e.sha256, e.effective_on::text as "effectiveOn",
        e.expires_on::text as "expiresOn", ${iso(sql`e.added_at`)} as "addedAt", coalesce(p.name, '') as "addedBy", e.scan, e.scan_found as "scanFound",
        ${iso(sql`e.withdrawn_at`)} as "withdrawnAt", e.withdraw_reason as "withdrawReason"
      from duty_evidence e join duty_answers a on a.id = e.answer_id left join people p on p.id = e.added_by
      where a.constituent_id = ${constituentId} order by e.added_at, e.id`,
  );
}

export interface ExceptionRow extends Record<string, unknown> {
  id: string;
  answerId: string;
  reason: string;
  endsOn: string;
  grantedBy: string;
  grantedAt: string;
}

/** Those that hold. */
export async function listExceptions(tx: Tx, constituentId: string): Promise<ExceptionRow[]> {
  return await tx.execute<ExceptionRow>(
    sql`select x.id, x.answer_id as "answerId", x.reason, x.ends_on::text as "endsOn", coalesce(p.name, '') as "grantedBy", ${iso(sql`x.granted_at`)} as "grantedAt"
      from duty_exceptions x join duty_answers a on a.id = x.answer_id left join people p on p.id = x.granted_by
      where a.constituent_id = ${constituentId} and x.ended_at is null`,
  );
}

export interface Duty {
  constituentId: string;
  organisationId: string;
  pin: Pin;
  obligation: string;
}

interface LockedAnswer extends Record<string, unknown> {
  id: string;
  state: AnswerState;
  version: number;
}

/** The answer of a duty, locked; a first one is made open. Two who make the first at once meet at the version. */
export async function lockAnswer(tx: Tx, ctx: Context, duty: Duty): Promise<LockedAnswer> {
  await tx.execute(sql`insert into duty_answers (id, organisation_id, constituent_id, pack_id, obligation_id, pack_version, pack_sha256, state, version, changed_at)
    values (${newId(ctx.now())}, ${duty.organisationId}, ${duty.constituentId}, ${duty.pin.id}, ${duty.obligation}, ${duty.pin.version}, ${duty.pin.sha256}, 'open', 0,
      ${ctx.now().toISOString()}::timestamptz) on conflict (constituent_id, pack_id, obligation_id) do nothing`);
  const [row] = await tx.execute<LockedAnswer>(
    sql`select id, state, version from duty_answers where constituent_id = ${duty.constituentId} and pack_id = ${duty.pin.id} and obligation_id = ${duty.obligation} for update`,
  );
  if (!row) throw notFound("duty");
  return row;
}

/** @throws AppError conflict when somebody else changed it since `version` was read. */
export function requireVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError("conflict", "Somebody else changed this meanwhile. Read it again.", {
      words: "assessments.refusal.changed",
    });
}

/** One more line of an answer's history. The answer's row is locked by the caller, so that lines stand in order. */
export async function addChange(
  tx: Tx,
  ctx: Context,
  answer: { id: string; organisationId: string },
  kind: (typeof changeKinds)[number],
  detail: ChangeDetail,
): Promise<void> {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(sql`insert into duty_changes (id, answer_id, organisation_id, position, kind, detail, person_id, person_name, at)
    select ${newId(ctx.now())}, ${answer.id}, ${answer.organisationId}, coalesce(max(position), 0) + 1, ${kind}, ${JSON.stringify(detail)}::jsonb, ${personId},
      coalesce((select p.name from people p where p.id = ${personId}), ''), ${ctx.now().toISOString()}::timestamptz from duty_changes where answer_id = ${answer.id}`);
}

/** The organisation's people of these roles, by name. */
export async function listColleagues(
  tx: Tx,
  organisationId: string,
  roles: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return await tx.execute<{ id: string; name: string }>(
    sql`select p.id, p.name from people p where p.disabled_at is null and exists (select 1 from role_grants g where g.person_id = p.id
        and g.organisation_id = ${organisationId} and g.revoked_at is null and g.role = any(${sql.param(roles)}::text[])) order by p.name, p.id`,
  );
}

/** @throws AppError invalid_input for anybody who is not of the organisation, or not in one of these roles. Returns the name. */
export async function requireColleague(
  tx: Tx,
  organisationId: string,
  roles: readonly string[],
  personId: string,
): Promise<string> {
  const found = (await listColleagues(tx, organisationId, roles)).find(({ id }) => id === personId);
  if (!found)
    throw invalidInput([{ path: "ownerId", message: "Expected somebody of your organisation who may see this." }]);
  return found.name;
}
