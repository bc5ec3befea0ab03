// Rows of the register's data for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** Registers of accredited bodies are public, the names of those who represent them are not. */
const published = { intake: 2, person: 2, staff: 2, system: 2 } as const;

/** As in rows.test.ts: 2 is every row. */
export const seenOfRegister = {
  constituent_facts: { person: 2, staff: 2, system: 2 },
  constituent_sizes: { staff: 2, system: 2 },
  online_services: { staff: 2, system: 2 },
  service_compliance: { staff: 2, system: 2 },
  constituent_relations: { staff: 2, system: 2 },
  critical_functions: { staff: 2, system: 2 },
  function_performers: { staff: 2, system: 2 },
  contact_keys: { staff: 2, system: 2 },
  accredited_bodies: published,
  accreditation_events: published,
  accreditation_contacts: { staff: 2, system: 2 },
} as const;

export async function addRegisterRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { constituentId: string; contactId: string; organisationId: string },
): Promise<void> {
  const [id, other, organisation] = [newId(), newId(), newId()];
  await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'Mill')`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${other}, ${other}, ${organisation}, 'Mill', 'commerce')`;
  await owner`insert into constituent_sizes (id, constituent_id, kind, amount, as_of, source, recorded_at) values (${id}, ${of.constituentId}, 'staff', 5, '2026-01-01', 'letter', now())`;
  await owner`insert into online_services (id, constituent_id, name, url, kind, audience) values (${id}, ${of.constituentId}, 'Papers', 'https://a.example/', 'egovernment', 'everybody')`;
  await owner`insert into service_compliance (id, service_id, instrument, state, as_of, source, recorded_at) values (${id}, ${id}, 'ml.cryptology', 'declared', '2026-01-01', 'letter', now())`;
  await owner`insert into constituent_relations (id, from_id, to_id, kind, what, source, recorded_at) values (${id}, ${of.constituentId}, ${other}, 'depends_on', 'flour', 'letter', now())`;
  await owner`insert into critical_functions (id, code, names, sector, source) values (${id}, ${`F-${id.slice(-8)}`}, '{}', 'energy', 'letter')`;
  await owner`insert into function_performers (function_id, constituent_id, recorded_at) values (${id}, ${of.constituentId}, now())`;
  await owner`insert into contact_keys (id, contact_id, fingerprint, armored, user_ids, algorithm, made_at, added_at)
    values (${id}, ${of.contactId}, ${"A".repeat(40)}, 'x', '{}', 'ed25519', now(), now())`;
  await owner`insert into accredited_bodies (id, reference, kept_by, kind, name, country, number, authority, scope)
    values (${id}, ${`A-${id.slice(-8)}`}, ${of.organisationId}, 'security_auditor', 'Auditor', 'ML', ${id}, 'Authority', 'Audits')`;
  await owner`insert into accreditation_events (body_id, number, act, effective_on, recorded_at) values (${id}, 1, 'granted', '2026-01-01', now())`;
  await owner`insert into accreditation_contacts (body_id, representative) values (${id}, 'Awa')`;
}
