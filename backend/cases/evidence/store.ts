// SQL that the verbs of evidence share: a piece with its chain, and a further row on it.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { AuditEntry } from "../../platform/audit/index.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type ChainRow, type EvidenceFacts, type HashedRow, hashRow } from "./chain.ts";
import type { CustodyKind } from "./model.ts";

type Raw<Shape> = Shape & Record<string, unknown>;

export interface EvidenceRow extends EvidenceFacts {
  caseId: string;
  objectId: string | null;
  keepUntil: string | null;
  disposalAskedBy: string | null;
  disposalReason: string | null;
  disposedAt: string | null;
}

export interface CustodyLine extends HashedRow {
  auditId: string;
}

const evidenceColumns = sql`e.id, e.case_id as "caseId", e.reference, e.kind, e.label, e.description, e.taken_from as "takenFrom", e.place,
  ${iso(sql`e.taken_at`)} as "takenAt", e.taken_by as "takenBy", ${iso(sql`e.arrived_at`)} as "arrivedAt", e.object_id as "objectId", e.file_name as "fileName",
  e.media_type as "mediaType", e.size::float8 as size, encode(e.sha256, 'hex') as sha256, encode(e.blake3, 'hex') as blake3, e.keep_until::text as "keepUntil",
  e.disposal_asked_by as "disposalAskedBy", e.disposal_reason as "disposalReason", ${iso(sql`e.disposed_at`)} as "disposedAt"`;

/** @throws not_found, also for evidence of a case that the asker may not see. */
export async function loadEvidence(tx: Tx, id: string, lock: "for_update" | "for_reading"): Promise<EvidenceRow> {
  const [row] = await tx.execute<Raw<EvidenceRow>>(
    sql`select ${evidenceColumns} from case_evidence e where e.id = ${id} ${lock === "for_update" ? sql`for update of e` : sql``}`,
  );
  if (!row) throw notFound("evidence");
  return row;
}

/** The pieces of a case, the newest first. */
export async function evidenceOf(tx: Tx, caseId: string): Promise<EvidenceRow[]> {
  const rows = await tx.execute<Raw<EvidenceRow>>(
    sql`select ${evidenceColumns} from case_evidence e where e.case_id = ${caseId} order by e.arrived_at desc, e.id desc`,
  );
  return [...rows];
}

const chainColumns = sql`c.position, c.kind, c.person_id as "personId", c.to_person_id as "toPersonId", c.seal, c.place, c.note, ${iso(sql`c.at`)} as at,
  encode(c.previous_hash, 'hex') as "previousHash", encode(c.hash, 'hex') as hash, c.audit_id as "auditId"`;

/** The acts on one piece, in their order. */
export async function chainOf(tx: Tx, evidenceId: string): Promise<CustodyLine[]> {
  const rows = await tx.execute<Raw<CustodyLine>>(
    sql`select ${chainColumns} from evidence_custody c where c.evidence_id = ${evidenceId} order by c.position`,
  );
  return [...rows];
}

/** The chains of all pieces of a case, by piece. */
export async function chainsOf(tx: Tx, caseId: string): Promise<Map<string, CustodyLine[]>> {
  const rows = await tx.execute<Raw<CustodyLine & { evidenceId: string }>>(
    sql`select c.evidence_id as "evidenceId", ${chainColumns} from evidence_custody c join case_evidence e on e.id = c.evidence_id
      where e.case_id = ${caseId} order by c.evidence_id, c.position`,
  );
  const chains = new Map<string, CustodyLine[]>();
  for (const { evidenceId, ...line } of rows) chains.set(evidenceId, [...(chains.get(evidenceId) ?? []), line]);
  return chains;
}

/** Who acts: custody is a person's. @throws forbidden for keys and jobs. */
export function handOf(ctx: Context): string {
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  return ctx.actor.personId;
}

export interface NewCustody {
  kind: CustodyKind;
  toPersonId?: string | undefined;
  seal?: string | undefined;
  place?: string | undefined;
  note?: string | undefined;
}

export interface MadeCustody {
  piece: { id: string };
  row: HashedRow;
  /** The row of the log that names the hash: about the case, so that whoever may not see the case reads nothing of it there. */
  entry: AuditEntry;
}

/** The next row of a chain, hashed over the one before; the verb writes its entry to the log and gives both to `addCustody`. */
export function makeCustody(
  ctx: Context,
  piece: { id: string; caseId: string; reference: string },
  before: { position: number; hash: string },
  act: NewCustody,
): MadeCustody {
  const row: ChainRow = {
    position: before.position + 1,
    kind: act.kind,
    personId: handOf(ctx),
    toPersonId: act.toPersonId ?? null,
    seal: act.seal ?? "",
    place: act.place ?? "",
    note: act.note ?? "",
    at: ctx.now().toISOString(),
  };
  const hash = hashRow(before.hash, row);
  const entry = {
    action: `evidence.${act.kind}`,
    objectType: "case",
    objectId: piece.caseId,
    detail: { evidenceId: piece.id, reference: piece.reference, position: row.position, custodyHash: hash },
  };
  return { piece, row: { ...row, previousHash: before.hash, hash }, entry };
}

/** Writes the row beside its row in the log. The piece is locked by the caller. */
export async function addCustody(tx: Tx, { piece, row }: MadeCustody, audit: { id: string }, now: Date): Promise<void> {
  await tx.execute(sql`insert into evidence_custody (id, evidence_id, position, kind, person_id, to_person_id, seal, place, note, at, previous_hash, hash, audit_id)
    values (${newId(now)}, ${piece.id}, ${row.position}, ${row.kind}, ${row.personId}, ${row.toPersonId}, ${row.seal}, ${row.place}, ${row.note},
      ${row.at}, ${Buffer.from(row.previousHash, "hex")}, ${Buffer.from(row.hash, "hex")}, ${audit.id})`);
}

/** The rows as their hashes cover them, without where they stand in the log. */
export function hashedOf(chain: readonly CustodyLine[]): HashedRow[] {
  return chain.map(({ position, kind, personId, toPersonId, seal, place, note, at, previousHash, hash }) => ({
    position,
    kind,
    personId,
    toPersonId,
    seal,
    place,
    note,
    at,
    previousHash,
    hash,
  }));
}

/** The last row of a chain. */
export function lastOf(chain: readonly CustodyLine[]): CustodyLine {
  const last = chain.at(-1);
  if (!last) throw new Error("a chain of custody begins with the taking");
  return last;
}
