// SQL that the verbs of artefacts share: one artefact with its piece of evidence, locked, and the labels of what it came from.
import { sql } from "drizzle-orm";
import { type Pap, stricter, stricterPap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import type { ArtefactState } from "./model.ts";

export interface ArtefactRow extends Record<string, unknown> {
  id: string;
  reference: string;
  evidenceId: string;
  caseId: string;
  state: ArtefactState;
  reportFileId: string | null;
  analystId: string | null;
  version: number;
  /** Null when the evidence was disposed of. */
  objectId: string | null;
  fileName: string;
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

/** @throws not_found, also for one of a case that the asker may not see. */
export async function loadArtefact(tx: Tx, id: string, lock: "for_update" | "for_reading"): Promise<ArtefactRow> {
  const [row] = await tx.execute<ArtefactRow>(sql`
    select a.id, a.reference, a.evidence_id as "evidenceId", e.case_id as "caseId", a.state, a.report_file_id as "reportFileId", a.analyst_id as "analystId",
      a.version, e.object_id as "objectId", e.file_name as "fileName", e.size::float8 as size, encode(e.sha256, 'hex') as sha256
    from artefacts a join case_evidence e on e.id = a.evidence_id where a.id = ${id} ${lock === "for_update" ? sql`for update of a` : sql``}`);
  if (!row) throw notFound("artefact");
  return row;
}

/** @throws conflict for another version than the one that was read. */
export function requireVersion(row: ArtefactRow, version: number): void {
  if (row.version !== version)
    throw new AppError("conflict", "Somebody changed this analysis meanwhile. Read it again.", {
      words: "forms.conflict.changed",
      fields: [{ path: "version", message: `Expected ${row.version}.` }],
    });
}

/** The stricter labels of its case and, for a file of a report, of that report; and whether it is an exercise's or a demonstration's. */
export async function labelsOf(
  tx: Tx,
  of: Pick<ArtefactRow, "caseId" | "reportFileId">,
): Promise<{ marking: Marking; pap: Pap; isExercise: boolean }> {
  // A column that a later part of the house adds to cases is heeded without knowing it.
  const rows = await tx.execute<{ marking: Marking; pap: Pap; isExercise: boolean }>(sql`
    select k.marking, k.pap, k.is_demo or coalesce((to_jsonb(k) ->> 'is_exercise')::boolean, false) as "isExercise" from cases k where k.id = ${of.caseId}
    union all
    select r.marking, r.pap, r.is_demo or r.is_exercise from report_files f join reports r on r.id = f.report_id where f.id = ${of.reportFileId}`);
  const [first, ...more] = rows;
  if (!first) throw notFound("case");
  return more.reduce(
    (all, row) => ({
      marking: stricter(all.marking, row.marking),
      pap: stricterPap(all.pap, row.pap),
      isExercise: all.isExercise || row.isExercise,
    }),
    first,
  );
}

/** Who acts: an analysis is a person's. @throws forbidden for keys and jobs. */
export function analystOf(ctx: Context): string {
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  return ctx.actor.personId;
}
