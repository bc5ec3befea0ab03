// Rows of enrolment for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** As in rows.test.ts: 2 is every row. The door of enrolment is held to its own by tests/integration/registry/enrolment.test.ts. */
export const seenOfEnrolment = {
  enrolment_letters: { staff: 2, system: 2 },
  entry_claims: { staff: 2, system: 2 },
  paper_registrations: { staff: 2, system: 2 },
  change_proposals: { staff: 2, system: 2 },
} as const;

export async function addEnrolmentRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { constituentId: string; personId: string; bytes: Buffer },
): Promise<void> {
  const any = newId();
  await owner`insert into enrolment_letters (id, constituent_id, code_hash, address, language, made_at, expires_at)
    values (${any}, ${of.constituentId}, ${of.bytes}, 'BP 1', 'fr', now(), now() + interval '1 day')`;
  await owner`insert into entry_claims (id, constituent_id, person_name, email, language, proof, state, made_at, expires_at)
    values (${any}, ${of.constituentId}, 'Awa', 'awa@mail.example', 'fr', 'email', 'asked', now(), now())`;
  await owner`insert into paper_registrations (id, constituent_id, paper_reference, signed_by, received_on, entered_at)
    values (${any}, ${of.constituentId}, ${any}, 'The mayor', '2026-01-01', now())`;
  await owner`insert into change_proposals (id, constituent_id, kind, record_id, before, after, state, proposed_by, proposed_at)
    values (${any}, ${of.constituentId}, 'facts', ${of.constituentId}, '{}', '{}', 'pending', ${of.personId}, now())`;
}
