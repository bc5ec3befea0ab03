// Complaints as the database keeps them.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { iso } from "../offices/store.ts";
import type { ComplaintState } from "./model.ts";

export interface ComplaintRow {
  id: string;
  reference: string;
  organisationId: string;
  authority: string;
  constituentId: string | null;
  entity: string | null;
  respondent: string;
  language: "fr" | "en" | "mn";
  channel: "web" | "paper";
  receivedAt: string;
  state: ComplaintState;
  isEntityHeard: boolean;
  outcome: string | null;
  assigneeId: string | null;
  assignee: string | null;
  decidedAt: string | null;
  version: number;
}
const columns = sql`k.id, k.reference, k.organisation_id as "organisationId", o.name as authority, k.constituent_id as "constituentId", c.name as entity, k.respondent, k.language,
  k.channel, ${iso(sql`k.received_at`)} as "receivedAt", k.state, k.is_entity_heard as "isEntityHeard", k.outcome, k.assignee_id as "assigneeId", p.name as assignee,
  ${iso(sql`k.decided_at`)} as "decidedAt", k.version`;
const tables = sql`complaints k join organisations o on o.id = k.organisation_id left join constituents c on c.id = k.constituent_id left join people p on p.id = k.assignee_id`;

/** @throws AppError not_found. */
export async function loadComplaint(tx: Tx, id: string, options: { forUpdate?: boolean } = {}): Promise<ComplaintRow> {
  if (options.forUpdate) await tx.execute(sql`select 1 from complaints where id = ${id} for update`);
  const [row] = await tx.execute<ComplaintRow & Record<string, unknown>>(
    sql`select ${columns} from ${tables} where k.id = ${id}`,
  );
  if (!row) throw notFound("complaint");
  return row;
}

export async function loadComplaints(tx: Tx): Promise<ComplaintRow[]> {
  return await tx.execute<ComplaintRow & Record<string, unknown>>(sql`select ${columns} from ${tables}
    order by k.state in ('decided', 'inadmissible', 'withdrawn'), k.received_at limit 2000`);
}

export interface ComplaintText {
  name: string | null;
  contact: string | null;
  mayBeNamed: boolean;
  happened: string;
  wanted: string;
}

export async function loadText(tx: Tx, complaintId: string): Promise<ComplaintText> {
  const [row] = await tx.execute<ComplaintText & Record<string, unknown>>(
    sql`select name, contact, may_be_named as "mayBeNamed", happened, wanted from complaint_texts where complaint_id = ${complaintId}`,
  );
  if (!row) throw notFound("complaint");
  return row;
}
