// Rows of duties and filings for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** As in rows.test.ts. What an entity files is its own and its addressees': filings-isolation.test.ts has those. */
export const seenOfFilings = {
  duty_statements: { system: 2 },
  duty_events: { system: 2 },
  calendar_feeds: { person: 1, staff: 1, system: 2 },
  filings: { system: 2 },
  filing_versions: { system: 2 },
  filing_drafts: { system: 2 },
  // The one that was filed with the national team.
  filing_parts: { staff: 1, system: 2 },
  guest_filings: { system: 2 },
} as const;

export async function addFilingRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { constituentId: string; personId: string; organisationId: string; isToTeam: boolean; bytes: Buffer },
): Promise<void> {
  const [any, hash] = [newId(), "ab".repeat(32)];
  const { constituentId, personId, organisationId } = of;
  const digits = String(Number.parseInt(any.slice(-6), 16))
    .padStart(9, "0")
    .slice(-9);
  await owner`insert into duty_statements (constituent_id, organisation_id, changed_at) values (${constituentId}, ${organisationId}, now())`;
  await owner`insert into duty_events (id, constituent_id, organisation_id, pack_id, pack_version, pack_sha256, event, happened_at, recorded_at)
    values (${any}, ${constituentId}, ${organisationId}, 'ml.usof', '1.0.0', ${hash}, 'audit.submitted', now(), now())`;
  await owner`insert into calendar_feeds (id, person_id, organisation_id, token_hash, language, made_at)
    values (${any}, ${personId}, ${organisationId}, ${of.bytes}, 'fr', now())`;
  await owner`insert into filings (id, reference, organisation_id, constituent_id, entity_name, channel, language, profile, events, pins, opened_at)
    values (${any}, ${any}, ${organisationId}, ${constituentId}, 'Bank', 'console', 'fr', '{}', '{}', '[]', now())`;
  await owner`insert into filing_versions (filing_id, number, organisation_id, kind, answers, submitted_at)
    values (${any}, 1, ${organisationId}, 'first', '{}', now())`;
  await owner`insert into filing_drafts (id, organisation_id, constituent_id, kind, created_at, updated_at)
    values (${any}, ${organisationId}, ${constituentId}, 'first', now(), now())`;
  const reader = of.isToTeam ? organisationId : null;
  await owner`insert into filing_parts (id, filing_id, number, filing_reference, receipt_number, organisation_id, addressee, entity_organisation_id, entity_name,
      channel, language, pack_id, pack_version, pack_sha256, stage, fields, content_sha256, submitted_at, entered_at, clock_kind, lateness, standing, delivery)
    values (${any}, ${any}, 1, ${any}, ${any}, ${reader}, 'ml-cert', ${organisationId}, 'Bank', 'console', 'fr', 'ml.cybercrime', '1.0.0', ${hash}, 'report', '[]',
      ${hash}, now(), now(), 'none_in_law', 'no_time', 'confirmed', ${of.isToTeam ? "platform" : "paper"})`;
  await owner`insert into guest_filings (filing_id, locator, secret_hmac, key_hash, named_organisation, contact, filed_at)
    values (${any}, ${digits}, ${of.bytes}, ${of.bytes}, 'Bank', '000', now())`;
}
