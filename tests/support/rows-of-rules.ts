// Rows of rules' life for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** Rules are the CERT's, whatever the role there: who reads no reports reads rules. */
const ofCert = { person: 2, staff: 2, system: 2 } as const;

/** As in rows.test.ts: 2 is every row. What would have fired or was held back on a report follows the report. */
export const seenOfRules = {
  allow_entries: ofCert,
  rule_checks: ofCert,
  rule_costs: ofCert,
  rule_drafts: ofCert,
  rule_import_items: ofCert,
  rule_imports: ofCert,
  rule_names: ofCert,
  rule_packs: ofCert,
  rule_publications: ofCert,
  rule_trial_rules: ofCert,
  rule_trials: ofCert,
  rule_versions: ofCert,
  rules: ofCert,
  rule_trial_hits: { staff: 2, system: 2 },
  suppressed_findings: { staff: 2, system: 2 },
} as const;

export async function addRuleRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { reportId: string; personId: string },
): Promise<void> {
  const [rule, pack, trial, bring] = [newId(), newId(), newId(), newId()];
  const people = [of.personId];
  await owner`insert into rule_packs (id, name, licence, file_name, sha256, imported_at) values (${pack}, 'Pack', 'MIT', 'a.zip', sha256('a'), now())`;
  await owner`insert into rules (id, kind, origin, title, state, state_at, created_by, created_at) values (${rule}, 'yara', 'desk', 'A rule', 'test', now(), ${of.personId}, now())`;
  await owner`insert into rule_drafts (rule_id, source, written_by, edited_at) values (${rule}, 'x', ${people}::uuid[], now())`;
  await owner`insert into rule_versions (rule_id, version, origin, source, sha256, samples, samples_sha256, title, level, names, written_by, created_at)
    values (${rule}, 1, 'desk', 'x', sha256('a'), '[]', sha256('b'), 'A rule', 'low', ${[rule]}, ${people}::uuid[], now())`;
  await owner`insert into rule_names (kind, name, rule_id) values ('yara', ${rule}, ${rule})`;
  await owner`insert into rule_checks (rule_id, version, gate, state) values (${rule}, 1, 'form', 'passed')`;
  await owner`insert into rule_trials (id, asked_at, until_at, state) values (${trial}, now(), now(), 'done')`;
  await owner`insert into rule_trial_rules (trial_id, rule_id, version) values (${trial}, ${rule}, 1)`;
  await owner`insert into rule_trial_hits (id, trial_id, rule_id, report_id, name, title, level, source, has_fired_before)
    values (${newId()}, ${trial}, ${rule}, ${of.reportId}, 'x', 'A rule', 'low', 'description', false)`;
  await owner`insert into rule_publications (id, rule_id, version, written_by, way, state, asked_by, asked_at, reason)
    values (${newId()}, ${rule}, 1, ${people}::uuid[], 'two_persons', 'waiting', ${of.personId}, now(), 'because')`;
  await owner`insert into rule_costs (kind, name, day) values ('yara', ${rule}, now())`;
  await owner`insert into rule_imports (id, file_name, sha256, state, asked_at) values (${bring}, 'a.zip', sha256('a'), 'ready', now())`;
  await owner`insert into rule_import_items (import_id, number, path, kind, source, title, status) values (${bring}, 0, 'a.yar', 'yara', 'x', 'x', 'new')`;
  await owner`insert into allow_entries (id, engine, rule_name, reason, owner_id, created_by, created_at, expires_at)
    values (${newId()}, 'yara', ${rule}, 'ours', ${of.personId}, ${of.personId}, now(), now() + interval '1 day')`;
  await owner`insert into suppressed_findings (id, report_id, engine, rule_id, rule_version, title, level, source, locations, why, held_by, found_at)
    values (${newId()}, ${of.reportId}, 'yara', ${rule}, '1', 'x', 'low', 'description', '[]', 'x', '{}', now())`;
}
