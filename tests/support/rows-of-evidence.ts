// Rows of evidence, ignored values and merges for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** As in rows.test.ts: 2 is every row. All of it is the desk's. */
export const seenOfEvidence = {
  case_evidence: { staff: 2, system: 2 },
  evidence_custody: { staff: 2, system: 2 },
  ignored_values: { staff: 2, system: 2 },
  case_merges: { staff: 2, system: 2 },
  case_merge_rows: { staff: 2, system: 2 },
} as const;

/** Triggers refuse every change of them, as tests/integration/cases/evidence.test.ts shows. */
export const neverChangedOfEvidence = ["case_evidence", "evidence_custody"];

export async function addEvidenceRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { caseId: string; personId: string; organisationId: string; bytes: Buffer },
): Promise<void> {
  const [evidence, merge, other] = [newId(), newId(), newId()];
  await owner`insert into case_evidence (id, case_id, reference, kind, label, taken_from, place, taken_at, taken_by, arrived_at)
    values (${evidence}, ${of.caseId}, ${evidence}, 'thing', 'Disk', 'x', 'y', now(), ${of.personId}, now())`;
  await owner`insert into evidence_custody (id, evidence_id, position, kind, person_id, at, previous_hash, hash, audit_id)
    values (${newId()}, ${evidence}, 1, 'taken', ${of.personId}, now(), ${of.bytes}, ${of.bytes}, ${newId()})`;
  await owner`insert into ignored_values (id, kind, value, reason, added_at) values (${newId()}, 'domain', ${`${evidence}.example`}, 'Everybody has it', now())`;
  await owner`insert into cases (id, reference, organisation_id, title, severity, opened_at)
    values (${other}, ${`TG-C-${other}`}, ${of.organisationId}, 'Another', 'low', now())`;
  await owner`insert into case_merges (id, kind, source_id, target_id, reason, counts, before, after, made_at)
    values (${merge}, 'merge', ${of.caseId}, ${other}, 'The same', '[]', '{}', '{}', now())`;
  await owner`insert into case_merge_rows (merge_id, part, row_key, act, digest) values (${merge}, 'case_notes.case_id', 'x', 'moved', ${of.bytes})`;
}
