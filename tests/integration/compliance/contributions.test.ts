// The levy: a year opened and its day set by a decision, declared late or on paper, assessed, paid, struck out, spent and published; nobody sees another's.
import { beforeEach, describe, expect, test } from "vitest";
import { declareContribution, declareOnPaper } from "../../../backend/compliance/contributions/declare.ts";
import {
  assessPayer,
  recordPayment,
  recordRecommendation,
  recordSpending,
  strikePayment,
} from "../../../backend/compliance/contributions/keep-money.ts";
import { mailReminder, openYear, remindPayer, setDue } from "../../../backend/compliance/contributions/keep-years.ts";
import { stepUpForContribution } from "../../../backend/compliance/contributions/model.ts";
import { printDeclaration } from "../../../backend/compliance/contributions/print-declaration.ts";
import { listPublicAccounts, publishAccount } from "../../../backend/compliance/contributions/publish-account.ts";
import { readFund, readOwnAccounts } from "../../../backend/compliance/contributions/read-contributions.ts";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let head: Context;
let mobicom: Context;
let isp: Context;
let mobicomId: string;
let ispId: string;
const year = 2026;
const clock = () => world.clock as unknown as { advance(ms: number): void };
const days = (count: number): number => count * 86_400_000;

async function organisation(kind: string, name: string, addressee: string | null = null): Promise<string> {
  const id = newId();
  await world.owner`insert into organisations (id, kind, name, addressee) values (${id}, ${kind}, ${name}, ${addressee})`;
  return id;
}
const as = async (of: string, role: string): Promise<Context> =>
  makeContext(world.services, await addPerson(world, of, role, role), "test");

async function entity(
  name: string,
  facts: { isic?: string; classes?: string[] },
): Promise<{ ctx: Context; id: string }> {
  const of = await organisation("constituent", name);
  const id = newId();
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector, isic, classes)
    values (${id}, ${`C-${name}`}, ${of}, ${name}, 'telecommunications', ${facts.isic ?? null}, ${facts.classes ?? []})`;
  return { ctx: await as(of, "constituent_dpo"), id };
}

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

async function declare(ctx: Context, yearId: string, base: string) {
  await confirm(ctx, stepUpForContribution.declare(yearId, base));
  return await declareContribution(ctx, yearId, { base });
}

beforeEach(async () => {
  world = await makeTestWorld({ startAt: new Date("2026-03-01T04:00:00Z"), env: { COUNTRY: "mn" } });
  await addCert(world);
  head = await as(await organisation("authority", "Fund", "mn-usof"), "officer_head");
  ({ ctx: mobicom, id: mobicomId } = await entity("Mobicom", { classes: ["telecom_operator"] }));
  ({ ctx: isp, id: ispId } = await entity("Small ISP", { isic: "6110" }));
  await entity("Bakery", { isic: "1071" });
});

const open = async (): Promise<string> =>
  (await openYear(head, { obligationId: "mn-usof.contribution", year, currency: "MNT" })).id;

describe("a year", () => {
  test("names as payers whom the law names by class or ISIC division, and says what was not confirmed", async () => {
    await open();
    const fund = await readFund(head, year);
    expect(fund.laws).toMatchObject([{ ratePercent: "3", verification: "from_programme", clock: "unverified" }]);
    expect(fund.years[0]?.payers.map((it) => [it.name, it.because, it.state])).toEqual([
      ["Mobicom", ["telecom_operator"], "nothing_declared"],
      ["Small ISP", ["ISIC 6110"], "nothing_declared"],
    ]);
    await expect(openYear(head, { obligationId: "mn-usof.contribution", year, currency: "MNT" })).rejects.toMatchObject(
      { code: "conflict" },
    );
    const other = await as(await organisation("authority", "Another"), "officer_head");
    await expect(
      openYear(other, { obligationId: "mn-usof.contribution", year: 2027, currency: "MNT" }),
    ).rejects.toMatchObject({
      fields: [{ path: "obligationId" }],
    });
  });

  test("has no day until the authority names the decision that sets one, and without it nobody is late", async () => {
    const yearId = await open();
    clock().advance(days(500));
    expect((await readOwnAccounts(mobicom))[0]).toMatchObject({ dueOn: null, isOverdue: false });
    expect(await declare(mobicom, yearId, "1000000.00")).toMatchObject({ amount: "30000.00", isLate: false });
    await setDue(head, yearId, { dueOn: "2026-03-31", basis: "Order 12", version: 1 });
    await expect(setDue(head, yearId, { dueOn: "2026-04-30", basis: "Order 13", version: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    const [own] = await readOwnAccounts(mobicom);
    expect(own).toMatchObject({
      dueOn: "2026-03-31",
      dueBasis: "Order 12",
      isOverdue: true,
      declarations: [{ isLate: false, dueOn: null }],
    });
  });
});

describe("a declaration", () => {
  test("made after the day is late, keeps its law with its hash, prints, and is corrected by a new one", async () => {
    const yearId = await open();
    await setDue(head, yearId, { dueOn: "2026-03-31", basis: "Order 12", version: 1 });
    clock().advance(days(40));
    await expect(declareContribution(isp, yearId, { base: "10" })).rejects.toMatchObject({ code: "step_up_required" });
    const first = await declare(isp, yearId, "200000.33");
    expect(first).toMatchObject({ amount: "6000.01", isLate: true });
    const second = await declare(isp, yearId, "300000.00");
    const [own] = await readOwnAccounts(isp);
    expect(own).toMatchObject({
      owed: "9000.00",
      state: "unpaid",
      isOverdue: true,
      declarations: [
        { id: second.id, isReplaced: false },
        { id: first.id, isReplaced: true },
      ],
    });
    const [row] = await world.owner`select pack_id, pack_sha256 from contribution_declarations where id = ${first.id}`;
    expect(row).toMatchObject({ pack_id: "mn.usof", pack_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    const { bytes } = await printDeclaration(isp, second.id, "mn");
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    await expect(
      world.owner`update contribution_declarations set base = 1, amount = 0.03 where id = ${second.id}`,
    ).rejects.toThrow(/does not change/);
    await expect(world.owner`delete from contribution_declarations`).rejects.toThrow(/does not change/);
  });

  test("on paper counts by the day of its arrival; an entity that the law does not name declares nothing", async () => {
    const yearId = await open();
    await setDue(head, yearId, { dueOn: "2026-03-31", basis: "Order 12", version: 1 });
    clock().advance(days(60));
    const paper = { constituentId: ispId, base: "100.00", declaredOn: "2026-03-31" };
    expect(await declareOnPaper(head, yearId, paper)).toMatchObject({ isLate: false });
    expect(await declareOnPaper(head, yearId, { ...paper, declaredOn: "2026-04-01" })).toMatchObject({ isLate: true });
    await expect(declareOnPaper(head, yearId, { ...paper, declaredOn: "2099-01-01" })).rejects.toMatchObject({
      fields: [{ path: "declaredOn" }],
    });
    const { ctx: clinic } = await entity("Clinic", { isic: "8610" });
    expect(await readOwnAccounts(clinic)).toEqual([]);
    await confirm(clinic, stepUpForContribution.declare(yearId, "5.00"));
    await expect(declareContribution(clinic, yearId, { base: "5.00" })).rejects.toMatchObject({ code: "refused" });
  });
});

describe("money", () => {
  test("is assessed where nothing was declared, paid in parts, and a mistake is struck out and stays", async () => {
    const yearId = await open();
    await assessPayer(head, yearId, {
      constituentId: mobicomId,
      amount: "500.00",
      reason: "No declaration after two reminders",
    });
    const pay = async (amount: string, bankReference: string) =>
      await recordPayment(head, yearId, { constituentId: mobicomId, amount, paidOn: "2026-02-01", bankReference });
    const { id } = await pay("200.00", "TX-1");
    await pay("300.00", "TX-2");
    await expect(pay("1.00", "TX-2")).rejects.toMatchObject({ fields: [{ path: "bankReference" }] });
    expect((await readOwnAccounts(mobicom))[0]).toMatchObject({
      owed: "500.00",
      paid: "500.00",
      arrears: "0.00",
      state: "paid",
      assessed: { amount: "500.00" },
    });
    await strikePayment(head, id, { reason: "Another entity's transfer" });
    expect((await readOwnAccounts(mobicom))[0]).toMatchObject({ arrears: "200.00", state: "part_paid" });
    await declare(mobicom, yearId, "1000.00");
    expect((await readOwnAccounts(mobicom))[0]).toMatchObject({ owed: "30.00", state: "overpaid" });
    await expect(
      assessPayer(head, yearId, { constituentId: mobicomId, amount: "1.00", reason: "Once more, please" }),
    ).rejects.toMatchObject({ code: "refused" });
  });

  test("two payments with one reference at once: one is recorded", async () => {
    const yearId = await open();
    const pay = async () =>
      await recordPayment(head, yearId, {
        constituentId: ispId,
        amount: "1.00",
        paidOn: "2026-02-01",
        bankReference: "TX-9",
      });
    const done = await Promise.allSettled([pay(), pay(), pay()]);
    expect(done.filter((it) => it.status === "fulfilled")).toHaveLength(1);
  });

  test("a reminder reaches the entity's contacts in their language, once", async () => {
    const yearId = await open();
    await world.owner`insert into contacts (id, constituent_id, name, role, email, languages) values (${newId()}, ${ispId}, 'Bold', 'legal', 'legal@isp.example', '{mn}')`;
    await remindPayer(head, yearId, { constituentId: ispId, kind: "declare" });
    const [row] = await world.owner<{ id: string }[]>`select id from contribution_reminders`;
    const system = makeContext(world.services, { kind: "system", job: "contributions" }, "job");
    await mailReminder(system, { reminderId: row?.id ?? "" });
    await mailReminder(system, { reminderId: row?.id ?? "" });
    const mails = await world.owner<
      { language: string }[]
    >`select language from outgoing_mails where to_address = 'legal@isp.example'`;
    expect(mails.map((it) => it.language)).toEqual(["mn"]);
    expect((await readFund(head, year)).years[0]?.payers.find((it) => it.constituentId === ispId)?.reminders).toBe(1);
  });

  test("that the fund spent and what its board said are published once, without a payer's name, and do not change", async () => {
    const yearId = await open();
    await declare(mobicom, yearId, "1000.00");
    await recordSpending(head, {
      year,
      project: "Masts in Dundgovi",
      amount: "10.00",
      currency: "MNT",
      spentOn: "2026-02-02",
      source: "Contract 7",
    });
    await recordRecommendation(head, {
      year,
      text: "More masts in the south.",
      decidedOn: "2026-02-03",
      inFavour: 6,
      against: 2,
      abstained: 1,
    });
    await expect(
      recordRecommendation(head, { year, text: "Too many", decidedOn: "2026-02-03", inFavour: 9, against: 1 }),
    ).rejects.toThrow(/More votes/);
    await expect(publishAccount(head, year)).rejects.toMatchObject({ code: "step_up_required" });
    await confirm(head, stepUpForContribution.publish(year));
    const { sha256 } = await publishAccount(head, year);
    const accounts = await listPublicAccounts(makeContext(world.services, { kind: "anonymous" }, "portal"));
    expect(accounts).toMatchObject([
      { year, sha256, contributions: [{ owed: "30.00", payers: 2, declared: 1 }], spendings: [{ amount: "10.00" }] },
    ]);
    expect(JSON.stringify(accounts)).not.toMatch(/Mobicom|Small ISP/);
    await confirm(head, stepUpForContribution.publish(year));
    await expect(publishAccount(head, year)).rejects.toMatchObject({ code: "conflict" });
    await expect(
      recordSpending(head, {
        year,
        project: "Late",
        amount: "1.00",
        currency: "MNT",
        spentOn: "2026-02-02",
        source: "x",
      }),
    ).rejects.toMatchObject({ code: "refused" });
    await expect(world.owner`update fund_accounts set account = '{}'`).rejects.toThrow(/does not change/);
  });
});

test("an entity sees its own rows only, another authority none, the desk none, by verb and in the database", async () => {
  const yearId = await open();
  await declare(mobicom, yearId, "1000.00");
  const made = await declare(isp, yearId, "2000.00");
  expect((await readOwnAccounts(mobicom))[0]?.declarations).toHaveLength(1);
  await expect(printDeclaration(mobicom, made.id, "en")).rejects.toMatchObject({ code: "not_found" });
  const other = await as(await organisation("authority", "Another"), "officer_head");
  expect((await readFund(other, year)).years).toEqual([]);
  for (const work of [
    async () => await setDue(other, yearId, { dueOn: "2026-05-01", basis: "x", version: 1 }),
    async () =>
      await recordPayment(other, yearId, {
        constituentId: ispId,
        amount: "1.00",
        paidOn: "2026-02-01",
        bankReference: "X",
      }),
    async () => await declareOnPaper(other, yearId, { constituentId: ispId, base: "1.00", declaredOn: "2026-02-01" }),
    async () =>
      await assessPayer(other, yearId, { constituentId: ispId, amount: "1.00", reason: "Because we can, so" }),
    async () => await remindPayer(other, yearId, { constituentId: ispId, kind: "pay" }),
    async () => await printDeclaration(other, made.id, "en"),
  ])
    await expect(work()).rejects.toMatchObject({ code: "not_found" });
  const lead = await as(
    (await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`)[0]?.id ?? "",
    "lead",
  );
  await expect(readFund(lead, year)).rejects.toMatchObject({ code: "forbidden" });
});
