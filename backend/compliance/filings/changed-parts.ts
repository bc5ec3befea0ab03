// What a correction changes: the parts that were filed, each with its new fields beside the old ones.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { type LoadedPack } from "../law/index.ts";
import { readPinned } from "../duties/law-of-country.ts";
import type { ComposedPart } from "./compose-filing.ts";
import type { Composed, DraftRow } from "./load-draft.ts";
import { type FiledField, fieldsOfPart } from "./read-answers.ts";

export interface FiledPart {
  id: string;
  addressee: string;
  organisationId: string | null;
  packId: string;
  packVersion: string;
  packSha256: string;
  obligationId: string | null;
  stage: string;
  fields: FiledField[];
  clockKind: string;
  dueAt: string | null;
  lateness: "on_time" | "late" | "no_time";
  lateReason: string | null;
  duty: unknown;
  expects: unknown;
}

/** The newest row of each part: what no later correction replaced. */
export async function readStandingParts(tx: Tx, filingId: string): Promise<FiledPart[]> {
  const rows = await tx.execute<FiledPart & Record<string, unknown>>(
    sql`select p.id, p.addressee, p.organisation_id as "organisationId", p.pack_id as "packId", p.pack_version as "packVersion",
      p.pack_sha256 as "packSha256", p.obligation_id as "obligationId", p.stage, p.fields, p.clock_kind as "clockKind",
      to_char(p.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "dueAt", p.lateness, p.late_reason as "lateReason", p.duty, p.expects
      from filing_parts p where p.filing_id = ${filingId} and not exists (select 1 from filing_parts n where n.replaces_id = p.id)
      order by p.number, p.id`,
  );
  return [...rows];
}

export interface ChangedPart {
  part: ComposedPart;
  filed: FiledPart;
  fields: FiledField[];
  isChanged: boolean;
}

/** Empty unless the draft is a correction. */
export async function changedParts(tx: Tx, draft: DraftRow, composed: Composed): Promise<ChangedPart[]> {
  if (draft.kind !== "correction" || draft.filingId === null) return [];
  const standing = await readStandingParts(tx, draft.filingId);
  return standing.map((filed) => {
    const loaded: LoadedPack = readPinned({ id: filed.packId, version: filed.packVersion, sha256: filed.packSha256 });
    const judged = composed.composition.all.find(
      (one) => one.obligation.id === filed.obligationId && one.loaded.pin.id === filed.packId,
    );
    const part: ComposedPart = {
      key: filed.id,
      pin: loaded.pin,
      loaded,
      addressee: filed.addressee,
      stage: filed.stage,
      judged: judged ?? null,
      fields: filed.fields.map(({ id, pack }) => ({ id, pack })),
      asksLateReason: false,
    };
    const fields = fieldsOfPart(part, draft.answers);
    return { part, filed, fields, isChanged: !isSame(fields, filed.fields) };
  });
}

/** The database orders the members of an object as it likes. */
function isSame(a: readonly FiledField[], b: readonly FiledField[]): boolean {
  return (
    a.length === b.length &&
    a.every((field, index) => {
      const other = b[index];
      return field.id === other?.id && field.value === other.value && field.isUnknown === other.isUnknown;
    })
  );
}
