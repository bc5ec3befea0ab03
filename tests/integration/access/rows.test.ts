// When a handler forgets: what the database itself shows to each scope, table by table, and what it lets each scope write.
import type { TransactionSql } from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../../backend/platform/ids/index.ts";
import { type AskedForm, formAudiences } from "../../../frontend/shell/forms/form-reasons.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import {
  addCert,
  addFile,
  addFinding,
  addMessage,
  addObservable,
  addPerson,
  addReport,
} from "../../support/desk-world.ts";
import { addCaseworkRows, seenOfCasework } from "../../support/rows-of-casework.ts";
import { addCrisisRows, neverChangedOfCrisis, seenOfCrisis } from "../../support/rows-of-crisis.ts";
import { addEdgeRows, seenOfEdge } from "../../support/rows-of-edge.ts";
import { addChartRows, seenOfCharts } from "../../support/rows-of-charts.ts";
import { addPortalRows, seenOfPortal } from "../../support/rows-of-portal.ts";
import { addHandoverRows, seenOfHandover } from "../../support/rows-of-handover.ts";
import { addListRows, seenOfLists } from "../../support/rows-of-lists.ts";
import { addPlaybookRows, seenOfPlaybooks } from "../../support/rows-of-playbooks.ts";
import { addAreaRows, seenOfAreas } from "../../support/rows-of-areas.ts";
import { addArtefactRows, neverChangedOfArtefacts, seenOfArtefacts } from "../../support/rows-of-artefacts.ts";
import { addAssessmentRows, seenOfAssessments } from "../../support/rows-of-assessments.ts";
import { addClaimRows, neverChangedOfClaims, seenOfClaims } from "../../support/rows-of-claims.ts";
import { addEnrolmentRows, seenOfEnrolment } from "../../support/rows-of-enrolment.ts";
import { addFilingRows, seenOfFilings } from "../../support/rows-of-filings.ts";
import { addFormalityRows, neverChangedOfFormalities, seenOfFormalities } from "../../support/rows-of-formalities.ts";
import { addEvidenceRows, neverChangedOfEvidence, seenOfEvidence } from "../../support/rows-of-evidence.ts";
import { addExerciseRows, seenOfExercises } from "../../support/rows-of-exercises.ts";
import { addHuntRows, seenOfHunts } from "../../support/rows-of-hunts.ts";
import { addNotificationRows, seenOfNotifications } from "../../support/rows-of-notifications.ts";
import { addQualityRows, seenOfQuality } from "../../support/rows-of-quality.ts";
import { addRegisterRows, seenOfRegister } from "../../support/rows-of-register.ts";
import { addContributionRows, seenOfContributions } from "../../support/rows-of-contributions.ts";
import { addDisclosureRows, seenOfDisclosure } from "../../support/rows-of-disclosure.ts";
import { addTalkingRows, seenOfTalking } from "../../support/rows-of-talking.ts";
import { addReviewRows, seenOfReview } from "../../support/rows-of-review.ts";
import { addOfficeRows, neverChangedInOffice, seenOfOffice } from "../../support/rows-of-office.ts";
import { addRuleRows, seenOfRules } from "../../support/rows-of-rules.ts";
import { addServiceRows, neverChangedOfService, seenOfService } from "../../support/rows-of-service.ts";
import { addTeamRows, neverChangedOfTeam, seenOfTeam } from "../../support/rows-of-team.ts";
import { addYearlyRows, neverChangedOfYearly, seenOfYearly } from "../../support/rows-of-yearly.ts";
import { tablesOfForm, teamReads } from "../../support/tables-of-forms.ts";

const scopes = ["none", "intake", "reporter", "person", "staff", "identity", "custody", "mailer", "system"] as const;
type Scope = (typeof scopes)[number];

/** Of two rows of each table, one the asker's and one of somebody else: how many are seen under each scope. Tables that are not here are seen by nobody. */
const seen: Record<string, Partial<Record<Scope, number>>> = {
  // Names of places and the installation's settings are no secrets.
  areas: { none: 2, intake: 2, reporter: 2, person: 2, staff: 2, identity: 2, custody: 2, mailer: 2, system: 2 },
  settings: { none: 2, intake: 2, reporter: 2, person: 2, staff: 2, identity: 2, custody: 2, mailer: 2, system: 2 },
  // A reporter knows the national team and the authorities.
  organisations: { intake: 2, reporter: 3, person: 2, staff: 2, identity: 2, system: 2 },
  people: { person: 2, staff: 2, identity: 2, custody: 2, system: 2 },
  role_grants: { person: 2, staff: 2, identity: 2, custody: 2, system: 2 },
  passkeys: { identity: 2, system: 2 },
  sessions: { identity: 2, system: 2 },
  ceremonies: { identity: 2, system: 2 },
  invitations: { identity: 2, system: 2 },
  recoveries: { identity: 2, system: 2 },
  api_keys: { identity: 2, system: 2 },
  authenticator_metadata: { identity: 2, system: 2 },
  authenticator_models: { identity: 2, system: 2 },
  recovery_codes: { identity: 2, system: 2 },
  secret_tries: { identity: 2, system: 2 },
  service_accounts: { identity: 2, system: 2 },
  offices: { staff: 2, identity: 2, system: 2 },
  office_devices: { identity: 2, system: 2 },
  clerks: { staff: 2, identity: 2, system: 2 },
  clerk_shifts: { identity: 2, system: 2 },
  office_reports: { staff: 2, identity: 2, system: 2 },
  step_ups: { intake: 0, person: 1, staff: 1, identity: 2, system: 2 },
  constituents: { person: 2, staff: 2, system: 2 },
  contacts: { staff: 2, system: 2 },
  network_claims: { staff: 2, system: 2 },
  reports: { reporter: 1, staff: 2, system: 2 },
  report_identities: { staff: 2, system: 2 },
  receipts: { intake: 2, system: 2 },
  idempotency_keys: { intake: 2, system: 2 },
  report_files: { reporter: 1, staff: 2, system: 2 },
  objects: { intake: 2, reporter: 2, staff: 2, system: 2 },
  drafts: { intake: 2, system: 2 },
  triage_runs: { staff: 2, system: 2 },
  observables: { staff: 2, system: 2 },
  findings: { staff: 2, system: 2 },
  assessments: { staff: 2, system: 2 },
  cases: { staff: 2, system: 2 },
  case_reports: { staff: 2, system: 2 },
  case_notes: { staff: 2, system: 2 },
  case_timeline: { staff: 2, system: 2 },
  messages: { reporter: 1, staff: 2, system: 2 },
  outgoing_mails: { staff: 2, system: 2 },
  incoming_mails: { staff: 2, system: 2 },
  // The log's own affairs: publications, witnesses, alarms, what was checked and destroyed.
  log_publications: { system: 2 },
  log_witnesses: { system: 2 },
  log_alarms: { system: 2 },
  log_checks: { system: 2 },
  log_shreddings: { system: 2 },
  // Who is neither auditor nor administrator reads the own acts only; tenants.test.ts has the others.
  audit_log: { staff: 2, system: 2 },
  case_members: { staff: 2, system: 2 },
  conflicts: { staff: 2, system: 2 },
  glass_openings: { staff: 2, system: 2 },
  report_constituents: { staff: 2, system: 2 },
  releases: { staff: 2, system: 2 },
  shares: { staff: 2, system: 2 },
  unlocking_keys: { person: 2, staff: 2, identity: 2, custody: 2, system: 2 },
  // Only through the door of identity, and there only the own ones: nobody asks under that door in this file.
  unlocking_wraps: {},
  sealed_identities: { custody: 2 },
  sealed_identity_keys: { custody: 2 },
  identity_requests: { staff: 2, custody: 2, system: 2 },
  identity_openings: { staff: 2, custody: 2, system: 2 },
  routing_addresses: { mailer: 2 },
  ...seenOfAreas,
  ...seenOfNotifications,
  ...seenOfCasework,
  ...seenOfPlaybooks,
  ...seenOfCrisis,
  ...seenOfEdge,
  ...seenOfHandover,
  ...seenOfCharts,
  ...seenOfPortal,
  ...seenOfLists,
  ...seenOfExercises,
  ...seenOfArtefacts,
  ...seenOfAssessments,
  ...seenOfClaims,
  ...seenOfEnrolment,
  ...seenOfFilings,
  ...seenOfFormalities,
  ...seenOfEvidence,
  ...seenOfHunts,
  ...seenOfRules,
  ...seenOfOffice,
  ...seenOfReview,
  ...seenOfTalking,
  ...seenOfDisclosure,
  ...seenOfContributions,
  ...seenOfQuality,
  ...seenOfRegister,
  ...seenOfYearly,
  ...seenOfTeam,
  ...seenOfService,
};
/** Tables whose rows nobody changes, whoever asks: a trigger refuses, as their own tests show. */
const neverChanged = [
  ...neverChangedInOffice,
  ...neverChangedOfArtefacts,
  ...neverChangedOfClaims,
  ...neverChangedOfCrisis,
  ...neverChangedOfEvidence,
  ...neverChangedOfFormalities,
  ...neverChangedOfYearly,
  ...neverChangedOfTeam,
  ...neverChangedOfService,
  "fund_accounts",
  "contribution_declarations",
  "audit_log",
  "duty_changes",
  "shift_handovers",
  "shift_readings",
  "subject_request_steps",
  "figure_snapshots",
  "rule_versions",
];
/** Order and checkpoints of the log hold hashes only, and are the same for all; what was migrated is the owner's alone. */
const withoutPolicies = ["audit_checkpoints", "audit_nodes", "audit_sequence", "toguna_migrations"];

let world: TestWorld;
let mine = { person: "", organisation: "", report: "" };
beforeAll(async () => {
  world = await makeTestWorld();
  const { owner } = world;
  const cert = await addCert(world);
  const one = await addOne("analyst");
  await addOne("lead");
  mine = { person: one.person, organisation: cert, report: one.report };
  // Triggers write one for every report, case and constituent of this file.
  await owner`delete from search_texts where kind <> 'report' or report_id not in (select report_id from report_files)`;

  async function addOne(role: string): Promise<{ person: string; report: string }> {
    const { personId } = await addPerson(world, cert, role, role);
    const { id } = await addReport(world, cert);
    const [bytes, any] = [Buffer.alloc(32, newId()), newId()];
    await addMessage(world, id, { direction: "to_reporter", body: role });
    await addObservable(world, id, { kind: "domain", value: `${role}.example` });
    await addFinding(world, id, { title: role });
    await addFile(world, id, { name: "a.txt", mediaType: "text/plain", bytes: Buffer.from(any) });
    const [constituent, organisation, session, caseId] = [newId(), newId(), newId(), newId()];
    await owner`insert into settings (key, value) values (${any}, '1')`;
    await owner`insert into areas (id, level, names) values (${any}, 'country', '{}')`;
    // The CERT is one organisation already; the second is a constituent.
    if (role === "lead")
      await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'Bank')`;
    const ofWhom = role === "lead" ? organisation : cert;
    await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituent}, ${constituent}, ${ofWhom}, 'Bank', 'finance')`;
    await owner`insert into contacts (id, constituent_id, name, role) values (${any}, ${constituent}, 'Awa', 'security')`;
    await owner`insert into network_claims (id, constituent_id, kind, value, source, proof) values (${any}, ${constituent}, 'domain', 'a.example', 'letter', 'letter')`;
    await owner`insert into passkeys (id, person_id, name, public_key, algorithm, attestation_format, is_backup_eligible, is_backed_up)
      values (${any}, ${personId}, 'key', ${bytes}, -7, 'none', false, false)`;
    await owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at) values (${session}, ${bytes}, ${personId}, now(), now())`;
    await owner`insert into ceremonies (id, challenge, purpose, created_at, expires_at) values (${any}, ${bytes}, 'sign_in', now(), now())`;
    await owner`insert into invitations (id, token_hash, kind, role, organisation_id, expires_at) values (${any}, ${bytes}, 'invite', 'analyst', ${cert}, now())`;
    const other = await addPerson(world, cert, "administrator", "other");
    await owner`delete from role_grants where person_id = ${other.personId}`;
    await owner`insert into recoveries (id, person_id, asked_by, proof, asked_at) values (${any}, ${personId}, ${other.personId}, 'seen', now())`;
    await owner`insert into api_keys (id, name, key_hash, prefix, organisation_id, acts) values (${any}, 'key', ${bytes}, 'abcd', ${cert}, '{}')`;
    await owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
      values (${any}, ${session}, ${personId}, 'a.b', 'x', '1', now(), now())`;
    await owner`insert into authenticator_metadata (id, number, next_update, sha256, models, loaded_at) values (${any}, 1, now(), ${bytes}, 0, now())`;
    await owner`insert into authenticator_models (aaguid, name, statuses, roots) values (${any}, 'Key', '{}', '{}')`;
    await owner`insert into recovery_codes (id, person_id, selector, code_hash, made_at) values (${any}, ${personId}, 'ABCD', 'x', now())`;
    await owner`insert into secret_tries (subject, failed, failed_at) values (${any}, 1, now())`;
    await owner`insert into service_accounts (id, organisation_id, name, made_at) values (${any}, ${cert}, ${any}, now())`;
    await owner`insert into offices (id, name, made_at) values (${any}, ${any}, now())`;
    await owner`insert into office_devices (id, office_id, name, made_at) values (${any}, ${any}, 'Desk', now())`;
    await owner`insert into clerks (id, office_id, name, pin_hash, made_at, pin_made_at) values (${any}, ${any}, 'Awa', 'x', now(), now())`;
    await owner`insert into clerk_shifts (id, token_hash, device_id, clerk_id, opened_at, last_seen_at) values (${any}, ${bytes}, ${any}, ${any}, now(), now())`;
    await owner`insert into office_reports (report_id, office_id, clerk_id, shift_id, at) values (${id}, ${any}, ${any}, ${any}, now())`;
    await owner`insert into report_identities (report_id, name) values (${id}, 'Secret Name')`;
    const [key, request] = [newId(), newId()];
    await owner`insert into unlocking_keys (id, kind, person_id, public_key, prf_salt, created_at) values (${key}, 'person', ${personId}, ${bytes}, ${bytes}, now())`;
    await owner`insert into unlocking_wraps (id, key_id, method, salt, wrapped, created_at) values (${any}, ${key}, 'passphrase', ${bytes}, ${Buffer.alloc(60)}, now())`;
    await owner`insert into sealed_identities (report_id, ciphertext, sealed_at) values (${id}, ${bytes}, now())`;
    await owner`insert into sealed_identity_keys (report_id, key_id, sealed_key, sealed_at) values (${id}, ${key}, ${Buffer.alloc(80)}, now())`;
    await owner`insert into identity_requests (id, report_id, reference, asked_by, asker_key_id, reason, asked_at) values (${request}, ${id}, ${id}, ${personId}, ${key}, 'A life is at stake', now())`;
    await owner`insert into identity_openings (id, report_id, person_id, way, request_id, reason, opened_at) values (${any}, ${id}, ${personId}, 'request', ${request}, 'x', now())`;
    await owner`insert into routing_addresses (report_id, sealed, created_at) values (${id}, ${bytes}, now())`;
    await owner`insert into receipts (locator, report_id, secret_hmac) values (${role === "lead" ? "100001" : "100000"}, ${id}, ${bytes})`;
    await owner`insert into idempotency_keys (key_hash, body_hash, report_id) values (${bytes}, ${bytes}, ${id})`;
    await owner`insert into drafts (token_hash, flow, language, expires_at) values (${bytes}, 'free', 'fr', now())`;
    await owner`insert into triage_runs (id, report_id, state, rules_hash, started_at) values (${any}, ${id}, 'done', 'x', now())`;
    await owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) values (${caseId}, ${caseId}, ${cert}, 'A case', 'low', now())`;
    await owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${id}, now())`;
    await owner`insert into case_notes (id, case_id, body, at) values (${any}, ${caseId}, 'note', now())`;
    await owner`insert into case_timeline (id, case_id, at, kind, body) values (${any}, ${caseId}, now(), 'opened', '')`;
    await owner`insert into outgoing_mails (id, cause, kind, report_id, message_id, to_address, language, subject, body, created_at)
      values (${any}, ${any}, 'answer', ${id}, ${any}, 'a@b.example', 'fr', 'x', 'x', now())`;
    const [object] = await owner<{ id: string }[]>`select object_id as id from report_files where report_id = ${id}`;
    await owner`insert into incoming_mails (id, object_id, report_id, envelope_from, to_addresses, received_at)
      values (${any}, ${object?.id ?? ""}, ${id}, 'a@b.example', '{}', now())`;
    await owner`insert into audit_log (id, at, actor_kind, action, object_type, object_id, request_id, salt, commitment, leaf_hash)
      values (${any}, now(), 'system', 'test.act', 'test', '1', 'x', ${bytes}, ${bytes}, ${bytes})`;
    const size = role === "lead" ? 256 : 512;
    await owner`insert into audit_checkpoints (size, root, frontier, note, at) values (${size}, ${bytes}, ${bytes}, 'x', now())`;
    await owner`insert into log_publications (size, note, at, has_quorum) values (${size}, 'x', now(), true)`;
    await owner`insert into log_witnesses (name, state) values (${any}, 'good')`;
    await owner`insert into log_alarms (id, kind, key, raised_at) values (${any}, 'late', ${any}, now())`;
    await owner`insert into log_checks (kind, at, size, frontier, is_good, says) values (${role === "lead" ? "whole" : "newest"}, now(), 0, ${bytes}, true, 'good')`;
    await owner`insert into log_shreddings (id, object_type, object_id, reason, asked_by, asked_at) values (${any}, 'test', '1', 'As agreed', ${personId}, now())`;
    await owner`insert into case_members (case_id, person_id, added_at) values (${caseId}, ${personId}, now())`;
    await owner`insert into conflicts (id, person_id, case_id, reason, declared_by, declared_at)
      values (${any}, ${other.personId}, ${caseId}, 'A cousin', ${personId}, now())`;
    await owner`insert into glass_openings (id, case_id, person_id, reason, opened_at, expires_at)
      values (${any}, ${caseId}, ${other.personId}, 'The owner is ill', now(), now() + interval '1 hour')`;
    await owner`insert into report_constituents (report_id, constituent_id) values (${id}, ${constituent})`;
    await owner`insert into releases (id, act, object_type, object_id, reason, asked_by, asked_at, way, state)
      values (${any}, 'report.loosen_marking', 'report', ${id}, 'As agreed', ${personId}, now(), 'two_persons', 'waiting')`;
    const [bank] = await owner<
      { id: string }[]
    >`insert into organisations (id, kind, name) values (${newId()}, 'peer', 'Peer') returning id`;
    await owner`insert into shares (id, report_id, organisation_id, basis, reason, shared_at) values (${any}, ${id}, ${bank?.id ?? ""}, 'desk', 'Agreed', now())`;
    await addReviewRows(world);
    await addTalkingRows(world, { caseId, reportId: id, personId });
    await addDisclosureRows(world, { caseId, reportId: id });
    await addAssessmentRows(world, { constituentId: constituent, organisationId: ofWhom, bytes });
    await addContributionRows(world, { constituentId: constituent, organisationId: ofWhom });
    await addEnrolmentRows(world, { constituentId: constituent, personId, bytes });
    await addRuleRows(world, { reportId: id, personId });
    await addCaseworkRows(world, { caseId, reportId: id, personId, noteId: any, bytes });
    await addPlaybookRows(world, { caseId });
    await addCrisisRows(world, { personId, caseId, reportId: id });
    await addEdgeRows(world, { reportId: id });
    await addHandoverRows(world, { personId, caseId });
    await addChartRows(world, { personId });
    await addPortalRows(world);
    await addTeamRows(world, { personId });
    await addListRows(world, { personId, reportId: id });
    await addServiceRows(world, { personId, otherId: other.personId, caseId, reportId: id });
    await addExerciseRows(world, { personId });
    await addNotificationRows(world, {
      reportId: id,
      caseId,
      constituentId: constituent,
      contactId: any,
      personId,
      bytes,
    });
    await addAreaRows(world, { reportId: id, caseId, constituentId: constituent, personId, bytes });
    await addFilingRows(world, {
      constituentId: constituent,
      personId,
      organisationId: ofWhom,
      isToTeam: ofWhom === cert,
      bytes,
    });
    await addFormalityRows(world, { constituentId: constituent, organisationId: ofWhom });
    await addQualityRows(world, { constituentId: constituent, contactId: any, bytes });
    await addRegisterRows(world, { constituentId: constituent, contactId: any, organisationId: ofWhom });
    await addClaimRows(world, { constituentId: constituent, personId });
    await addEvidenceRows(world, { caseId, personId, organisationId: ofWhom, bytes });
    await addArtefactRows(world, { caseId, personId, bytes });
    await addHuntRows(world, { reportId: id, constituentId: constituent, bytes });
    const rows = await addOfficeRows(world, { personId, constituentId: constituent });
    await addYearlyRows(world, {
      personId,
      authorityId: rows.authority,
      constituentId: constituent,
      entityOrganisationId: ofWhom,
      partId: rows.part,
      complaintId: rows.complaint,
      bytes,
    });
    return { person: personId, report: id };
  }
});

/** Runs as the application under a scope, with the ids that such an actor has, and takes everything back. */
async function as<Result>(scope: Scope, work: (sql: TransactionSql) => Promise<Result>): Promise<Result> {
  const isPerson = scope === "person" || scope === "staff";
  let result: Result | undefined;
  await world.app.sql
    .begin(async (sql) => {
      await sql`select set_config('toguna.scope', ${scope === "none" ? "" : scope}, true), set_config('toguna.person', ${isPerson ? mine.person : ""}, true),
        set_config('toguna.organisation', ${isPerson ? mine.organisation : ""}, true), set_config('toguna.report', ${scope === "reporter" ? mine.report : ""}, true)`;
      result = await work(sql);
      throw new Error("taken back");
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.message === "taken back")) throw error;
    });
  return result as Result;
}

test("each table has row-level security and stands in this file; the application's role owns none and cannot pass it by", async () => {
  const tables = await world.owner<
    { name: string; on: boolean; owner: string }[]
  >`select c.relname as name, c.relrowsecurity as on, pg_get_userbyid(c.relowner) as owner
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`;
  expect(tables.filter(({ on }) => on).map(({ name }) => name)).toEqual(Object.keys(seen).sort());
  expect(tables.filter(({ on }) => !on).map(({ name }) => name)).toEqual(withoutPolicies);
  expect(tables.filter(({ owner }) => owner === "toguna_app")).toEqual([]);
  await expect(world.app.sql`select 1 from toguna_migrations`).rejects.toThrow(/permission denied/);
  const [role] =
    await world.owner`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'toguna_app'`;
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false });
});

describe.each(scopes)("under the scope %s", (scope) => {
  test.each(Object.keys(seen))("%s shows what it should and nothing else", async (table) => {
    const [all] = await world.owner.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`);
    const found = await as(
      scope,
      async (sql) => await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`),
    );
    const expected = seen[table]?.[scope] ?? 0;
    // "2" is every row there is: some tables got more than two on the way.
    expect(found[0]?.n).toBe(expected === 2 ? all?.n : expected);
    expect(all?.n).toBeGreaterThanOrEqual(2);
  });

  test("no row can be changed or deleted that cannot be seen", async () => {
    for (const table of Object.keys(seen).filter((name) => !neverChanged.includes(name))) {
      const [column] = await world.owner<{ name: string }[]>`select column_name as name from information_schema.columns
        where table_schema = 'public' and table_name = ${table} order by ordinal_position limit 1`;
      const changed = await as(
        scope,
        async (sql) => (await sql.unsafe(`update ${table} set ${column?.name} = ${column?.name} returning 1`)).length,
      );
      const visible = await as(scope, async (sql) => (await sql.unsafe(`select 1 from ${table}`)).length);
      expect([table, changed <= visible]).toEqual([table, true]);
    }
  });
});

test("a reporter sees and touches the own report only, by whatever query", async () => {
  const found = await as("reporter", async (sql) => ({
    reports: await sql`select id from reports`,
    messages: await sql`select report_id as id from messages`,
    files: await sql`select report_id as id from report_files`,
    touched: await sql`update reports set description = 'x' returning id`,
  }));
  for (const rows of Object.values(found)) expect([...rows]).toEqual([{ id: mine.report }]);
  await expect(
    as(
      "reporter",
      async (sql) =>
        await sql`insert into messages (id, report_id, direction, channel, body, at)
      select ${newId()}, report_id, 'from_reporter', 'receipt', 'x', now() from receipts union all values (${newId()}::uuid, gen_random_uuid(), 'from_reporter', 'receipt', 'x', now())`,
    ),
  ).rejects.toThrow(/row-level security/);
});

test("the door of intake puts down the one report that it names, and can read or change no other", async () => {
  const id = newId();
  await as("intake", async (sql) => {
    const put = async (key: string): Promise<unknown> =>
      await sql`insert into reports (id, reference, organisation_id, source, flow, language, description, is_anonymous, answer_channel, received_at)
        values (${key}, ${key}, ${mine.organisation}, 'api', 'free', 'fr', 'x', true, 'receipt', now()) returning id`;
    await sql`select set_config('toguna.report', ${id}, true)`;
    expect(await put(id)).toHaveLength(1);
    await sql`insert into report_identities (report_id, name) values (${id}, 'Awa')`;
    // Which office wrote it down is put down with it, for this report and no other.
    const [office] = await world.owner<
      { id: string; clerk: string }[]
    >`select o.id, c.id as clerk from offices o join clerks c on c.office_id = o.id limit 1`;
    const mark = async (report: string): Promise<unknown> =>
      await sql`insert into office_reports (report_id, office_id, clerk_id, shift_id, at) values (${report}, ${office?.id ?? ""}, ${office?.clerk ?? ""}, ${newId()}, now())`;
    await mark(id);
    expect(await sql`select 1 from office_reports`).toHaveLength(0);
    await expect(sql.savepoint(async () => await mark(mine.report))).rejects.toThrow(/row-level security/);
    expect([...(await sql`select id from reports`)]).toEqual([{ id }]);
    expect(await sql`select 1 from report_identities`).toHaveLength(0);
    expect(await sql`update reports set description = 'x' where id = ${mine.report} returning 1`).toHaveLength(0);
    await expect(sql.savepoint(async () => await put(newId()))).rejects.toThrow(/row-level security/);
  });
});

test("only the settings' and register's own people write there: a stranger's door does not", async () => {
  for (const scope of ["none", "intake", "reporter", "identity"] as const) {
    await expect(
      as(scope, async (sql) => await sql`insert into settings (key, value) values ('x', '1')`),
    ).rejects.toThrow(/row-level security/);
    await expect(
      as(scope, async (sql) => await sql`insert into areas (id, level, names) values ('x', 'country', '{}')`),
    ).rejects.toThrow(/row-level security/);
  }
});

test.each(Object.entries(formAudiences))(
  "the form %s says who reads its answers (%s), and nobody else is shown them",
  (form, audience) => {
    for (const table of tablesOfForm[form as AskedForm]) {
      const shown: Partial<Record<Scope, number>> | undefined = seen[table];
      expect([table, shown !== undefined]).toEqual([table, true]);
      const team = shown?.staff ?? 0;
      expect([table, team]).toEqual([table, { all: 2, "its own": Math.min(team, 1), none: 0 }[teamReads[audience]]]);
      // Who is signed in somewhere, or holds a receipt, is shown nothing of another's; who is neither, nothing at all.
      for (const [scope, most] of [
        ["none", 0],
        ["person", 1],
        ["reporter", 1],
      ] as const)
        expect([table, scope, (shown?.[scope] ?? 0) <= most]).toEqual([table, scope, true]);
    }
  },
);
