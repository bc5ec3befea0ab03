// A bank in Mali assesses itself: answers with evidence and owners, an exception that ends by itself, a pack's new version, reminders; nobody else is shown a row.
import type { TransactionSql } from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import {
  answerDuty,
  endReachedExceptions,
  grantException,
  withdrawException,
} from "../../../backend/compliance/assessments/answer-duty.ts";
import { exportAssessments, printAssessment } from "../../../backend/compliance/assessments/export-assessment.ts";
import {
  addEvidence,
  openEvidence,
  scanEvidence,
  withdrawEvidence,
} from "../../../backend/compliance/assessments/keep-evidence.ts";
import type { ItemView } from "../../../backend/compliance/assessments/model.ts";
import {
  listAssessments,
  readAssessment,
  readHistory,
} from "../../../backend/compliance/assessments/read-assessments.ts";
import { readCalendar } from "../../../backend/compliance/deadlines/keep-feed.ts";
import { remindOwners } from "../../../backend/compliance/reminders/remind-owners.ts";
import { storeFile } from "../../../backend/intake/index.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { matchFile } from "../../../backend/triage/index.ts";
import { openEngines } from "../../../backend/triage/open-engines.ts";
import { addEntity, type FilingsWorld, makeFilingsWorld, type Person } from "../../support/filings-world.ts";
import { addPerson } from "../../support/desk-world.ts";
import { copyPolicies, derivePack } from "../../support/policies-copy.ts";

const en = { language: "en" as const };
const pack = "ml.data-protection";
const access = "ml-dp.rights.access";
const transfer = "ml-dp.transfer.abroad";
let house: FilingsWorld;
let rival: Person;

beforeAll(async () => {
  house = await makeFilingsWorld(new Date("2026-11-22T08:00:00Z"));
  const other = await addEntity(house.world, "Banque rivale", ["bank"]);
  rival = await addPerson(house.world, other.organisationId, "constituent_dpo", "Rival");
});

/** The context at another moment of the same world. */
function at(person: Person, instant = "2026-11-22T08:00:00Z"): Context {
  const ctx = house.world.context(person);
  return { ...ctx, now: () => new Date(instant) };
}
const job = (instant: string): Context => ({
  ...house.world.context({ kind: "system", job: "test" }),
  now: () => new Date(instant),
});
async function itemOf(obligation: string, ctx = at(house.bank.dpo)): Promise<ItemView> {
  const found = (await readAssessment(ctx, pack, en)).items.find((one) => one.obligation === obligation);
  if (!found) throw new Error(`no item ${obligation}`);
  return found;
}
async function put(ctx: Context, text: string, days: { effectiveOn: string; expiresOn?: string }, obligation = access) {
  const stream = (async function* () {
    yield await Promise.resolve(Buffer.from(text));
  })();
  const stored = await storeFile(ctx, { name: "procédure.txt", mediaType: "text/plain", stream });
  return await addEvidence(ctx, pack, obligation, days, stored);
}

describe("answers", () => {
  test("a duty whose text nobody has read is answered, and never counted as law", async () => {
    const before = await readAssessment(at(house.bank.dpo), pack, en);
    const formality = before.items.find((one) => one.obligation === "ml-dp.formalities.before-processing");
    expect(formality).toMatchObject({ verification: "unverified", isCounted: false, standing: "open" });
    await answerDuty(at(house.bank.dpo), pack, "ml-dp.formalities.before-processing", { version: 0, state: "met" });
    await answerDuty(at(house.bank.dpo), pack, "ml-dp.breach.authority", { version: 0, state: "met" });
    const after = await readAssessment(at(house.bank.dpo), pack, en);
    expect(after.progress).toMatchObject({
      met: 0,
      counted: before.progress.counted,
      notCounted: before.progress.notCounted,
    });
    expect(before.progress.counted).toBe(2);
  });

  test("an answer keeps its owner, day, note and the version of the law; two at once do not overwrite each other", async () => {
    const ctx = at(house.bank.dpo);
    const given = {
      version: 0,
      state: "partly" as const,
      note: "The form is ready.",
      ownerId: house.bank.contact.personId,
      dueOn: "2026-11-20",
    };
    await answerDuty(ctx, pack, access, given);
    expect(await itemOf(access)).toMatchObject({
      standing: "partly",
      owner: { name: "Issa" },
      dueOn: "2026-11-20",
      isOverdue: true,
      version: 1,
      changed: { by: "Oumou" },
      pin: { version: "1.1.0", isCurrent: true, changes: [] },
    });
    await expect(answerDuty(ctx, pack, access, { ...given, state: "met" })).rejects.toMatchObject({ code: "conflict" });
    await expect(
      answerDuty(ctx, pack, access, { ...given, version: 1, ownerId: rival.personId }),
    ).rejects.toMatchObject({ fields: [{ path: "ownerId" }] });
    await expect(answerDuty(ctx, pack, transfer, { version: 0, state: "not_applicable" })).rejects.toThrow(/reason/);
    await expect(answerDuty(at(house.bank.contact), pack, access, given)).rejects.toMatchObject({ code: "forbidden" });
    await expect(answerDuty(ctx, pack, "ml-dp.authority.decision", { version: 0, state: "met" })).rejects.toMatchObject(
      {
        code: "not_found",
      },
    );
  });

  test("evidence has the day since when it holds apart from the day it came; when all of it has expired the duty has lapsed", async () => {
    const ctx = at(house.bank.dpo);
    const { id } = await put(ctx, "Access is given within a week.", {
      effectiveOn: "2025-01-01",
      expiresOn: "2026-12-10",
    });
    const { version } = await itemOf(access);
    await answerDuty(ctx, pack, access, { version, state: "met", ownerId: house.bank.contact.personId });
    const [kept] = (await itemOf(access)).evidence;
    expect(kept).toMatchObject({
      effectiveOn: "2025-01-01",
      expiresOn: "2026-12-10",
      isExpired: false,
      scan: "waiting",
      addedBy: "Oumou",
    });
    expect(kept?.addedAt.slice(0, 10)).toBe("2026-11-22");
    expect((await itemOf(access, at(house.bank.dpo, "2026-12-10T23:00:00Z"))).standing).toBe("met");
    const later = at(house.bank.dpo, "2026-12-11T00:00:00Z");
    expect((await itemOf(access, later)).standing).toBe("lapsed");
    expect((await readAssessment(later, pack, en)).progress).toMatchObject({ met: 0, lapsed: 1 });
    expect(await openEvidence(at(house.bank.contact), id)).toMatchObject({ name: "procédure.txt" });
    await expect(put(ctx, "x", { effectiveOn: "2026-01-02", expiresOn: "2026-01-01" })).rejects.toThrow(/expiresOn/);
  });

  test("evidence is looked at by the rules in force, and what they say stands beside it", async () => {
    const rule = 'rule marked { meta: title = "A marked file" strings: $a = "DROPPER-MARK" condition: $a }';
    const engines = await openEngines([{ kind: "yara", path: "marked.yar", text: rule }], null);
    const match: typeof matchFile = async (ctx, file) =>
      await matchFile(ctx, file, async (_ctx, work) => await work(engines));
    const bad = await put(at(house.bank.dpo), "see DROPPER-MARK", { effectiveOn: "2026-01-01" }, transfer);
    const good = await put(at(house.bank.dpo), "nothing", { effectiveOn: "2026-01-01" }, transfer);
    for (const { id } of [bad, good]) await scanEvidence(job("2026-11-22T08:01:00Z"), { evidenceId: id }, match);
    await engines.close();
    const { evidence } = await itemOf(transfer);
    // Both came in one instant: their order is nobody's.
    const of = (wanted: string) => evidence.find(({ id }) => id === wanted);
    expect([of(bad.id)?.scan, of(good.id)?.scan]).toEqual(["found", "clean"]);
    expect(of(bad.id)?.scanFound).toHaveLength(1);
    await withdrawEvidence(at(house.bank.dpo), bad.id, { reason: "Taken for a dropper" });
    const after = (await itemOf(transfer)).evidence.find(({ id }) => id === bad.id);
    expect(after).toMatchObject({ withdrawReason: "Taken for a dropper" });
    await expect(withdrawEvidence(at(house.bank.dpo), bad.id, { reason: "Again" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("an exception holds to its last day and then opens the duty by itself; it can be ended before", async () => {
    const ctx = at(house.bank.dpo);
    const { version } = await itemOf(transfer);
    await expect(
      grantException(ctx, pack, transfer, { version, reason: "No budget", endsOn: "2026-11-21" }),
    ).rejects.toMatchObject({
      fields: [{ path: "endsOn" }],
    });
    await grantException(ctx, pack, transfer, { version, reason: "No budget this year", endsOn: "2026-11-30" });
    const held = await itemOf(transfer);
    expect(held).toMatchObject({
      standing: "excepted",
      exception: { endsOn: "2026-11-30", reason: "No budget this year", grantedBy: "Oumou" },
    });
    await expect(answerDuty(ctx, pack, transfer, { version: held.version, state: "met" })).rejects.toMatchObject({
      code: "refused",
    });
    await answerDuty(ctx, pack, transfer, { version: held.version, note: "The board was told." });
    expect(await endReachedExceptions(job("2026-11-30T23:30:00Z"))).toBe(0);
    expect((await itemOf(transfer)).standing).toBe("excepted");
    expect(await endReachedExceptions(job("2026-12-01T00:30:00Z"))).toBe(1);
    const reopened = await itemOf(transfer);
    expect(reopened).toMatchObject({ standing: "open", exception: null, note: "The board was told." });
    const again = await grantException(ctx, pack, transfer, {
      version: reopened.version,
      reason: "Until the new contract",
      endsOn: "2027-03-01",
    });
    await withdrawException(ctx, again.id);
    expect((await itemOf(transfer)).standing).toBe("open");
    const { changes } = await readHistory(at(house.bank.contact), pack, transfer);
    expect(changes.map(({ kind, by }) => [kind, by])).toEqual([
      ["evidence_added", "Oumou"],
      ["evidence_added", "Oumou"],
      ["evidence_withdrawn", "Oumou"],
      ["excepted", "Oumou"],
      ["answered", "Oumou"],
      ["exception_reached", ""],
      ["excepted", "Oumou"],
      ["exception_withdrawn", "Oumou"],
    ]);
    await expect(house.world.owner`update duty_changes set person_name = 'x'`).rejects.toThrow(
      /not changed afterwards/,
    );
  });
});

describe("a new version of the law", () => {
  test("keeps the answer under the version that it was given under, and shows what changed; a duty that is gone is still shown", async () => {
    const root = copyPolicies();
    derivePack(root, "ml/data-protection/pack-1.1.0.yml", "ml/data-protection/pack-9.0.0.yml", [
      ["version: 1.1.0", "version: 9.0.0"],
      [
        "  clock:\n    kind: immediate\n    start: [request.received]\n    setBy: art-12\n",
        "  clock:\n    kind: duration\n    start: [request.received]\n    duration: P8D\n    setBy: art-12\n",
      ],
      ["- id: ml-dp.transfer.abroad\n  stage: transfer", "- id: ml-dp.transfer.elsewhere\n  stage: transfer"],
    ]);
    const ctx = at(house.bank.dpo);
    const view = await readAssessment(ctx, pack, en, root);
    expect(view.packVersion).toBe("9.0.0");
    const changed = view.items.find((one) => one.obligation === access);
    expect(changed).toMatchObject({ state: "met", pin: { version: "1.1.0", isCurrent: false, isKnown: true } });
    expect(changed?.pin?.changes).toEqual([
      {
        part: "clock",
        before: "At once after receipt of the request; the law sets no hour.",
        after: "8 days from receipt of the request.",
      },
    ]);
    const gone = view.items.find((one) => one.obligation === transfer);
    expect(gone).toMatchObject({ isCounted: false, pin: { changes: [{ part: "removed" }] } });
    expect(
      (await listAssessments(ctx, en, root)).assessments.find((one) => one.packId === pack)?.toReview,
    ).toBeGreaterThan(1);
    await answerDuty(ctx, pack, access, { version: changed?.version ?? 0, state: "met" }, root);
    const kept = (await readAssessment(ctx, pack, en, root)).items.find((one) => one.obligation === access);
    expect(kept?.pin).toMatchObject({ version: "9.0.0", isCurrent: true, changes: [] });
    // Without that version's file nothing is compared, and nothing breaks.
    expect((await itemOf(access)).pin).toMatchObject({ version: "9.0.0", isKnown: false, changes: [] });
    const { version } = await itemOf(access);
    await answerDuty(ctx, pack, access, { version, state: "met", ownerId: house.bank.contact.personId });
  });
});

describe("days", () => {
  test("the calendar and one mail a person tell of days that come near, once for each distance, and not what was answered", async () => {
    const ctx = at(house.bank.dpo);
    const { version } = await itemOf(transfer);
    await answerDuty(ctx, pack, transfer, { version, state: "not_met", note: "SECRET-NOTE", dueOn: "2026-12-20" });
    const { deadlines } = await readCalendar(at(house.bank.contact), en);
    expect(
      deadlines
        .filter(({ kind }) => kind === "assessment")
        .map(({ due, clockWords }) => [due.slice(0, 10), clockWords]),
    ).toEqual([
      ["2026-12-10", "The evidence expires."],
      ["2026-12-20", "The day that you set for this duty."],
    ]);
    expect(await remindOwners(job("2026-11-22T07:00:00Z"))).toBe(2);
    expect(await remindOwners(job("2026-11-23T07:00:00Z"))).toBe(0);
    expect(await remindOwners(job("2026-12-03T07:00:00Z"))).toBe(1);
    const mails = await house.world.owner<{ body: string; name: string }[]>`select m.body, p.name from outgoing_mails m
      join people p on p.email = m.to_address order by m.created_at, p.name`;
    expect(mails.map(({ name }) => name)).toEqual(["Issa", "Oumou", "Issa"]);
    expect(mails[0]?.body).toContain("2026-12-10");
    expect(mails[1]?.body).toContain("2026-12-20");
    expect(mails.map(({ body }) => body).join()).not.toContain("SECRET-NOTE");
  });
});

describe("to take along", () => {
  test("the table and the printed summary say what the screen says, and the log hears neither answers nor numbers", async () => {
    const response = await exportAssessments(at(house.bank.dpo), { format: "csv", language: "en", zone: "UTC", pack });
    const csv = await response.text();
    expect(csv).toContain("SECRET-NOTE");
    expect(csv).toContain("procédure.txt (2025-01-01 – 2026-12-10)");
    const { bytes, name } = await printAssessment(at(house.bank.dpo), pack, en);
    expect(name).toBe("assessment-ml.data-protection-2026-11-22.pdf");
    expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe("%PDF-");
    const said = await house.world.owner<
      { text: string }[]
    >`select coalesce(detail::text, '') || object_id as text from audit_log where action like 'duty.%'`;
    expect(said.length).toBeGreaterThan(10);
    for (const { text } of said) expect(text).not.toMatch(/SECRET|not_met|excepted|ml-dp/);
  });
});

describe("others", () => {
  test("another entity, an authority and the team see nothing of it: no row, no count, no file, no table", async () => {
    const tables = ["duty_answers", "duty_exceptions", "duty_evidence", "duty_changes", "duty_reminders"];
    const seen = async (scope: string, person: Person): Promise<number> =>
      await house.world.app.sql.begin(async (sql: TransactionSql) => {
        await sql`select set_config('toguna.scope', ${scope}, true), set_config('toguna.organisation', ${person.organisationId}, true),
          set_config('toguna.person', ${person.personId}, true), set_config('toguna.roles', ${person.roles.join(",")}, true)`;
        let sum = 0;
        for (const table of tables) sum += (await sql.unsafe(`select 1 from ${table}`)).length;
        return sum;
      });
    expect(await seen("constituent", house.bank.dpo)).toBeGreaterThan(10);
    for (const [scope, person] of [
      ["constituent", rival],
      ["authority", house.officers.apdp],
      ["staff", house.analyst],
      ["person", house.analyst],
      ["peer", house.analyst],
    ] as const)
      expect([scope, await seen(scope, person)]).toEqual([scope, 0]);
    const [kept] = (await itemOf(access)).evidence;
    await expect(openEvidence(at(rival), kept?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
    await expect(readHistory(at(rival), pack, access)).rejects.toMatchObject({ code: "not_found" });
    expect(
      (await readAssessment(at(rival), pack, en)).items.every((one) => one.version === 0 && one.evidence.length === 0),
    ).toBe(true);
    const csv = await (await exportAssessments(at(rival), { format: "csv", language: "en", zone: "UTC" })).text();
    expect(csv).not.toContain("SECRET-NOTE");
    for (const person of [house.officers.apdp, house.analyst]) {
      await expect(listAssessments(at(person), en)).rejects.toMatchObject({ code: "forbidden" });
      await expect(openEvidence(at(person), kept?.id ?? "")).rejects.toMatchObject({ code: "forbidden" });
    }
    const mine = (await readCalendar(at(rival), en)).deadlines;
    expect(mine.filter(({ kind }) => kind === "assessment" || kind === "request")).toEqual([]);
  });
});
