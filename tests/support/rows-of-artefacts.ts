// Rows of artefacts, hand-overs and old work for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** As in rows.test.ts: 2 is every row. All of it is the desk's. */
export const seenOfArtefacts = {
  artefacts: { staff: 2, system: 2 },
  sandbox_runs: { staff: 2, system: 2 },
  artefact_results: { staff: 2, system: 2 },
  case_transfers: { staff: 2, system: 2 },
  old_imports: { staff: 2, system: 2 },
  old_import_rows: { staff: 2, system: 2 },
  old_numbers: { staff: 2, system: 2 },
  old_messages: { staff: 2, system: 2 },
} as const;

/** Triggers refuse every change of them, as tests/integration/cases/artefacts.test.ts shows. */
export const neverChangedOfArtefacts = ["artefact_results"];

export async function addArtefactRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { caseId: string; personId: string; bytes: Buffer },
): Promise<void> {
  const [evidence, artefact, run, work, party] = [newId(), newId(), newId(), newId(), newId()];
  await owner`insert into case_evidence (id, case_id, reference, kind, label, taken_from, place, taken_at, taken_by, arrived_at)
    values (${evidence}, ${of.caseId}, ${evidence}, 'thing', 'Disk', 'x', 'y', now(), ${of.personId}, now())`;
  await owner`insert into artefacts (id, evidence_id, reference, question, urgency, state, asked_by, asked_at)
    values (${artefact}, ${evidence}, ${artefact}, 'What is it?', 'soon', 'asked', ${of.personId}, now())`;
  await owner`insert into sandbox_runs (id, artefact_id, sandbox, address, marking, pap, sha256, needs_second, state, asked_by, asked_at)
    values (${run}, ${artefact}, 'A', 'https://a.example', 'green', 'clear', ${of.bytes}, false, 'queued', ${of.personId}, now())`;
  await owner`insert into artefact_results (id, artefact_id, number, verdict, what, confidence, tools, by_person, at)
    values (${newId()}, ${artefact}, 1, 'malicious', 'A loader', 'high', 'Ghidra', ${of.personId}, now())`;
  await owner`insert into correspondents (id, kind, name, email, added_at) values (${party}, 'peer', 'CERT of another place', 'cert@peer.example', now())`;
  await owner`insert into case_transfers (id, case_id, reference, correspondent_id, body_kind, to_name, way, language, list_version, fields, has_names, marking,
      document, mail_text, sha256, state, asked_by, asked_at, expires_at)
    values (${newId()}, ${of.caseId}, ${newId()}, ${party}, 'peer', 'CERT', 'file', 'en', 1, '{}', false, 'green', '{}', '', ${of.bytes}, 'sent', ${of.personId}, now(), now())`;
  await owner`insert into old_imports (id, kind, system, file_name, sha256, size, marking, state, created_at)
    values (${work}, 'table', ${work}, 'a.csv', ${of.bytes}, 1, 'amber', 'done', now())`;
  await owner`insert into old_import_rows (import_id, position, outcome, case_id) values (${work}, 1, 'made', ${of.caseId})`;
  await owner`insert into old_numbers (id, case_id, import_id, system, number) values (${newId()}, ${of.caseId}, ${work}, ${work}, '1')`;
  await owner`insert into old_messages (id, case_id, import_id, kind, position, body) values (${newId()}, ${of.caseId}, ${work}, 'mail', 1, 'x')`;
}
