// Rows of self-assessments and of people's requests for the test of what the database shows to each scope: the entity's own scope has a test of its own.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** As in rows.test.ts: 2 is every row. Nobody but the entity, and the jobs, is shown one. */
export const seenOfAssessments = {
  duty_answers: { system: 2 },
  duty_exceptions: { system: 2 },
  duty_evidence: { system: 2 },
  duty_changes: { system: 2 },
  duty_reminders: { system: 2 },
  subject_requests: { system: 2 },
  subject_request_steps: { system: 2 },
} as const;

export async function addAssessmentRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { constituentId: string; organisationId: string; bytes: Buffer },
): Promise<void> {
  const { constituentId, organisationId } = of;
  const [any, hash, object] = [newId(), "ab".repeat(32), newId()];
  await owner`insert into duty_answers (id, organisation_id, constituent_id, pack_id, obligation_id, pack_version, pack_sha256, state, changed_at)
    values (${any}, ${organisationId}, ${constituentId}, 'ml.data-protection', ${any}, '1.0.0', ${hash}, 'excepted', now())`;
  await owner`insert into duty_exceptions (id, answer_id, organisation_id, reason, ends_on, granted_at)
    values (${any}, ${any}, ${organisationId}, 'As agreed', '2027-01-01', now())`;
  await owner`insert into objects (id, sha256, size, media_type) values (${object}, ${of.bytes}, 1, 'text/plain')`;
  await owner`insert into duty_evidence (id, answer_id, organisation_id, object_id, name, media_type, size, sha256, effective_on, added_at)
    values (${any}, ${any}, ${organisationId}, ${object}, 'a.txt', 'text/plain', 1, ${hash}, '2026-01-01', now())`;
  await owner`insert into duty_changes (id, answer_id, organisation_id, position, kind, detail, at)
    values (${any}, ${any}, ${organisationId}, 1, 'answered', '{}', now())`;
  await owner`insert into duty_reminders (organisation_id, subject_kind, subject_id, due_on, days, sent_at)
    values (${organisationId}, 'answer', ${any}, '2027-01-01', 7, now())`;
  await owner`insert into subject_requests (id, organisation_id, constituent_id, number, reference, kind, person_name, way, asked, received_at, laws, registered_at)
    values (${any}, ${organisationId}, ${constituentId}, 1, ${any}, 'access', 'Awa', 'letter', 'My data', now(), '[]', now())`;
  await owner`insert into subject_request_steps (id, request_id, organisation_id, position, kind, detail, at)
    values (${any}, ${any}, ${organisationId}, 1, 'registered', '{}', now())`;
}
