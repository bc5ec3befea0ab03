// Rows of authorities' years for the test of what the database itself shows to each scope: an authority's own, an entity's own; what was published is for everybody.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const open = { none: 2, intake: 2, reporter: 2, person: 2, staff: 2, identity: 2, custody: 2, mailer: 2, system: 2 };

/** As in rows.test.ts. Which authority and which entity sees what has its own test in tests/integration/office/yearly.test.ts. */
export const seenOfYearly = {
  authority_reports: { system: 2 },
  authority_publications: open,
  yearly_records: { system: 2 },
  // The desk decides on what officers ask for.
  requalifications: { staff: 2, system: 2 },
  filing_causes: { system: 2 },
  filing_disownings: { system: 2 },
  // Hashes of pages and which complaint came of them: the door of intake looks there before it writes a second one.
  complaint_pages: { intake: 2, system: 2 },
} as const;
/** Tables whose rows nobody changes. */
export const neverChangedOfYearly = [
  "authority_reports",
  "authority_publications",
  "yearly_records",
  "requalifications",
];

export interface YearlyRows {
  report: string;
  record: string;
  disowning: string;
}

const year = 2050;
let revision = 0;

/** One row of each table about things that stand already. */
export async function addYearlyRows(
  { owner }: Pick<TestWorld, "owner">,
  of: {
    personId: string;
    authorityId: string;
    addressee?: string;
    constituentId: string;
    entityOrganisationId: string;
    partId: string;
    complaintId: string;
    bytes: Buffer;
  },
): Promise<YearlyRows> {
  const [report, record, disowning, proposal] = [newId(), newId(), newId(), newId()];
  const hash = "0".repeat(64);
  const addressee = of.addressee ?? `body-${report}`;
  revision += 1;
  await owner`update organisations set addressee = ${addressee} where id = ${of.authorityId}`;
  await owner`insert into authority_reports (id, organisation_id, year, revision, reason, report, sha256, frozen_by, frozen_at)
    values (${report}, ${of.authorityId}, ${year}, ${revision}, ${revision === 1 ? null : "Again"}, ${owner.json({ authority: "A", year, figures: [], laws: [] })}, ${hash}, ${of.personId}, now())`;
  await owner`insert into authority_publications (id, report_id, organisation_id, year, revision, content, sha256, published_by, published_at)
    values (${newId()}, ${report}, ${of.authorityId}, ${year}, ${revision}, ${owner.json({ authority: "A", year, revision, figures: [], laws: [] })}, ${hash}, ${of.personId}, now())`;
  await owner`insert into yearly_records (id, receipt_number, organisation_id, addressee, entity_organisation_id, constituent_id, entity_name, entity_reference, year, number, channel, language,
      pack_id, pack_version, pack_sha256, obligation_id, record, content_sha256, leaf_hash, lateness, submitted_at, entered_at)
    values (${record}, ${record}, ${of.authorityId}, ${addressee}, ${of.entityOrganisationId}, ${of.constituentId}, 'Bank', 'K-1', ${year}, 1, 'console', 'en',
      'mn.personal-data', '1.0.0', ${hash}, 'mn-pd.record.yearly', ${owner.json({ violations: 0, lines: [], measures: "", contact: "Awa" })}, ${hash}, ${hash}, 'no_time', now(), now())`;
  await owner`insert into change_proposals (id, constituent_id, kind, record_id, before, after, state, proposed_by, proposed_at)
    values (${proposal}, ${of.constituentId}, 'facts', ${newId()}, '{"classes": ["bank"]}', '{"classes": []}', 'pending', ${of.personId}, now())`;
  await owner`insert into requalifications (proposal_id, organisation_id, constituent_id, pack_id, articles, reason, asked_at)
    values (${proposal}, ${of.authorityId}, ${of.constituentId}, 'ml.data-protection', '2', 'As seen', now())`;
  await owner`insert into filing_causes (part_id, organisation_id, constituent_id, cause, judged_by, judged_at)
    values (${of.partId}, ${of.authorityId}, ${of.constituentId}, 'human_error', ${of.personId}, now())`;
  await owner`insert into filing_disownings (id, part_id, organisation_id, side, said_by, said_by_name, said_at, reason)
    values (${disowning}, ${of.partId}, ${of.authorityId}, 'authority', ${of.personId}, 'Oumar', now(), 'A joke')`;
  await owner`insert into complaint_pages (key_hash, complaint_id, sent_at) values (${of.bytes}, ${of.complaintId}, now())`;
  return { report, record, disowning };
}
