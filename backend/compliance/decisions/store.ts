// Sessions, their agenda and the members in office, as the database keeps them.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { iso } from "../offices/store.ts";
import type { Recusal } from "./model.ts";

export interface SessionRow {
  id: string;
  reference: string;
  organisationId: string;
  heldAt: string;
  place: string;
  state: "called" | "open" | "closed";
  present: string[];
  members: number | null;
  version: number;
}
const columns = sql`id, reference, organisation_id as "organisationId", ${iso(sql`held_at`)} as "heldAt", place, state, present, members, version`;

/** @throws AppError not_found. */
export async function loadSession(tx: Tx, id: string, options: { forUpdate?: boolean } = {}): Promise<SessionRow> {
  if (options.forUpdate) await tx.execute(sql`select 1 from plenary_sessions where id = ${id} for update`);
  const [row] = await tx.execute<SessionRow & Record<string, unknown>>(
    sql`select ${columns} from plenary_sessions where id = ${id}`,
  );
  if (!row) throw notFound("session");
  return row;
}

export async function loadSessions(tx: Tx): Promise<(SessionRow & { items: number; deliberations: string[] })[]> {
  return await tx.execute<
    SessionRow & { items: number; deliberations: string[] } & Record<string, unknown>
  >(sql`select ${columns},
      (select count(*)::int from agenda_items a where a.session_id = s.id) as items,
      coalesce((select array_agg(a.deliberation_number order by a.position) from agenda_items a where a.session_id = s.id and a.deliberation_number is not null), '{}') as deliberations
    from plenary_sessions s order by held_at desc limit 500`);
}

export interface AgendaItem {
  id: string;
  position: number;
  title: string;
  matterId: string | null;
  complaintId: string | null;
  constituentId: string | null;
  recused: Recusal[];
  votesFor: number | null;
  votesAgainst: number | null;
  abstained: number | null;
  result: "adopted" | "rejected" | "adjourned" | null;
  decision: string;
  deliberationNumber: string | null;
  decidedAt: string | null;
  extractFileId: string | null;
}

export async function loadAgenda(tx: Tx, sessionId: string): Promise<AgendaItem[]> {
  return await tx.execute<
    AgendaItem & Record<string, unknown>
  >(sql`select id, position, title, matter_id as "matterId", complaint_id as "complaintId", constituent_id as "constituentId",
      recused, votes_for as "votesFor", votes_against as "votesAgainst", abstained, result, decision, deliberation_number as "deliberationNumber",
      ${iso(sql`decided_at`)} as "decidedAt", extract_file_id as "extractFileId" from agenda_items where session_id = ${sessionId} order by position`);
}

/** Who sits on that day. */
export async function loadMembers(tx: Tx, on: string): Promise<{ id: string; name: string }[]> {
  return await tx.execute<{ id: string; name: string }>(
    sql`select id, name from plenary_members where since_day <= ${on}::date and (until_day is null or until_day >= ${on}::date) order by name`,
  );
}
