// Rows of contributions for the test of what the database shows to each scope: the scopes of entities and authorities have tests of their own.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const open = { none: 2, intake: 2, reporter: 2, person: 2, staff: 2, identity: 2, custody: 2, mailer: 2, system: 2 };

/** As in rows.test.ts: 2 is every row. A published account is for everybody. */
export const seenOfContributions = {
  contribution_years: { system: 2 },
  contribution_declarations: { system: 2 },
  contribution_assessments: { system: 2 },
  contribution_payments: { system: 2 },
  contribution_reminders: { system: 2 },
  fund_spendings: { system: 2 },
  fund_recommendations: { system: 2 },
  fund_accounts: open,
} as const;

export async function addContributionRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { constituentId: string; organisationId: string },
): Promise<void> {
  const [authority, year] = [newId(), newId()];
  const { constituentId, organisationId } = of;
  // The house counts its organisations by what else stands in it: rows of an authority use the entity's own.
  const keeper = organisationId;
  await owner`insert into contribution_years (id, authority_id, pack_id, obligation_id, year, currency, opened_at) values (${year}, ${keeper}, 'mn.usof', ${authority}, 2026, 'MNT', now())`;
  await owner`insert into contribution_declarations (id, year_id, authority_id, organisation_id, constituent_id, entity_name, receipt_number, base, rate_percent, amount, pack_id, pack_version,
      pack_sha256, is_late, way, declared_on, declared_at)
    values (${newId()}, ${year}, ${keeper}, ${organisationId}, ${constituentId}, 'An operator', ${year}, 100, 3, 3, 'mn.usof', '1.0.0', ${"0".repeat(64)}, false, 'paper', '2026-01-01', now())`;
  await owner`insert into contribution_assessments (id, year_id, authority_id, organisation_id, constituent_id, amount, reason, assessed_at)
    values (${newId()}, ${year}, ${keeper}, ${organisationId}, ${constituentId}, 1, 'Nothing was declared', now())`;
  await owner`insert into contribution_payments (id, year_id, authority_id, organisation_id, constituent_id, amount, paid_on, bank_reference, recorded_at)
    values (${newId()}, ${year}, ${keeper}, ${organisationId}, ${constituentId}, 1, '2026-01-01', ${year}, now())`;
  await owner`insert into contribution_reminders (id, year_id, authority_id, organisation_id, constituent_id, kind, reminded_at)
    values (${newId()}, ${year}, ${keeper}, ${organisationId}, ${constituentId}, 'pay', now())`;
  await owner`insert into fund_spendings (id, authority_id, year, project, amount, currency, spent_on, source, entered_at) values (${newId()}, ${keeper}, 2026, 'x', 1, 'MNT', '2026-01-01', 'x', now())`;
  await owner`insert into fund_recommendations (id, authority_id, year, text, decided_on, in_favour, against, abstained, entered_at) values (${newId()}, ${keeper}, 2026, 'More', '2026-01-01', 9, 0, 0, now())`;
  await owner`insert into fund_accounts (id, authority_id, year, account, sha256, published_at) values (${newId()}, ${keeper}, 2026, '{}', ${"0".repeat(64)}, now())`;
}
