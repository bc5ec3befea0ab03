// Rows of an authority's office for the test of what the database itself shows to each scope: nobody there is of an authority, so only the system sees them.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** As in rows.test.ts. The door of intake sees which authorities take complaints, and how receipts are checked; isolation of authorities and entities has its own test. */
export const seenOfOffice = {
  authority_profiles: { intake: 2, system: 2 },
  plenary_members: { system: 2 },
  office_conflicts: { system: 2 },
  office_counters: { intake: 2, system: 2 },
  inspection_plans: { system: 2 },
  complaints: { system: 2 },
  complaint_texts: { system: 2 },
  complaint_receipts: { intake: 2, system: 2 },
  inspections: { system: 2 },
  inspection_items: { system: 2 },
  matters: { system: 2 },
  plenary_sessions: { system: 2 },
  agenda_items: { system: 2 },
  office_steps: { system: 2 },
  office_files: { system: 2 },
  custody_items: { system: 2 },
  custody_moves: { system: 2 },
  filing_handlings: { system: 2 },
  filing_questions: { system: 2 },
} as const;
/** Tables whose rows nobody changes. */
export const neverChangedInOffice = ["office_steps", "custody_moves"];

export interface OfficeRows {
  authority: string;
  inspection: string;
  item: string;
  matter: string;
  complaint: string;
  session: string;
  agenda: string;
  file: string;
  custody: string;
  plan: string;
  member: string;
  conflict: string;
  part: string;
  question: string;
}

/** One row of each table, of a fresh authority unless `of.authorityId` is given. */
export async function addOfficeRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { personId: string; constituentId: string; authorityId?: string; entityOrganisationId?: string },
): Promise<OfficeRows> {
  const [
    inspection,
    item,
    matter,
    complaint,
    session,
    agenda,
    file,
    custody,
    plan,
    member,
    conflict,
    object,
    part,
    question,
  ] = Array.from({ length: 14 }, () => newId());
  const authority = of.authorityId ?? newId();
  const hash = "0".repeat(64);
  if (of.authorityId === undefined) {
    await owner`insert into organisations (id, kind, name) values (${authority}, 'authority', ${authority})`;
    await owner`insert into authority_profiles (organisation_id, packs, is_remit_everybody, takes_complaints, changed_at) values (${authority}, '{ml.data-protection}', true, true, now())`;
  }
  await owner`insert into plenary_members (id, organisation_id, name, since_day, added_at) values (${member!}, ${authority}, 'Aminata', '2020-01-01', now())`;
  await owner`insert into office_conflicts (id, organisation_id, member_id, constituent_id, reason, declared_by, declared_at)
    values (${conflict!}, ${authority}, ${member!}, ${of.constituentId}, 'A cousin', ${of.personId}, now())`;
  await owner`insert into office_counters (organisation_id, kind, year, last) values (${authority}, 'complaint', 2000, 1) on conflict do nothing`;
  await owner`insert into inspection_plans (id, organisation_id, title, from_day, until_day, state, made_by, made_at) values (${plan!}, ${authority}, 'Plan', '2026-01-01', '2026-12-31', 'proposed', ${of.personId}, now())`;
  await owner`insert into complaints (id, reference, organisation_id, constituent_id, respondent, language, channel, received_at, entered_at, state, is_entity_heard)
    values (${complaint!}, ${complaint!}, ${authority}, ${of.constituentId}, 'Bank', 'fr', 'web', now(), now(), 'heard', true)`;
  await owner`insert into complaint_texts (complaint_id, organisation_id, name, happened) values (${complaint!}, ${authority}, 'Secret Name', 'It happened')`;
  await owner`insert into complaint_receipts (locator, complaint_id, secret_hmac) values (${String(Math.floor(Math.random() * 900_000_000) + 100_000_000)}, ${complaint!}, ${Buffer.alloc(32, complaint!)})`;
  await owner`insert into inspections (id, reference, organisation_id, constituent_id, reason, state, pack_id, pack_version, pack_sha256, notified_at, team, is_announced, scope, legal_basis)
    values (${inspection!}, ${inspection!}, ${authority}, ${of.constituentId}, 'As planned', 'open', 'ml.data-protection', '1.0.0', ${hash}, now(), ${[of.personId]}, true, 'All', 'Art. 20')`;
  await owner`insert into inspection_items (id, organisation_id, constituent_id, inspection_id, position, title) values (${item!}, ${authority}, ${of.constituentId}, ${inspection!}, 1, ${owner.json({ fr: "a", en: "a", mn: "a" })})`;
  await owner`insert into matters (id, reference, organisation_id, constituent_id, title, findings, pack_id, pack_version, pack_sha256, state, is_notified, opened_at, changed_at)
    values (${matter!}, ${matter!}, ${authority}, ${of.constituentId}, 'Matter', ${owner.json([{ text: "Found", articles: "65", severity: "major" }])}, 'ml.data-protection', '1.0.0', ${hash}, 'noticed', true, now(), now())`;
  await owner`insert into office_steps (id, organisation_id, constituent_id, subject_kind, subject_id, position, kind, side, at, detail, is_to_entity)
    values (${newId()}, ${authority}, ${of.constituentId}, 'matter', ${matter!}, 0, 'notify', 'authority', now(), ${owner.json({ text: "Put it right", cites: "Art. 65", dueOn: "2099-01-01", on: "2026-01-01" })}, true)`;
  await owner`insert into plenary_sessions (id, organisation_id, reference, held_at, state, called_by, called_at) values (${session!}, ${authority}, ${session!}, now(), 'called', ${of.personId}, now())`;
  await owner`insert into agenda_items (id, organisation_id, session_id, position, title, matter_id, constituent_id) values (${agenda!}, ${authority}, ${session!}, 1, 'A fine', ${matter!}, ${of.constituentId})`;
  await owner`insert into objects (id, sha256, size, media_type) values (${object!}, ${Buffer.alloc(32, object!)}, 1, 'text/plain')`;
  await owner`insert into office_files (id, organisation_id, constituent_id, subject_kind, subject_id, object_id, name, media_type, size, sha256, side, added_at, is_to_entity)
    values (${file!}, ${authority}, ${of.constituentId}, 'inspection', ${inspection!}, ${object!}, 'a.txt', 'text/plain', 1, ${hash}, 'authority', now(), true)`;
  await owner`insert into custody_items (id, organisation_id, constituent_id, inspection_id, number, label, file_id, taken_by, taken_from, place, taken_at)
    values (${custody!}, ${authority}, ${of.constituentId}, ${inspection!}, 1, 'A list', ${file!}, ${of.personId}, 'Office', 'Bamako', now())`;
  await owner`insert into custody_moves (id, organisation_id, constituent_id, custody_item_id, position, kind, person_id, at) values (${newId()}, ${authority}, ${of.constituentId}, ${custody!}, 1, 'taken', ${of.personId}, now())`;
  await owner`insert into filing_parts (id, number, filing_reference, receipt_number, organisation_id, addressee, entity_organisation_id, constituent_id, entity_name, channel, language, pack_id, pack_version,
      pack_sha256, stage, fields, content_sha256, submitted_at, entered_at, clock_kind, lateness, standing, delivery)
    values (${part!}, 1, ${part!}, ${part!}, ${authority}, 'apdp', ${of.entityOrganisationId ?? null}, ${of.constituentId}, 'Bank', 'paper', 'fr', 'ml.data-protection', '1.0.0', ${hash}, 'authority',
      ${owner.json([{ id: "nature", value: "Ransomware" }])}, ${hash}, now(), now(), 'none_in_law', 'no_time', 'confirmed', 'platform')`;
  await owner`insert into filing_handlings (part_id, organisation_id, constituent_id, reference, receipt, acknowledged_by, acknowledged_at) values (${part!}, ${authority}, ${of.constituentId}, ${part!}, 'R-1', ${of.personId}, now())`;
  await owner`insert into filing_questions (id, part_id, organisation_id, constituent_id, question, asked_by, asked_at) values (${question!}, ${part!}, ${authority}, ${of.constituentId}, 'How many?', ${of.personId}, now())`;
  return {
    authority,
    inspection: inspection!,
    item: item!,
    matter: matter!,
    complaint: complaint!,
    session: session!,
    agenda: agenda!,
    file: file!,
    custody: custody!,
    plan: plan!,
    member: member!,
    conflict: conflict!,
    part: part!,
    question: question!,
  };
}
