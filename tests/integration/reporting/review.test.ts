// The national committee's year: targets from a shipped strategy, numbers with sources, ministries that answer by link, two who sign, and nothing that changes after.
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { canonicalJson } from "../../../backend/platform/audit/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { takeSnapshot } from "../../../backend/reporting/figures/count-figures.ts";
import { answerData, readAskedData } from "../../../backend/reporting/review/answer-data.ts";
import {
  askData,
  listRequests,
  remindRequests,
  sendRequest,
  withdrawRequest,
} from "../../../backend/reporting/review/ask-data.ts";
import { listEvidence } from "../../../backend/reporting/review/evidence.ts";
import { importMeasurements } from "../../../backend/reporting/review/import-measurements.ts";
import {
  beginReview,
  publishReview,
  signReview,
  submitReview,
  writeNarrative,
} from "../../../backend/reporting/review/keep-review.ts";
import { tellLawStep } from "../../../backend/reporting/review/law-steps.ts";
import { recordMeasurement } from "../../../backend/reporting/review/measure.ts";
import { stepUpForReview } from "../../../backend/reporting/review/model.ts";
import { listPublicReviews, readPublicReview } from "../../../backend/reporting/review/public-reviews.ts";
import { readReview } from "../../../backend/reporting/review/read-review.ts";
import { requestLink } from "../../../backend/reporting/review/request-links.ts";
import { addTarget, adoptStrategy } from "../../../backend/reporting/review/targets.ts";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let office: string;
let member: Context;
let other: Context;
let nobody: Context;

const as = async (organisation: string, role: string): Promise<Context> =>
  makeContext(world.services, await addPerson(world, organisation, role, role), "test");

/** A fresh word of the passkey, as the ceremony leaves it. */
async function confirm(ctx: Context, binding: StepUpBinding): Promise<void> {
  if (ctx.actor.kind !== "person") throw new Error("a person confirms");
  const { personId, sessionId } = ctx.actor;
  const now = world.clock.now();
  const later = new Date(now.getTime() + 300_000);
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${sessionId}, ${Buffer.from(sessionId)}, ${personId}, ${later}, ${later}) on conflict do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${sessionId}, ${personId}, ${binding.act}, ${binding.object}, ${binding.version}, ${now}, ${later})`;
}

beforeEach(async () => {
  world = await makeTestWorld({ startAt: new Date("2026-11-22T08:00:00Z") });
  cert = await addCert(world);
  office = newId();
  await world.owner`insert into organisations (id, kind, name) values (${office}, 'office', 'Comité national')`;
  member = await as(office, "committee_member");
  other = await as(office, "committee_member");
  nobody = makeContext(world.services, { kind: "anonymous" }, "portal");
});

const year = 2026;
async function targetOf(name: string): Promise<string> {
  const { targets } = await readReview(member, year);
  const found = targets.find((target) => target.names["en"] === name);
  if (!found) throw new Error(`no target ${name}`);
  return found.id;
}
const measure = async (targetId: string, value: string, of = year) =>
  await recordMeasurement(member, { targetId, year: of, value, measuredOn: `${of}-06-30`, source: "Annual report" });

describe("targets and numbers", () => {
  test("a shipped strategy is followed with its version and hash, once; baselines and doubts come with it", async () => {
    expect(await adoptStrategy(member, { strategyId: "ml-numerique-2020" })).toEqual({ added: 8 });
    expect(await adoptStrategy(member, { strategyId: "ml-numerique-2020" })).toEqual({ added: 0 });
    await adoptStrategy(member, { strategyId: "mn-digital" });
    const { targets } = await readReview(member, year);
    expect(targets).toHaveLength(12);
    expect(targets.find((it) => it.unit === "km")).toMatchObject({
      target: "4500",
      byYear: 2020,
      verification: "from_programme",
    });
    expect(targets.find((it) => it.target === "592")).toMatchObject({ baseline: "181", baselineOn: "2020-10-01" });
    const [row] =
      await world.owner`select distinct strategy_version, strategy_sha256 from strategy_targets where strategy_id = 'mn-digital'`;
    expect(row).toMatchObject({
      strategy_version: "1.0.0",
      strategy_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  test("a correction replaces a number and keeps it; last year stands beside this year", async () => {
    const { id } = await addTarget(member, {
      names: { fr: "Écoles reliées" },
      unit: "écoles",
      target: "120.5",
      source: "Plan sectoriel",
    });
    await measure(id, "40", 2025);
    await measure(id, "60");
    await measure(id, "61.25");
    const { targets } = await readReview(member, year);
    expect(targets).toMatchObject([
      {
        target: "120.5",
        lastYear: { value: "40" },
        thisYear: { value: "61.25", origin: "member" },
        verification: "unverified",
      },
    ]);
    const rows =
      await world.owner`select value::float8 as value, replaced_by is null as stands from measurements where year = 2026 order by value`;
    expect(rows.map((row) => [row["value"], row["stands"]])).toEqual([
      [60, false],
      [61.25, true],
    ]);
  });

  test("two numbers for one target at once: one stands, none is lost", async () => {
    const { id } = await addTarget(member, { names: { en: "Centres" }, unit: "centres", source: "Plan" });
    await Promise.all(Array.from({ length: 6 }, async (_, at) => await measure(id, String(at))));
    const [count] =
      await world.owner`select count(*)::int as all, count(*) filter (where replaced_by is null)::int as standing from measurements`;
    expect(count).toEqual({ all: 6, standing: 1 });
  });

  test("a sheet is tried first, then written; each row that does not fit is told by its line, and the others are in", async () => {
    await adoptStrategy(member, { strategyId: "ml-numerique-2020" });
    const sheet = Buffer.from(
      "Cible;Valeur;Mesuré le;Source\nNouveaux emplois;12 500;2026-05-01;INSTAT\nEmplois;3;2026-05-01;x\nCentres d’accès communautaires;beaucoup;2026-05-01;x\nNouveaux emplois;1;2026-05-01;x\n",
    );
    const tried = await importMeasurements(member, year, sheet, true);
    expect(tried.written).toBe(1);
    expect(tried.rows).toMatchObject([
      { line: 2, problem: null },
      { line: 3, problem: "No target has this name." },
      { line: 4, problem: expect.stringContaining("value: Expected a number") as string },
      { line: 5, problem: "This target stands in the sheet twice." },
    ]);
    expect((await readReview(member, year)).targets.every((it) => it.thisYear === null)).toBe(true);
    expect((await importMeasurements(member, year, sheet, false)).written).toBe(1);
    expect((await readReview(member, year)).targets.find((it) => it.unit === "jobs")?.thisYear).toMatchObject({
      value: "12500",
      origin: "import",
    });
    await expect(importMeasurements(member, year, Buffer.from("a,b\n1,2\n"), false)).rejects.toMatchObject({
      fields: [{ path: "file" }],
    });
  });
});

describe("a ministry", () => {
  test("answers by its link once, sees only what it is asked, and its numbers say where they come from", async () => {
    await adoptStrategy(member, { strategyId: "ml-numerique-2020" });
    const [jobs, fibre, shops] = [
      await targetOf("New jobs"),
      await targetOf("Optical fibre to regional capitals and neighbouring countries"),
      await targetOf("Community access centres"),
    ];
    await measure(jobs, "9000", 2025);
    const { id } = await askData(member, {
      year,
      body: "Ministère de l’emploi",
      email: "cab@emploi.example",
      language: "fr",
      targetIds: [jobs, fibre],
      dueOn: "2026-12-15",
    });
    const system = makeContext(world.services, { kind: "system", job: "review" }, "job");
    await sendRequest(system, { requestId: id, reminder: 0 });
    await sendRequest(system, { requestId: id, reminder: 0 });
    const mails = await world.owner<
      { body: string; subject: string }[]
    >`select subject, body from outgoing_mails where to_address = 'cab@emploi.example'`;
    expect(mails).toHaveLength(1);
    const link = requestLink(member, id);
    expect(mails[0]?.body).toContain(link);
    const token = link.slice(link.lastIndexOf("/") + 1);
    expect(await readAskedData(nobody, token)).toMatchObject({
      year,
      isAnswered: false,
      targets: [{ unit: "jobs", lastYear: "9000" }, { unit: "km" }],
    });
    for (const wrong of [
      `${token}x`,
      token.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
      `${newId()}.abc`,
      "",
      id,
    ])
      expect(await readAskedData(nobody, wrong)).toBeUndefined();
    const value = (targetId: string) => ({
      targetId,
      value: "11000",
      measuredOn: "2026-10-01",
      source: "Enquête emploi",
    });
    await expect(answerData(nobody, token, { name: "A. Touré", values: [value(shops)] })).rejects.toMatchObject({
      fields: [{ path: "values.0.targetId" }],
    });
    await answerData(nobody, token, { name: "A. Touré", values: [value(jobs)] });
    await expect(answerData(nobody, token, { name: "Another", values: [value(jobs)] })).rejects.toMatchObject({
      code: "gone",
    });
    const { targets } = await readReview(member, year);
    expect(targets.find((it) => it.id === jobs)?.thisYear).toMatchObject({
      value: "11000",
      origin: "request",
      source: "Ministère de l’emploi: Enquête emploi",
    });
    expect(await listRequests(member, year)).toMatchObject([{ state: "answered", answeredBy: "A. Touré" }]);
  });

  test("is reminded a week before and once after the day, not when it has answered or the request was taken back", async () => {
    await adoptStrategy(member, { strategyId: "ml-numerique-2020" });
    const ask = async (email: string) =>
      await askData(member, {
        year,
        body: email,
        email,
        language: "en",
        targetIds: [await targetOf("New jobs")],
        dueOn: "2026-12-15",
      });
    await ask("slow@a.example");
    const { id } = await ask("gone@a.example");
    await withdrawRequest(member, id);
    const system = makeContext(world.services, { kind: "system", job: "review" }, "job");
    const clock = world.clock as unknown as { advance(ms: number): void };
    const sent = async () => (await world.owner`select 1 from outgoing_mails where cause like 'data-request:%'`).length;
    await remindRequests(system);
    expect(await sent()).toBe(0);
    clock.advance(17 * 86_400_000);
    await remindRequests(system);
    await remindRequests(system);
    expect(await sent()).toBe(1);
    clock.advance(8 * 86_400_000);
    await remindRequests(system);
    await remindRequests(system);
    expect(await sent()).toBe(2);
    expect(await listRequests(member, year)).toMatchObject([{ state: "late" }, { state: "withdrawn" }]);
  });
});

describe("a review", () => {
  const submitted = async (): Promise<{ version: number; jobs: string }> => {
    await adoptStrategy(member, { strategyId: "ml-numerique-2020" });
    const jobs = await targetOf("New jobs");
    await beginReview(member, year);
    await measure(jobs, "11000");
    await writeNarrative(member, year, jobs, { text: { fr: "Onze mille emplois." }, outlook: "late", version: 0 });
    await tellLawStep(member, {
      instrument: "ml-loi-2013-015",
      step: "adopted",
      state: "yes",
      reachedOn: "2013-05-21",
      source: "JO 26",
    });
    await confirm(member, stepUpForReview.submit(year, 1));
    return { ...(await submitReview(member, year, { version: 1 })), jobs };
  };

  test("is signed by another than who submitted it, by verb and by the database, and then nothing of it changes", async () => {
    const { version, jobs } = await submitted();
    await confirm(member, stepUpForReview.sign(year, version));
    await expect(signReview(member, year, { version })).rejects.toMatchObject({ code: "refused" });
    await expect(
      world.owner`update reviews set state = 'frozen', signed_by = submitted_by, signed_at = now(), frozen = '{}', sha256 = ${"0".repeat(64)}`,
    ).rejects.toThrow(/check constraint/);
    await expect(signReview(other, year, { version })).rejects.toMatchObject({ code: "step_up_required" });
    await confirm(other, stepUpForReview.sign(year, version));
    const { sha256 } = await signReview(other, year, { version });
    const before = await readReview(member, year);
    expect(before).toMatchObject({ state: "frozen", sha256, can: { change: false, sign: false, publish: true } });
    await expect(measure(jobs, "12000")).rejects.toMatchObject({ code: "refused" });
    await expect(
      writeNarrative(member, year, jobs, { text: {}, outlook: "reached", version: 1 }),
    ).rejects.toMatchObject({ code: "refused" });
    await expect(world.owner`update review_narratives set outlook = 'reached'`).rejects.toThrow(/does not change/);
    await expect(world.owner`update reviews set frozen = '{}'`).rejects.toThrow(/does not change/);
    await expect(world.owner`delete from reviews`).rejects.toThrow(/not deleted/);
    await tellLawStep(member, {
      instrument: "ml-loi-2013-015",
      step: "adopted",
      state: "no",
      source: "A mistake, later",
    });
    expect(await readReview(member, year)).toEqual(before);
    const [row] = await world.owner<{ frozen: unknown }[]>`select frozen from reviews`;
    expect(createHash("sha256").update(canonicalJson(row?.frozen)).digest("hex")).toBe(sha256);
    const [log] = await world.owner<{ detail: unknown }[]>`select detail from audit_log where action = 'review.sign'`;
    expect(JSON.stringify(log)).toContain(sha256);
  });

  test("reaches the portal only when it is published, and as it was signed", async () => {
    const { version } = await submitted();
    await confirm(other, stepUpForReview.sign(year, version));
    const signed = await signReview(other, year, { version });
    expect(await listPublicReviews(nobody)).toEqual([]);
    expect(await readPublicReview(nobody, year)).toBeUndefined();
    await confirm(member, stepUpForReview.publish(year, signed.version));
    await publishReview(member, year, { version: signed.version });
    expect(await listPublicReviews(nobody)).toEqual([{ year, sha256: signed.sha256 }]);
    const published = await readPublicReview(nobody, year);
    expect(published?.targets.find((it) => it.unit === "jobs")).toMatchObject({
      thisYear: { value: "11000" },
      narrative: { outlook: "late" },
    });
    expect(published?.figures.find((it) => it.name === "reports.received")).toMatchObject({
      value: "0",
      query: expect.stringContaining("from reports") as string,
    });
  });

  test("two who write on one target do not overwrite each other, and nothing measured is not submitted", async () => {
    await adoptStrategy(member, { strategyId: "ml-numerique-2020" });
    const jobs = await targetOf("New jobs");
    await beginReview(member, year);
    await expect(beginReview(other, year)).rejects.toMatchObject({ code: "conflict" });
    const write = async (ctx: Context, text: string, version: number) =>
      await writeNarrative(ctx, year, jobs, { text: { en: text }, outlook: "on_track", version });
    const both = await Promise.allSettled([write(member, "one", 0), write(other, "two", 0)]);
    expect(both.map((it) => it.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await write(other, "three", 1);
    await expect(write(member, "late", 1)).rejects.toMatchObject({ code: "conflict" });
    await confirm(member, stepUpForReview.submit(year, 1));
    await expect(submitReview(member, year, { version: 1 })).rejects.toMatchObject({ fields: [{ path: "year" }] });
  });

  test("is nothing to the desk, to an authority or to an administrator", async () => {
    await submitted();
    const authority = newId();
    await world.owner`insert into organisations (id, kind, name) values (${authority}, 'authority', 'APDP')`;
    for (const [organisation, role] of [
      [cert, "lead"],
      [cert, "administrator"],
      [authority, "officer_head"],
    ] as const)
      await expect(readReview(await as(organisation, role), year)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("evidence names for every number its query and the frozen snapshot, and frozen figures do not change", async () => {
  await expect(listEvidence(member, "gci", year)).rejects.toMatchObject({ code: "refused" });
  const { id, sha256 } = await takeSnapshot(member, year);
  const rows = await listEvidence(member, "gci", year);
  expect(rows.length).toBeGreaterThan(8);
  for (const row of rows)
    expect(row).toMatchObject({ snapshot: id, sha256, query: expect.stringMatching(/^select /) as string });
  expect(new Set((await listEvidence(member, "sim3", year)).map((row) => row.item)).size).toBe(45);
  await expect(world.owner`update figure_snapshots set year = 2025`).rejects.toThrow(/do not change/);
});
