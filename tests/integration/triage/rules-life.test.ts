// The life of a rule through its acts: each gate refuses until it is passed, two persons publish, the on-call alone for a day.
import { beforeAll, describe, expect, test } from "vitest";
import { makeFixedClock } from "../../../backend/platform/clock/index.ts";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { approvePublication, refusePublication } from "../../../backend/triage/rules/approve-publication.ts";
import { askPublication } from "../../../backend/triage/rules/ask-publication.ts";
import { beginDraft, discardDraft, editDraft } from "../../../backend/triage/rules/change-draft.ts";
import { createRule } from "../../../backend/triage/rules/create-rule.ts";
import { listRules } from "../../../backend/triage/rules/list-rules.ts";
import { ruleStepUpFor } from "../../../backend/triage/rules/model.ts";
import { publishAlone, withdrawOverdue } from "../../../backend/triage/rules/publish-alone.ts";
import { readRulePage, readVersion } from "../../../backend/triage/rules/read-rule.ts";
import { runSamples } from "../../../backend/triage/rules/run-samples.ts";
import { runTrial } from "../../../backend/triage/rules/run-trial.ts";
import { startTrial } from "../../../backend/triage/rules/start-trial.ts";
import { stopRule } from "../../../backend/triage/rules/stop-rule.ts";
import { submitRule } from "../../../backend/triage/rules/submit-rule.ts";
import { loadActiveRules } from "../../../backend/triage/rules/load-active.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";
import {
  addReadyRule,
  addTestedRule,
  asSystem,
  backtest,
  confirm,
  eventWith,
  newMarker,
  sigmaRule,
  sigmaSamples,
  yaraRule,
  yaraSamples,
} from "./rules-support.ts";

type Person = Awaited<ReturnType<typeof addPerson>>;
let world: TestWorld;
let author: Person;
let second: Person;
let onCall: Person;
let administrator: Person;
beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  author = await addPerson(world, cert, "analyst", "Awa");
  second = await addPerson(world, cert, "lead", "Bat");
  onCall = await addPerson(world, cert, "on_call", "Chimeg");
  administrator = await addPerson(world, cert, "administrator", "Dorj");
});

const reason = "As agreed by telephone.";
const page = async (ruleId: string, person = author) => await readRulePage(world.context(person), ruleId);
const ask = async (ruleId: string, version = 1, person = author) =>
  await askPublication(world.context(person), ruleId, { version, reason });
const approve = async (ruleId: string, publicationId: string, version = 1, person = second) => {
  await confirm(world, person, ruleStepUpFor.approve(publicationId, ruleId, version));
  return await approvePublication(world.context(person), ruleId, { publicationId });
};
const alone = async (ruleId: string, version = 1) => {
  await confirm(world, onCall, ruleStepUpFor.publishAlone(ruleId, version));
  return await publishAlone(world.context(onCall), ruleId, { version, reason });
};
const sourcesInForce = async () => (await loadActiveRules(asSystem(world))).sources.map(({ text }) => text).join("\n");
const actsOf = async (ruleId: string) =>
  (
    await world.owner<{ action: string }[]>`select action from audit_log where object_id = ${ruleId} order by at, id`
  ).map(({ action }) => action);

test("a rule goes from draft through test to active, and every step is in the log", async () => {
  const marker = newMarker();
  const ctx = world.context(author);
  const samples = sigmaSamples(marker);
  const { id } = await createRule(ctx, { kind: "sigma", source: sigmaRule(marker), samples });
  expect(await page(id)).toMatchObject({ state: "draft", latestVersion: null, hasDraft: true });
  await submitRule(ctx, id, { version: 1 });
  expect(await page(id)).toMatchObject({ state: "test", latestVersion: 1, hasDraft: false });
  await runSamples(asSystem(world), id, 1);
  await backtest(world, author, id);
  const tested = await page(id);
  expect(tested.gates.map(({ gate, state }) => [gate, state])).toEqual([
    ["form", "passed"],
    ["samples", "passed"],
    ["backtest", "passed"],
  ]);
  expect(tested.can).toMatchObject({ ask: true, approve: false, publishAlone: false });
  expect(await sourcesInForce()).not.toContain(marker);
  const { publicationId } = await ask(id);
  expect(await page(id, author)).toMatchObject({ can: { approve: false }, whyNotApprove: "rulelife.why_not.wrote_it" });
  expect(await page(id, second)).toMatchObject({ can: { approve: true } });
  await approve(id, publicationId);
  const live = await page(id);
  expect(live).toMatchObject({ state: "active", activeVersion: 1 });
  expect(live.publications[0]).toMatchObject({
    askedBy: { name: "Awa" },
    approvedBy: { name: "Bat" },
    state: "live",
    reason,
  });
  expect(await sourcesInForce()).toContain(marker);
  expect(await actsOf(id)).toEqual([
    "rule.create",
    "rule.submit",
    "rule.run_samples",
    "rule.start_trial",
    "rule.ask_publication",
    "rule.approve",
  ]);
});

describe("each gate refuses", () => {
  test("a rule that cannot be read, with the line and column of what is wrong", async () => {
    const ctx = world.context(author);
    const broken = yaraRule("abc").replace("$a = ", "$a == ");
    const { id } = await createRule(ctx, { kind: "yara", source: broken, samples: yaraSamples("abc") });
    await expect(submitRule(ctx, id, { version: 1 })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ path: expect.stringMatching(/^source:8:\d+$/) as unknown }],
    });
    const wrong = sigmaRule("x").replace("condition: selection", "condition: selection and");
    const other = await createRule(ctx, { kind: "sigma", source: wrong, samples: sigmaSamples("x") });
    await expect(submitRule(ctx, other.id, { version: 1 })).rejects.toMatchObject({
      fields: [{ path: expect.stringMatching(/^source:13/) as unknown }],
    });
    const list =
      "id: l\ntitle: L\nstatus: active\nreason: r\nmarking: TLP:RED\nindicators:\n  - {value: bad.example, kind: domain}\n  - {value: xyz, kind: sha256}\n";
    const third = await createRule(ctx, { kind: "indicator", source: list });
    await expect(submitRule(ctx, third.id, { version: 1 })).rejects.toMatchObject({
      fields: [{ path: "source:8:3", message: expect.stringContaining("64 hexadecimal digits") as unknown }],
    });
  });

  test("a rule without a sample that must hit, or without one that must not", async () => {
    const ctx = world.context(author);
    const marker = newMarker();
    const [hit] = sigmaSamples(marker);
    const { id } = await createRule(ctx, { kind: "sigma", source: sigmaRule(marker), samples: hit ? [hit] : [] });
    await expect(submitRule(ctx, id, { version: 1 })).rejects.toMatchObject({
      fields: [{ path: "samples", message: "Expected a sample that must not hit." }],
    });
  });

  test("a rule whose sample does not do what it must", async () => {
    const marker = newMarker();
    const samples = sigmaSamples(marker).map((one) => ({ ...one, content: eventWith("a.exe nothing") }));
    const { ruleId } = await addTestedRule(world, author, { marker, samples });
    expect((await page(ruleId)).gates).toMatchObject([
      { state: "passed" },
      { state: "failed", problems: ["Should hit and does not: hit.json"] },
      { state: "none" },
    ]);
    await expect(ask(ruleId)).rejects.toMatchObject({ code: "refused", words: "rulelife.refusal.gate_samples" });
  });

  test("a YARA rule whose samples pass goes on, and one that hits its miss does not", async () => {
    const good = await addTestedRule(world, author, { kind: "yara" });
    expect((await page(good.ruleId)).gates[1]).toMatchObject({ state: "passed" });
    const marker = newMarker();
    const samples = yaraSamples(marker).map((one) => ({ ...one, content: `with ${marker}` }));
    const bad = await addTestedRule(world, author, { kind: "yara", marker, samples });
    expect((await page(bad.ruleId)).gates[1]).toMatchObject({ problems: ["Should not hit and does: miss.txt"] });
  });

  test("a rule that was not back-tested, or over fewer than 90 days, or whose back-test was cancelled", async () => {
    const { ruleId } = await addTestedRule(world, author);
    const missing = { code: "refused", words: "rulelife.refusal.gate_backtest" };
    await expect(ask(ruleId)).rejects.toMatchObject(missing);
    const { trialId } = await startTrial(world.context(author), ruleId, { version: 1, days: 7 });
    await expect(startTrial(world.context(author), ruleId, { version: 1 })).rejects.toMatchObject({
      words: "rulelife.refusal.trial_under_way",
    });
    await runTrial(asSystem(world), trialId);
    await expect(ask(ruleId)).rejects.toMatchObject(missing);
    const ninety = await startTrial(world.context(author), ruleId, { version: 1 });
    await runTrial(asSystem(world), ninety.trialId);
    await ask(ruleId);
  });
});

describe("two persons", () => {
  test("neither the author nor who asked approves; nobody approves without a fresh assertion or without the right", async () => {
    const { ruleId } = await addReadyRule(world, second);
    const { publicationId } = await ask(ruleId, 1, author);
    await expect(approve(ruleId, publicationId, 1, second)).rejects.toMatchObject({
      words: "rulelife.refusal.wrote_it",
    });
    expect(await page(ruleId, second)).toMatchObject({
      can: { approve: false },
      whyNotApprove: "rulelife.why_not.wrote_it",
    });
    await expect(approve(ruleId, publicationId, 1, author)).rejects.toMatchObject({ code: "forbidden" });
    const bare = approvePublication(world.context(administrator), ruleId, { publicationId });
    await expect(bare).rejects.toMatchObject({ code: "step_up_required" });
    await approve(ruleId, publicationId, 1, administrator);
    await expect(approve(ruleId, publicationId, 1, administrator)).rejects.toMatchObject({ code: "conflict" });
    const other = await addReadyRule(world, author);
    const asked = await ask(other.ruleId, 1, second);
    await expect(approve(other.ruleId, asked.publicationId, 1, second)).rejects.toMatchObject({
      words: "rulelife.refusal.asked_it",
    });
  });

  test("everybody who edited the draft counts as its author", async () => {
    const marker = newMarker();
    const samples = sigmaSamples(marker);
    const { id } = await createRule(world.context(author), { kind: "sigma", source: sigmaRule(marker), samples });
    const source = sigmaRule(marker).replace("level: high", "level: low");
    await editDraft(world.context(second), id, { version: 1, source, samples });
    await expect(editDraft(world.context(author), id, { version: 1, source, samples })).rejects.toMatchObject({
      code: "conflict",
    });
    await submitRule(world.context(author), id, { version: 2 });
    await runSamples(asSystem(world), id, 1);
    await backtest(world, author, id);
    const { publicationId } = await ask(id);
    await expect(approve(id, publicationId)).rejects.toMatchObject({ words: "rulelife.refusal.wrote_it" });
    await refusePublication(world.context(second), id, { publicationId, reason: "level is too low" });
    expect((await page(id)).publications[0]).toMatchObject({ state: "refused", endReason: "level is too low" });
  });

  test("two rules in force never fire under one id", async () => {
    const marker = newMarker();
    const source = sigmaRule(marker);
    const first = await addReadyRule(world, author, { marker, source });
    await approve(first.ruleId, (await ask(first.ruleId)).publicationId);
    const twin = await addReadyRule(world, author, { marker, source });
    const { publicationId } = await ask(twin.ruleId);
    await expect(approve(twin.ruleId, publicationId)).rejects.toMatchObject({ words: "rulelife.refusal.name_taken" });
  });
});

describe("the on-call alone", () => {
  test("publishes after every gate, with a fresh assertion and a reason, for 24 hours", async () => {
    const bare = await addTestedRule(world, author);
    await expect(alone(bare.ruleId)).rejects.toMatchObject({ words: "rulelife.refusal.gate_backtest" });
    const { ruleId, marker } = await addReadyRule(world, onCall);
    const version = { version: 1, reason };
    await expect(publishAlone(world.context(second), ruleId, version)).rejects.toMatchObject({ code: "forbidden" });
    await expect(publishAlone(world.context(onCall), ruleId, version)).rejects.toMatchObject({
      code: "step_up_required",
    });
    await confirm(world, onCall, ruleStepUpFor.publishAlone(ruleId, 1));
    await expect(publishAlone(world.context(onCall), ruleId, { version: 1, reason: "" })).rejects.toThrow("reason");
    const { expiresAt } = await alone(ruleId);
    const hours = (Date.parse(expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    expect(await sourcesInForce()).toContain(marker);
    const list = await listRules(world.context(second), { show: "waiting" });
    expect(list.rows.find(({ id }) => id === ruleId)?.publication).toMatchObject({
      way: "alone",
      state: "live",
      expiresAt,
    });
  });

  test("is withdrawn after 24 hours unless somebody else countersigned, and the version before comes back", async () => {
    const { ruleId, marker } = await addReadyRule(world, author);
    await approve(ruleId, (await ask(ruleId)).publicationId);
    const ctx = world.context(onCall);
    const next = newMarker();
    await beginDraft(ctx, ruleId, { fromVersion: 1 });
    const source = (await readVersion(ctx, ruleId, 1)).source.replaceAll(marker, next);
    await editDraft(ctx, ruleId, { version: 1, source, samples: sigmaSamples(next) });
    await submitRule(ctx, ruleId, { version: 2 });
    await runSamples(asSystem(world), ruleId, 2);
    await backtest(world, onCall, ruleId, 2);
    await alone(ruleId, 2);
    expect(await page(ruleId)).toMatchObject({ state: "active", activeVersion: 2 });
    await withdrawOverdue(asSystem(world));
    expect(await page(ruleId)).toMatchObject({ activeVersion: 2 });
    const tomorrow = makeFixedClock(new Date(Date.now() + 24 * 3_600_000 + 1_000));
    const later = makeContext({ ...world.services, clock: tomorrow }, { kind: "system", job: "test" }, "later");
    await withdrawOverdue(later);
    const after = await page(ruleId);
    expect(after).toMatchObject({ state: "active", activeVersion: 1, stateReason: "not countersigned in time" });
    expect(after.publications[0]).toMatchObject({ state: "withdrawn", way: "alone" });
    const text = await sourcesInForce();
    expect([text.includes(marker), text.includes(next)]).toEqual([true, false]);
  });

  test("is withdrawn to test where nothing was in force before; a countersigned one stays", async () => {
    const left = await addReadyRule(world, onCall);
    const signed = await addReadyRule(world, onCall);
    await alone(left.ruleId);
    const { publicationId } = await alone(signed.ruleId);
    await expect(approve(signed.ruleId, publicationId, 1, onCall)).rejects.toMatchObject({ code: "refused" });
    await approve(signed.ruleId, publicationId, 1, second);
    const tomorrow = makeFixedClock(new Date(Date.now() + 24 * 3_600_000 + 1_000));
    const later = makeContext({ ...world.services, clock: tomorrow }, { kind: "system", job: "test" }, "later");
    await withdrawOverdue(later);
    expect(await page(left.ruleId)).toMatchObject({ state: "test", activeVersion: null });
    expect(await page(signed.ruleId)).toMatchObject({ state: "active", activeVersion: 1 });
    expect(await actsOf(left.ruleId)).toContain("rule.withdraw");
  });
});

test("a rule is quarantined and retired with a reason, and comes back only as a new version that passes every gate again", async () => {
  const { ruleId, marker } = await addReadyRule(world, author);
  await expect(stopRule(world.context(author), ruleId, "quarantined", { reason })).rejects.toMatchObject({
    code: "refused",
  });
  await approve(ruleId, (await ask(ruleId)).publicationId);
  await stopRule(world.context(author), ruleId, "quarantined", { reason: "fires on updates" });
  expect(await page(ruleId)).toMatchObject({
    state: "quarantined",
    activeVersion: null,
    stateReason: "fires on updates",
  });
  expect(await sourcesInForce()).not.toContain(marker);
  await stopRule(world.context(author), ruleId, "retired", { reason });
  await expect(ask(ruleId)).rejects.toMatchObject({ words: "rulelife.refusal.retired" });
  await beginDraft(world.context(author), ruleId, { fromVersion: 1 });
  expect(await page(ruleId)).toMatchObject({ state: "draft" });
  await submitRule(world.context(author), ruleId, { version: 1 });
  await runSamples(asSystem(world), ruleId, 2);
  await expect(ask(ruleId, 2)).rejects.toMatchObject({ words: "rulelife.refusal.gate_backtest" });
  await expect(ask(ruleId, 1)).rejects.toMatchObject({ code: "conflict" });
  await backtest(world, author, ruleId, 2);
  await approve(ruleId, (await ask(ruleId, 2)).publicationId, 2);
  expect(await page(ruleId)).toMatchObject({ state: "active", activeVersion: 2 });
  const { versions } = await page(ruleId);
  expect(versions.map(({ version, writtenBy }) => [version, writtenBy.map(({ name }) => name)])).toEqual([
    [2, ["Awa"]],
    [1, ["Awa"]],
  ]);
});

test("a draft that never was more is retired when it is thrown away; what is in force stays in force beside a draft", async () => {
  const marker = newMarker();
  const made = await createRule(world.context(author), { kind: "sigma", source: sigmaRule(marker) });
  await discardDraft(world.context(author), made.id, { version: 1 });
  expect(await page(made.id)).toMatchObject({ state: "retired", hasDraft: false });
  const { ruleId } = await addReadyRule(world, author);
  await approve(ruleId, (await ask(ruleId)).publicationId);
  await beginDraft(world.context(second), ruleId, { fromVersion: 1 });
  expect(await page(ruleId)).toMatchObject({ state: "active", hasDraft: true });
  await discardDraft(world.context(second), ruleId, { version: 1 });
  expect(await page(ruleId)).toMatchObject({ state: "active", hasDraft: false });
});
