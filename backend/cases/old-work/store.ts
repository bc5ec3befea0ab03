// SQL that the verbs of old work share: one import as it stands, locked, and as it is shown.
import { sql, type SQL } from "drizzle-orm";
import type { Marking } from "../../intake/model.ts";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { personJson } from "../work/person-json.ts";
import type { OldChoices, OldImportView, OldKind, OldState } from "./model.ts";

export interface OldImportRow extends Record<string, unknown> {
  id: string;
  kind: OldKind;
  system: string;
  objectId: string | null;
  choices: OldChoices;
  marking: Marking;
  state: OldState;
  version: number;
}

/** Locked. @throws not_found; conflict in another state than one of `states`, or at another version. */
export async function lockImport(
  tx: Tx,
  importId: string,
  states: readonly OldState[],
  version?: number,
): Promise<OldImportRow> {
  const [row] = isId(importId)
    ? await tx.execute<OldImportRow>(
        sql`select id, kind, system, object_id as "objectId", mapping as choices, marking, state, version from old_imports where id = ${importId} for update`,
      )
    : [];
  if (!row) throw notFound("import");
  if (!states.includes(row.state))
    throw new AppError("conflict", `This import is ${row.state}.`, { words: `old-work.refusal.is_${row.state}` });
  if (version !== undefined && version !== row.version)
    throw new AppError("conflict", "Somebody changed this import meanwhile. Read it again.", {
      words: "forms.conflict.changed",
      fields: [{ path: "version", message: `Expected ${row.version}.` }],
    });
  return row;
}

const count = (outcome: string): SQL =>
  sql`(select count(*)::int from old_import_rows r where r.import_id = i.id and r.outcome = ${outcome})`;

export const importColumns = sql`i.id, i.kind, i.system, i.file_name as "fileName", i.size::float8 as size, i.state, i.fault,
  ${personJson(sql`i.created_by`)} as "createdBy", ${iso(sql`i.created_at`)} as "createdAt", ${count("made")} as made, ${count("repeated")} as repeated,
  ${count("refused")} as refused`;

/** @throws not_found. */
export async function viewOf(tx: Tx, importId: string): Promise<OldImportView> {
  const [row] = isId(importId)
    ? await tx.execute<
        OldImportView & Record<string, unknown>
      >(sql`select ${importColumns}, i.marking, i.header, i.mapping as choices, i.preview,
        ${personJson(sql`i.undone_by`)} as "undoneBy", i.undo_reason as "undoReason", i.version from old_imports i where i.id = ${importId}`)
    : [];
  if (!row) throw notFound("import");
  return row;
}
