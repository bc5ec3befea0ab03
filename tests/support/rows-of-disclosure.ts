// Rows of coordinated disclosure for the test of what the database itself shows to each scope: to the desk, and to a finder the own credit and how far it is.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 };

/** As in rows.test.ts: 2 is every row. Parties are asked in disclosure.test.ts. */
export const seenOfDisclosure = {
  disclosure_policies: { intake: 2, reporter: 2, person: 2, staff: 2, system: 2 },
  disclosures: desk,
  disclosure_drafts: desk,
  disclosure_flaws: desk,
  disclosure_parties: desk,
  disclosure_cells: desk,
  disclosure_statements: desk,
  disclosure_posts: desk,
  disclosure_reads: desk,
  disclosure_embargoes: desk,
  disclosure_consents: desk,
  disclosure_contacts: desk,
  disclosure_finders: { ...desk, reporter: 1 },
  disclosure_milestones: { ...desk, reporter: 1 },
  disclosure_cves: desk,
  disclosure_decisions: desk,
  disclosure_exploitations: desk,
  disclosure_editions: desk,
} as const;

let drawn = 30_000_000;

export async function addDisclosureRows(
  { owner }: Pick<TestWorld, "owner">,
  { caseId, reportId }: { caseId: string; reportId: string },
): Promise<void> {
  const [party, correspondent, flaw, post, embargo, incident] = [newId(), newId(), newId(), newId(), newId(), newId()];
  drawn += 1;
  await owner`insert into disclosure_policies (version, texts, embargo_days, second_way_days, national_days, published_at) values (${drawn}, '{}', 45, 7, 14, now())`;
  await owner`insert into disclosures (case_id, handle, began_at) values (${caseId}, ${String(drawn)}, now())`;
  await owner`insert into disclosure_drafts (case_id, changed_at) values (${caseId}, now())`;
  await owner`insert into disclosure_flaws (id, case_id, ordinal, title, description, added_at) values (${flaw}, ${caseId}, 1, 'x', 'x', now())`;
  await owner`insert into correspondents (id, kind, name, email, added_at) values (${correspondent}, 'third_party', 'A vendor', 'a@b.example', now())`;
  await owner`insert into disclosure_parties (id, case_id, correspondent_id, name, product, added_at, invited_at) values (${party}, ${caseId}, ${correspondent}, 'A vendor', 'x', now(), now())`;
  await owner`insert into disclosure_cells (party_id, flaw_id, case_id) values (${party}, ${flaw}, ${caseId})`;
  await owner`insert into disclosure_statements (id, case_id, party_id, flaw_id, status, way, said_at) values (${newId()}, ${caseId}, ${party}, ${flaw}, 'affected', 'desk', now())`;
  await owner`insert into disclosure_posts (id, case_id, audience, body, way, at) values (${post}, ${caseId}, 'all', 'x', 'desk', now())`;
  await owner`insert into disclosure_reads (party_id, post_id, case_id, read_at) values (${party}, ${post}, ${caseId}, now())`;
  await owner`insert into disclosure_embargoes (id, case_id, number, until, reason, set_at) values (${embargo}, ${caseId}, 1, now(), 'As agreed', now())`;
  await owner`insert into disclosure_consents (embargo_id, party_id, case_id, answer, way, said_at) values (${embargo}, ${party}, ${caseId}, 'agreed', 'desk', now())`;
  await owner`insert into disclosure_contacts (id, case_id, party_id, means, outcome, at) values (${newId()}, ${caseId}, ${party}, 'mail', 'sent', now())`;
  await owner`insert into disclosure_finders (id, case_id, report_id, changed_at) values (${newId()}, ${caseId}, ${reportId}, now())`;
  await owner`insert into disclosure_milestones (case_id, kind, at) values (${caseId}, 'begun', now())`;
  await owner`insert into disclosure_cves (cve_id, state, reserved_at) values (${`CVE-2026-${drawn}`}, 'reserved', now())`;
  await owner`insert into disclosure_decisions (id, case_id, flaw_id, tree, inputs, decision, at) values (${newId()}, ${caseId}, ${flaw}, 'own', '{}', 'x', now())`;
  await owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) select ${incident}, ${incident}, organisation_id, 'An incident', 'low', now() from cases where id = ${caseId}`;
  await owner`insert into disclosure_exploitations (id, case_id, incident_id, known_at, noted_at) values (${newId()}, ${caseId}, ${incident}, now(), now())`;
  await owner`insert into disclosure_editions (id, case_id, state, content, asked_at) values (${newId()}, ${caseId}, 'waiting', '{}', now())`;
}
