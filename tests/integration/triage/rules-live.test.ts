// Rules at work: what would have fired on stored reports, a publication that is live without a stop, findings held aside, costs and quarantine.
import { beforeAll, describe, expect, test } from "vitest";
import { judgeFinding } from "../../../backend/cases/judge-finding.ts";
import { coordinationSubscriptions } from "../../../backend/coordination/index.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import type { JobContext } from "../../../backend/platform/jobs/index.ts";
import { withEngines } from "../../../backend/triage/live-engines.ts";
import {
  addAllowEntry,
  changeAllowEntry,
  endAllowEntry,
  listAllowEntries,
} from "../../../backend/triage/rules/allow-list.ts";
import { approvePublication } from "../../../backend/triage/rules/approve-publication.ts";
import { askPublication } from "../../../backend/triage/rules/ask-publication.ts";
import { openLedger } from "../../../backend/triage/rules/cost-ledger.ts";
import { listRules } from "../../../backend/triage/rules/list-rules.ts";
import { measureYara } from "../../../backend/triage/rules/measure-yara.ts";
import { ruleStepUpFor } from "../../../backend/triage/rules/model.ts";
import { readRulePage } from "../../../backend/triage/rules/read-rule.ts";
import { readTrial } from "../../../backend/triage/rules/read-trial.ts";
import { runTrial } from "../../../backend/triage/rules/run-trial.ts";
import { cancelTrial, startTrial } from "../../../backend/triage/rules/start-trial.ts";
import { stopRule } from "../../../backend/triage/rules/stop-rule.ts";
import { runTriage } from "../../../backend/triage/run-triage.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addPerson, addReport } from "../../support/desk-world.ts";
import {
  addReadyRule,
  addTestedRule,
  asSystem,
  confirm,
  eventWith,
  newMarker,
  type NewRule,
  yaraRule,
} from "./rules-support.ts";

type Person = Awaited<ReturnType<typeof addPerson>>;
let world: TestWorld;
let cert: string;
let author: Person;
let second: Person;
let administrator: Person;
beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  author = await addPerson(world, cert, "analyst", "Awa");
  second = await addPerson(world, cert, "lead", "Bat");
  administrator = await addPerson(world, cert, "administrator", "Dorj");
});

const day = 86_400_000;
const reason = "As agreed by telephone.";

/** A stored report with one file, received some days ago. */
async function addStored(content: string, { daysAgo = 1, name = "host.json" } = {}): Promise<string> {
  const { id } = await addReport(world, cert, { receivedAt: new Date(Date.now() - daysAgo * day), severity: null });
  await addFile(world, id, { name, mediaType: "application/json", bytes: Buffer.from(content) });
  return id;
}

async function publishRule(rule: NewRule = {}): Promise<{ ruleId: string; marker: string; name: string }> {
  const made = await addReadyRule(world, author, rule);
  const { publicationId } = await askPublication(world.context(author), made.ruleId, { version: 1, reason });
  await confirm(world, second, ruleStepUpFor.approve(publicationId, made.ruleId, 1));
  await approvePublication(world.context(second), made.ruleId, { publicationId });
  const [name] = (await readRulePage(world.context(author), made.ruleId)).names;
  return { ...made, name: name ?? "" };
}

const triage = async (reportId: string): Promise<unknown> =>
  await withEngines(asSystem(world), async (engines) => await runTriage(asSystem(world), engines, reportId));
const findingsOf = async (reportId: string, ruleName: string) =>
  await world.owner<
    { id: string; source: string }[]
  >`select id, source from findings where report_id = ${reportId} and rule_id = ${ruleName}`;
const jobContext = (ctx: Context): JobContext => ({ ...ctx, attempt: 1, maxAttempts: 1 });

describe("a back-test", () => {
  test("walks stored events and files, and shows what would have fired and what is new", async () => {
    const marker = newMarker();
    const old = await addStored(eventWith(`old ${marker}`), { daysAgo: 120 });
    const known = await addStored(eventWith(`known ${marker}`), { daysAgo: 3 });
    const fresh = await addStored(eventWith(`fresh ${marker}`), { daysAgo: 2 });
    await addStored(eventWith("nothing"));
    const { ruleId } = await addTestedRule(world, author, { marker });
    const [name] = (await readRulePage(world.context(author), ruleId)).names;
    await world.owner`insert into findings (id, report_id, engine, rule_id, rule_version, title, level, source, locations, why, found_at)
      values (${crypto.randomUUID()}, ${known}, 'sigma', ${name ?? ""}, '0', 't', 'low', 'x', '[]', 'w', now())`;
    const { trialId } = await startTrial(world.context(author), ruleId, { version: 1 });
    expect(await readTrial(world.context(author), trialId)).toMatchObject({ state: "waiting" });
    await runTrial(asSystem(world), trialId);
    const trial = await readTrial(world.context(author), trialId);
    expect(trial.state).toBe("done");
    expect(trial.progress.reports).toBe(trial.progress.ofReports);
    expect(trial.progress).toMatchObject({ reports: 3, files: 3, events: 3 });
    expect(trial.rules).toMatchObject([{ ruleId, hits: 2, reports: 2, newReports: 1, problem: "" }]);
    expect(trial.hits.map(({ reportId, hasFiredBefore }) => [reportId, hasFiredBefore])).toEqual([
      [fresh, false],
      [known, true],
    ]);
    expect(trial.hits[0]).toMatchObject({ source: "files/host.json", at: 0, level: "high" });
    expect(trial.hits[0]?.locations[0]).toMatchObject({ kind: "field", field: "CommandLine" });
    const all = await startTrial(world.context(author), ruleId, { version: 1, days: null });
    await runTrial(asSystem(world), all.trialId);
    const whole = await readTrial(world.context(author), all.trialId);
    expect(whole.hits.map(({ reportId }) => reportId)).toEqual([fresh, known, old]);
    // Numbers for who reads rules, reports only for who reads reports.
    const forAdministrator = await readTrial(world.context(administrator), all.trialId);
    expect([forAdministrator.rules[0]?.hits, forAdministrator.hits]).toEqual([3, []]);
  });

  test("scans stored files with YARA and asks stored values for indicators", async () => {
    const marker = newMarker();
    const file = await addStored(`text with ${marker}`, { name: "page.txt" });
    const yara = await addTestedRule(world, author, { kind: "yara", marker });
    const onFiles = await startTrial(world.context(author), yara.ruleId, { version: 1 });
    await runTrial(asSystem(world), onFiles.trialId);
    expect((await readTrial(world.context(author), onFiles.trialId)).hits.map(({ reportId }) => reportId)).toEqual([
      file,
    ]);
    const { id } = await addReport(world, cert, { description: "seen" });
    await world.owner`insert into observables (id, report_id, kind, value, raw, role, part, start_offset, end_offset, is_checked)
      values (${crypto.randomUUID()}, ${id}, 'domain', ${`pay.${marker}.com`}, ${`pay[.]${marker}.com`}, 'suspect', 'description', 0, 4, true)`;
    const source = `id: list-${marker}\ntitle: List ${marker}\nstatus: active\nreason: because\nmarking: TLP:AMBER\nindicators:\n  - {value: ${marker}.com, kind: domain, confidence: 80}\nsamples: {hit: [www.${marker}.com], miss: [other-${marker}.com]}\n`;
    const list = await addTestedRule(world, author, { kind: "indicator", marker, source, samples: [] });
    expect((await readRulePage(world.context(author), list.ruleId)).gates[1]).toMatchObject({ state: "passed" });
    const onValues = await startTrial(world.context(author), list.ruleId, { version: 1 });
    await runTrial(asSystem(world), onValues.trialId);
    expect((await readTrial(world.context(author), onValues.trialId)).hits.map(({ reportId }) => reportId)).toEqual([
      id,
    ]);
  });

  test("is cancelled before it begins and while it runs, and then passes no gate", async () => {
    const { ruleId } = await addTestedRule(world, author);
    const waiting = await startTrial(world.context(author), ruleId, { version: 1 });
    await cancelTrial(world.context(author), waiting.trialId);
    await runTrial(asSystem(world), waiting.trialId);
    expect(await readTrial(world.context(author), waiting.trialId)).toMatchObject({
      state: "cancelled",
      progress: { reports: 0 },
    });
    await expect(cancelTrial(world.context(author), waiting.trialId)).rejects.toMatchObject({ code: "conflict" });
    const running = await startTrial(world.context(author), ruleId, { version: 1 });
    await world.owner`update rule_trials set is_cancel_asked = true where id = ${running.trialId}`;
    await runTrial(asSystem(world), running.trialId);
    expect(await readTrial(world.context(author), running.trialId)).toMatchObject({ state: "cancelled" });
    const { gates } = await readRulePage(world.context(author), ruleId);
    expect(gates[2]).toMatchObject({ gate: "backtest", state: "none" });
  });
});

test("a publication is live with the next report, a quarantine too, and what is judged is the rule's record", async () => {
  const marker = newMarker();
  const before = await addStored(eventWith(`run ${marker}`));
  await triage(before);
  const { ruleId, name } = await publishRule({ marker });
  expect(await findingsOf(before, name)).toEqual([]);
  await triage(before);
  const after = await addStored(eventWith(`run ${marker}`));
  await triage(after);
  const [first] = await findingsOf(before, name);
  const [other] = await findingsOf(after, name);
  expect([first?.source, other?.source]).toEqual(["files/host.json", "files/host.json"]);
  await judgeFinding(world.context(author), { findingId: first?.id ?? "", verdict: "true" });
  await judgeFinding(world.context(author), { findingId: other?.id ?? "", verdict: "false", reason: "an update" });
  const benign = await addStored(eventWith(`run ${marker}`));
  await triage(benign);
  const [third] = await findingsOf(benign, name);
  await judgeFinding(world.context(second), { findingId: third?.id ?? "", verdict: "benign", reason: "our own test" });
  const expected = { hits: 3, reports: 3, true: 1, false: 1, benign: 1, precision: 0.5 };
  const found = await readRulePage(world.context(author), ruleId);
  expect(found.record).toMatchObject(expected);
  expect(found.record.lastHitAt).not.toBeNull();
  expect((await readRulePage(world.context(administrator), ruleId)).record).toMatchObject(expected);
  const [judged] =
    await world.owner`select verdict_by, verdict_at is not null as has_time from findings where id = ${third?.id ?? ""}`;
  expect(judged).toEqual({ verdict_by: second.personId, has_time: true });
  await stopRule(world.context(author), ruleId, "quarantined", { reason });
  const last = await addStored(eventWith(`run ${marker}`));
  await triage(last);
  expect(await findingsOf(last, name)).toEqual([]);
  const list = await listRules(world.context(author), { state: "quarantined", q: marker });
  expect(list.rows).toMatchObject([{ id: ruleId, state: "quarantined", record: { precision: 0.5 } }]);
});

describe("the allow-list", () => {
  const inMonths = (): string => new Date(Date.now() + 60 * day).toISOString();

  test("holds a rule on a value aside with reason, owner and end, and gives it back when it ends", async () => {
    const marker = newMarker();
    const { name } = await publishRule({ marker });
    const ours = await addStored(eventWith(`backup.exe ${marker} from scanner.example`));
    const theirs = await addStored(eventWith(`other.exe ${marker}`));
    const value = { kind: "domain" as const, value: "scanner[.]example" };
    const rule = { engine: "sigma" as const, name };
    const entry = { rule, value, reason: "our own scanner", ownerId: second.personId, expiresAt: inMonths() };
    const { id } = await addAllowEntry(world.context(author), entry);
    await triage(ours);
    await triage(theirs);
    expect(await findingsOf(ours, name)).toEqual([]);
    expect(await findingsOf(theirs, name)).toHaveLength(1);
    const [held] = await world.owner<
      { held_by: unknown }[]
    >`select held_by from suppressed_findings where report_id = ${ours} and rule_id = ${name}`;
    expect(held?.held_by).toMatchObject({
      kind: "allow_list",
      entryId: id,
      reason: "our own scanner",
      ownerName: "Bat",
    });
    const { entries } = await listAllowEntries(world.context(administrator));
    expect(entries.find((one) => one.id === id)).toMatchObject({
      isLive: true,
      held: 1,
      owner: { name: "Bat" },
      createdBy: { name: "Awa" },
      value: { value: "scanner.example" },
    });
    await changeAllowEntry(world.context(author), id, { version: 1, reason: "our scanner until it is moved" });
    await expect(changeAllowEntry(world.context(author), id, { version: 1, reason })).rejects.toMatchObject({
      code: "conflict",
    });
    await endAllowEntry(world.context(author), id, { reason: "it was moved" });
    await triage(ours);
    expect(await findingsOf(ours, name)).toHaveLength(1);
    const [left] = await world.owner<
      { n: number }[]
    >`select count(*)::int as n from suppressed_findings where report_id = ${ours} and rule_id = ${name}`;
    expect(left?.n).toBe(0);
  });

  test("an entry that has expired holds nothing back", async () => {
    const { name, marker } = await publishRule();
    const { id } = await addAllowEntry(world.context(author), {
      rule: { engine: "sigma", name },
      reason,
      expiresAt: inMonths(),
    });
    await world.owner`update allow_entries set created_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = ${id}`;
    const report = await addStored(eventWith(`run ${marker}`));
    await triage(report);
    expect(await findingsOf(report, name)).toHaveLength(1);
  });

  test("an entry without a subject, with a wrong value, a past end, an end beyond two years or a stranger as owner is refused", async () => {
    const ctx = world.context(author);
    const value = { kind: "domain" as const, value: "a.example" };
    await expect(addAllowEntry(ctx, { reason, expiresAt: inMonths() })).rejects.toMatchObject({
      fields: [{ path: "rule" }],
    });
    const wrong = { kind: "sha256" as const, value: "abc" };
    await expect(addAllowEntry(ctx, { value: wrong, reason, expiresAt: inMonths() })).rejects.toMatchObject({
      fields: [{ path: "value.value", message: "expected 64 hexadecimal digits" }],
    });
    const past = new Date(Date.now() - 1000).toISOString();
    await expect(addAllowEntry(ctx, { value, reason, expiresAt: past })).rejects.toMatchObject({
      fields: [{ path: "expiresAt" }],
    });
    const far = new Date(Date.now() + 800 * day).toISOString();
    await expect(addAllowEntry(ctx, { value, reason, expiresAt: far })).rejects.toMatchObject({
      fields: [{ path: "expiresAt" }],
    });
    const stranger = { value, reason, expiresAt: inMonths(), ownerId: crypto.randomUUID() };
    await expect(addAllowEntry(ctx, stranger)).rejects.toMatchObject({ fields: [{ path: "ownerId" }] });
  });
});

describe("costs", () => {
  test("are put down by rule and day, and shown with the rule's share", async () => {
    const { ruleId, marker, name } = await publishRule();
    const log = Array.from({ length: 200 }, (_, at) => eventWith(`run ${marker} ${at}`)).join("");
    const report = await addStored(log);
    await withEngines(asSystem(world), async (engines) => {
      await runTriage(asSystem(world), engines, report);
      await openLedger(engines).settle(asSystem(world));
    });
    const { cost } = await readRulePage(world.context(author), ruleId);
    expect(cost.evaluations).toBeGreaterThanOrEqual(200);
    expect(cost.timeMs).toBeGreaterThanOrEqual(0);
    const [row] = await world.owner<
      { matches: number }[]
    >`select matches::int as matches from rule_costs where kind = 'sigma' and name = ${name}`;
    expect(row?.matches).toBeGreaterThanOrEqual(200);
  });

  test("a rule that stays above its share is quarantined, and those who may approve rules are told by mail", async () => {
    const { ruleId, name } = await publishRule();
    const cheap = await publishRule();
    let rounds = 0;
    const costOf = (ruleName: string, timeMs: number) => ({
      ruleId: ruleName,
      title: "t",
      evaluations: rounds * 1_000,
      matches: 0,
      timeMs: rounds * timeMs,
      share: 0,
    });
    const ledger = openLedger({ sigma: { costs: () => [costOf(name, 900), costOf(cheap.name, 200)] } });
    for (rounds = 1; rounds <= 2; rounds++) {
      await ledger.settle(asSystem(world));
      expect(await readRulePage(world.context(author), ruleId)).toMatchObject({ state: "active" });
    }
    await ledger.settle(asSystem(world));
    const quarantined = await readRulePage(world.context(author), ruleId);
    expect(quarantined).toMatchObject({ state: "quarantined", activeVersion: null });
    expect(quarantined.stateReason).toMatch(/took 82 % of the time of all sigma rules/);
    expect(quarantined.acts[0]).toMatchObject({ action: "rule.quarantine" });
    expect(await readRulePage(world.context(author), cheap.ruleId)).toMatchObject({ state: "active" });
    const listener = coordinationSubscriptions["rule.quarantined"]?.["coordination.notify_rule"];
    await listener?.(jobContext(asSystem(world)), {
      type: "rule.quarantined",
      ruleId,
      share: 0.82,
      eventId: crypto.randomUUID(),
    });
    const mails = await world.owner<
      { to_address: string; body: string }[]
    >`select to_address, body from outgoing_mails where kind = 'notice'`;
    const told = mails.filter(({ body }) => body.includes(`/desk/rules/${ruleId}`)).map(({ to_address }) => to_address);
    expect(told.sort()).toEqual([administrator, second].map(({ personId }) => `${personId}@cert.example`).sort());
  });

  test("of each YARA rule are measured by itself on what came in, and one that takes too long is quarantined", async () => {
    const marker = newMarker();
    const slow = yaraRule(marker).replace(
      "    $a\n}",
      "    $a or for all i in (0..filesize - 1) : (for any j in (0..400) : (j == 400 and i == 0))\n}",
    );
    // Slow only on large files: its samples pass.
    const guarded = slow.replace("$a or for", "$a or filesize > 500KB and for");
    const dear = await publishRule({ kind: "yara", marker, source: guarded.replaceAll("and i == 0", "and i >= 0") });
    const cheap = [];
    for (let at = 0; at < 5; at += 1) cheap.push(await publishRule({ kind: "yara" }));
    const report = await addStored("x".repeat(2_000_000), { name: "large.txt" });
    expect(await measureYara(asSystem(world), report)).toEqual([dear.ruleId]);
    expect(await readRulePage(world.context(author), dear.ruleId)).toMatchObject({ state: "quarantined" });
    const [one] = cheap;
    const { state, cost } = await readRulePage(world.context(author), one?.ruleId ?? "");
    expect([state, cost.evaluations]).toEqual(["active", 1]);
    expect(cost.share).toBeLessThan(0.25);
  });

  test("a rule that was too dear in one stretch alone stays", async () => {
    const { ruleId, name } = await publishRule();
    const steps = [1_500, 0, 1_500, 0, 1_500, 0];
    let total = 0;
    let evaluations = 0;
    const other = { ruleId: "other", title: "o", matches: 0, share: 0 };
    const ledger = openLedger({
      sigma: {
        costs: () => [
          { ruleId: name, title: "t", evaluations, matches: 0, timeMs: total, share: 0 },
          { ...other, evaluations, timeMs: evaluations * 2 },
        ],
      },
    });
    for (const step of steps) {
      total += step;
      evaluations += 1_000;
      await ledger.settle(asSystem(world));
    }
    expect(await readRulePage(world.context(author), ruleId)).toMatchObject({ state: "active" });
  });
});
