// The life of a case over a real database: opening, joining, changing, closing, and every refusal.
import { beforeAll, expect, test } from "vitest";
import { closeReport } from "../../../backend/cases/end-report.ts";
import * as cases from "../../../backend/cases/index.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { readCasePage } from "../../../backend/reporting/read-case-page.ts";
import { readReportPage } from "../../../backend/reporting/read-report-page.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFinding, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let analyst: Extract<Actor, { kind: "person" }>;
let colleague: Extract<Actor, { kind: "person" }>;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  analyst = await addPerson(world, cert, "analyst", "Awa");
  colleague = await addPerson(world, cert, "senior", "Bat");
});

const as = (actor: Actor) => world.context(actor);
const refused = (code: string) => expect.objectContaining({ code });

test("a case opened from two reports takes both, the severest level, and the first one's words", async () => {
  const low = await addReport(world, cert, { severity: "low", subject: "Colis" });
  const high = await addReport(world, cert, { severity: "high" });
  const opened = await cases.openCase(as(analyst), { reportIds: [low.id, high.id] });
  expect(opened).toMatchObject({ title: "Colis", severity: "high", status: "open" });
  expect(opened.reference).toMatch(/^TG-C-\d{4}-\d{4}$/);
  const page = await readCasePage(as(analyst), opened.id);
  expect(page.reports.map((report) => [report.reference, report.status])).toEqual([
    [low.reference, "in_case"],
    [high.reference, "in_case"],
  ]);
  expect(page.owner).toEqual({ id: analyst.personId, name: "Awa" });
  expect(page.timeline.map((entry) => entry.kind)).toEqual(["opened", "report_joined", "report_joined"]);
});

test("thirty cases opened at once get thirty references", async () => {
  const reports = await Promise.all(Array.from({ length: 30 }, async () => await addReport(world, cert)));
  const opened = await Promise.all(
    reports.map(async ({ id }) => await cases.openCase(as(analyst), { reportIds: [id] })),
  );
  expect(new Set(opened.map((one) => one.reference)).size).toBe(30);
});

test("of two analysts who open a case from the same report at once, one is refused and nothing is left over", async () => {
  const report = await addReport(world, cert);
  const before = await world.owner`select count(*)::int as n from cases`;
  const tries = await Promise.allSettled([
    cases.openCase(as(analyst), { reportIds: [report.id] }),
    cases.openCase(as(colleague), { reportIds: [report.id] }),
  ]);
  expect(tries.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  const after = await world.owner`select count(*)::int as n from cases`;
  expect(after[0]?.["n"]).toBe(before[0]?.["n"] + 1);
});

test("a report joins an open case, leaves it with a reason, and goes back to the queue", async () => {
  const first = await addReport(world, cert);
  const second = await addReport(world, cert);
  const opened = await cases.openCase(as(analyst), { reportIds: [first.id] });
  await cases.joinReport(as(analyst), { caseId: opened.id, reportId: second.id });
  const told = await world.owner`select action from audit_log where object_id = ${opened.id} order by at, id`;
  expect(told.map((row) => row["action"])).toEqual(["case.open", "case.report_joined"]);
  expect((await readReportPage(as(analyst), second.id)).case?.reference).toBe(opened.reference);
  await expect(cases.joinReport(as(analyst), { caseId: opened.id, reportId: second.id })).rejects.toEqual(
    refused("refused"),
  );
  const left = await cases.leaveReport(as(analyst), {
    caseId: opened.id,
    reportId: second.id,
    reason: "another matter",
  });
  expect(left.status).toBe("triaged");
  await expect(
    cases.leaveReport(as(analyst), { caseId: opened.id, reportId: second.id, reason: "again" }),
  ).rejects.toEqual(refused("not_found"));
});

test("a change made on an older version is refused and changes nothing", async () => {
  const report = await addReport(world, cert);
  const opened = await cases.openCase(as(analyst), { reportIds: [report.id] });
  await cases.changeCase(as(colleague), { caseId: opened.id, version: 1, title: "Theirs" });
  await expect(cases.changeCase(as(analyst), { caseId: opened.id, version: 1, title: "Mine" })).rejects.toEqual(
    refused("conflict"),
  );
  expect((await readCasePage(as(analyst), opened.id)).title).toBe("Theirs");
});

test("a case cannot be given to somebody who works no cases", async () => {
  const report = await addReport(world, cert);
  const auditor = await addPerson(world, cert, "auditor", "Chimeg");
  const opened = await cases.openCase(as(analyst), { reportIds: [report.id] });
  await expect(
    cases.changeCase(as(analyst), { caseId: opened.id, version: 1, ownerId: auditor.personId }),
  ).rejects.toEqual(refused("invalid_input"));
});

test("closing a case closes its reports, reopening opens them, and a closed case takes no report", async () => {
  const report = await addReport(world, cert);
  const other = await addReport(world, cert);
  const opened = await cases.openCase(as(analyst), { reportIds: [report.id] });
  await cases.closeCase(as(analyst), { caseId: opened.id, outcome: "resolved", reason: "site is down" });
  expect((await readReportPage(as(analyst), report.id)).status).toBe("closed");
  await expect(cases.joinReport(as(analyst), { caseId: opened.id, reportId: other.id })).rejects.toEqual(
    refused("refused"),
  );
  await expect(cases.reopenReport(as(analyst), { reportId: report.id })).rejects.toEqual(refused("refused"));
  await cases.reopenCase(as(analyst), { caseId: opened.id, reason: "it is back" });
  expect((await readReportPage(as(analyst), report.id)).status).toBe("in_case");
  const events =
    await world.owner`select payload ->> 'type' as type from graphile_worker._private_jobs where payload ->> 'caseId' = ${opened.id} order by id`;
  expect(events.map((row) => row["type"])).toEqual(["case.opened", "case.closed"]);
});

test("rejecting needs a reason, is undone by reopening, and a report in a case is not rejected alone", async () => {
  const report = await addReport(world, cert);
  await expect(cases.rejectReport(as(analyst), { reportId: report.id, reason: " " })).rejects.toThrow(
    /at least 3 characters/,
  );
  await cases.rejectReport(as(analyst), { reportId: report.id, reason: "advertising" });
  expect((await readReportPage(as(analyst), report.id)).closedReason).toBe("advertising");
  const back = await cases.reopenReport(as(analyst), { reportId: report.id });
  expect(back.status).toBe("triaged");
  await cases.openCase(as(analyst), { reportIds: [report.id] });
  await expect(cases.rejectReport(as(analyst), { reportId: report.id, reason: "advertising" })).rejects.toEqual(
    refused("refused"),
  );
});

test("a report that needs no case is closed with a reason, once, and not on an older version", async () => {
  const report = await addReport(world, cert);
  await expect(closeReport(as(analyst), { reportId: report.id, reason: "answered", version: 7 })).rejects.toEqual(
    refused("conflict"),
  );
  const closed = await closeReport(as(analyst), { reportId: report.id, reason: "answered", version: 1 });
  expect(closed).toMatchObject({ status: "closed", version: 2 });
  await expect(closeReport(as(analyst), { reportId: report.id, reason: "again" })).rejects.toEqual(refused("refused"));
});

test("a sleep ends in the future, and null wakes", async () => {
  const report = await addReport(world, cert);
  await expect(cases.snoozeReport(as(analyst), { reportId: report.id, until: "2020-01-01T00:00:00Z" })).rejects.toEqual(
    refused("invalid_input"),
  );
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect((await cases.snoozeReport(as(analyst), { reportId: report.id, until })).snoozedUntil).toBe(until);
  expect((await cases.snoozeReport(as(analyst), { reportId: report.id, until: null })).snoozedUntil).toBeNull();
});

test("a changed assessment stands beside the computed one, with who and why", async () => {
  const report = await addReport(world, cert, { severity: "low" });
  const change = {
    reportId: report.id,
    rsitClass: "intrusions",
    rsitType: "system-compromise",
    severity: "high" as const,
  };
  await expect(
    cases.changeAssessment(as(analyst), { ...change, rsitType: "phishing", reason: "wrong pair" }),
  ).rejects.toEqual(refused("invalid_input"));
  await cases.changeAssessment(as(analyst), { ...change, reason: "a shell was found" });
  const page = await readReportPage(as(analyst), report.id);
  expect(page.severity).toBe("high");
  expect(
    page.assessments.map((one) => [one.kind, one.rsitType, one.changeReason, one.changedBy?.name ?? null]),
  ).toEqual([
    ["changed", "system-compromise", "a shell was found", "Awa"],
    ["computed", "phishing", null, null],
  ]);
  await expect(cases.changeAssessment(as(analyst), { ...change, reason: "the same" })).rejects.toEqual(
    refused("refused"),
  );
});

test("a verdict of false needs a reason and becomes the rule's record", async () => {
  const report = await addReport(world, cert);
  const findingId = await addFinding(world, report.id, { title: "Look-alike page", ruleId: "rule_of_record" });
  await expect(cases.judgeFinding(as(analyst), { findingId, verdict: "false" })).rejects.toEqual(
    refused("invalid_input"),
  );
  await cases.judgeFinding(as(analyst), { findingId, verdict: "false", reason: "the bank's own page" });
  const [finding] = (await readReportPage(as(analyst), report.id)).findings;
  expect(finding).toMatchObject({
    verdict: "false",
    verdictReason: "the bank's own page",
    record: { true: 0, false: 1, benign: 0 },
  });
});

test("every act is in the log with its actor, and nobody without the right can act", async () => {
  const report = await addReport(world, cert);
  await cases.assignReport(as(analyst), { reportId: report.id, personId: colleague.personId });
  const opened = await cases.openCase(as(analyst), { reportIds: [report.id] });
  await cases.addNote(as(colleague), { caseId: opened.id, body: "Called the operator." });
  const acts =
    await world.owner`select action, actor_id from audit_log where object_id in (${report.id}, ${opened.id}) order by action`;
  expect(acts.map((row) => [row["action"], row["actor_id"]])).toEqual([
    ["case.note", colleague.personId],
    ["case.open", analyst.personId],
    ["report.assign", analyst.personId],
    ["report.join", analyst.personId],
  ]);
  const administrator = await addPerson(world, cert, "administrator", "Dina");
  for (const actor of [administrator, { kind: "anonymous" } as const]) {
    await expect(cases.openCase(as(actor), { reportIds: [report.id] })).rejects.toThrow(/forbidden|unauthenticated/);
    await expect(cases.addNote(as(actor), { caseId: opened.id, body: "x" })).rejects.toThrow(
      /forbidden|unauthenticated/,
    );
    await expect(cases.rejectReport(as(actor), { reportId: report.id, reason: "none" })).rejects.toThrow(
      /forbidden|unauthenticated/,
    );
  }
});
