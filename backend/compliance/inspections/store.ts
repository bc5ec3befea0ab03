// Inspections as the database keeps them, for the verbs of this folder.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { iso } from "../offices/store.ts";
import type { InspectionState } from "./model.ts";

export interface InspectionRow {
  id: string;
  reference: string;
  organisationId: string;
  constituentId: string;
  entity: string;
  entityClasses: string[];
  entityLanguages: string[];
  planId: string | null;
  complaintId: string | null;
  risk: { score?: number; factors?: { code: string; points: number; values: Record<string, string | number> }[] };
  reason: string;
  plannedOn: string | null;
  state: InspectionState;
  packId: string;
  packVersion: string;
  packSha256: string;
  isAnnounced: boolean | null;
  scope: string;
  legalBasis: string;
  team: string[];
  orderedAt: string | null;
  openedAt: string | null;
  place: string;
  remarks: string;
  signature: "signed" | "refused" | null;
  signatureNote: string;
  closedAt: string | null;
  minutesFileId: string | null;
  minutesLeaf: string | null;
  notifiedAt: string | null;
  version: number;
}

const columns = sql`i.id, i.reference, i.organisation_id as "organisationId", i.constituent_id as "constituentId", c.name as entity, c.classes as "entityClasses",
  c.languages as "entityLanguages", i.plan_id as "planId", i.complaint_id as "complaintId", i.risk, i.reason, i.planned_on::text as "plannedOn", i.state,
  i.pack_id as "packId", i.pack_version as "packVersion", i.pack_sha256 as "packSha256", i.is_announced as "isAnnounced", i.scope, i.legal_basis as "legalBasis", i.team,
  ${iso(sql`i.ordered_at`)} as "orderedAt", ${iso(sql`i.opened_at`)} as "openedAt", i.place, i.remarks, i.signature, i.signature_note as "signatureNote",
  ${iso(sql`i.closed_at`)} as "closedAt", i.minutes_file_id as "minutesFileId", i.minutes_leaf as "minutesLeaf", ${iso(sql`i.notified_at`)} as "notifiedAt", i.version`;

/** @throws AppError not_found for what the asker is not shown. */
export async function loadInspection(
  tx: Tx,
  id: string,
  options: { forUpdate?: boolean } = {},
): Promise<InspectionRow> {
  if (options.forUpdate) await tx.execute(sql`select 1 from inspections where id = ${id} for update`);
  const [row] = await tx.execute<InspectionRow & Record<string, unknown>>(
    sql`select ${columns} from inspections i join constituents c on c.id = i.constituent_id where i.id = ${id}`,
  );
  if (!row) throw notFound("inspection");
  return row;
}

export async function loadInspections(tx: Tx): Promise<InspectionRow[]> {
  return await tx.execute<
    InspectionRow & Record<string, unknown>
  >(sql`select ${columns} from inspections i join constituents c on c.id = i.constituent_id
    order by i.closed_at is not null, i.planned_on nulls last, i.reference desc limit 2000`);
}

export interface ItemRow {
  id: string;
  position: number;
  obligationId: string | null;
  title: Record<"fr" | "en" | "mn", string>;
  articles: string;
  evidenceWanted: string[];
  verification: string;
  result: "compliant" | "finding" | "obstruction" | "not_applicable" | null;
  severity: "minor" | "major" | "critical" | null;
  note: string;
}

export async function loadItems(tx: Tx, inspectionId: string): Promise<ItemRow[]> {
  return await tx.execute<
    ItemRow & Record<string, unknown>
  >(sql`select id, position, obligation_id as "obligationId", title, articles, evidence_wanted as "evidenceWanted", verification,
      result, severity, note from inspection_items where inspection_id = ${inspectionId} order by position`);
}

export interface EvidenceRow {
  id: string;
  number: number;
  label: string;
  itemId: string | null;
  takenBy: string;
  takenFrom: string;
  place: string;
  takenAt: string;
  seal: string;
  file: { id: string; name: string; size: number; sha256: string } | null;
  moves: { kind: string; who: string; to: string | null; note: string; at: string }[];
  holder: string;
  holderId: string;
  /** Handed over and not acknowledged yet: to whom. */
  waitsFor: string | null;
}

/** Each thing in custody with every hand that it went through; the holder is who acknowledged it last. */
export async function loadEvidence(tx: Tx, inspectionId: string): Promise<EvidenceRow[]> {
  const items = await tx.execute<
    Omit<EvidenceRow, "moves" | "holder" | "holderId" | "waitsFor"> & { takenById: string } & Record<string, unknown>
  >(sql`
    select k.id, k.number, k.label, k.item_id as "itemId", coalesce(p.name, '') as "takenBy", k.taken_by as "takenById", k.taken_from as "takenFrom", k.place,
      ${iso(sql`k.taken_at`)} as "takenAt", k.seal,
      case when f.id is null then null else json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'sha256', f.sha256) end as file
    from custody_items k left join people p on p.id = k.taken_by left join office_files f on f.id = k.file_id where k.inspection_id = ${inspectionId} order by k.number`);
  const moves = await tx.execute<{
    itemId: string;
    kind: string;
    personId: string;
    who: string;
    toId: string | null;
    to: string | null;
    note: string;
    at: string;
  }>(sql`
    select m.custody_item_id as "itemId", m.kind, m.person_id as "personId", coalesce(p.name, '') as who, m.to_person_id as "toId", t.name as to, m.note, ${iso(sql`m.at`)} as at
    from custody_moves m join custody_items k on k.id = m.custody_item_id left join people p on p.id = m.person_id left join people t on t.id = m.to_person_id
    where k.inspection_id = ${inspectionId} order by m.position`);
  return items.map(({ takenById, ...item }) => {
    const own = moves.filter(({ itemId }) => itemId === item.id);
    const taken = own.findLast(({ kind }) => kind === "acknowledged");
    const handed = own.findLast(({ kind }) => kind === "handed_over" || kind === "acknowledged");
    return {
      ...item,
      moves: own.map(({ kind, who, to, note, at }) => ({ kind, who, to, note, at })),
      holder: taken?.who ?? item.takenBy,
      holderId: taken?.personId ?? takenById,
      waitsFor: handed?.kind === "handed_over" ? handed.toId : null,
    };
  });
}
