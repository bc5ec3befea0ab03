// A bank in Mali files once: each addressee gets its own fields, a receipt and a clock of its own; corrections keep what was; the law is pinned.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { extractText } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPinned } from "../../../backend/compliance/duties/law-of-country.ts";
import { judgePack } from "../../../backend/compliance/duties/judge-duties.ts";
import { announceFilings } from "../../../backend/compliance/filings/announce.ts";
import { dropDraft, openDraft, readDraft, saveAnswer } from "../../../backend/compliance/filings/keep-draft.ts";
import { noteDelivery } from "../../../backend/compliance/filings/note-delivery.ts";
import { printPart, proveFiling } from "../../../backend/compliance/filings/print-part.ts";
import { listFilings, readFiling } from "../../../backend/compliance/filings/read-filings.ts";
import { submitFiling } from "../../../backend/compliance/filings/submit-filing.ts";
import { loadLawWorld, loadPack, policiesFolder } from "../../../backend/compliance/law/index.ts";
import { sealLog } from "../../../backend/platform/audit/index.ts";
import {
  answer,
  addEntity,
  fileDraft,
  fileIncident,
  type FilingsWorld,
  makeFilingsWorld,
  ransomware,
} from "../../support/filings-world.ts";

const en = { language: "en" as const };
let house: FilingsWorld;
beforeAll(async () => {
  house = await makeFilingsWorld(new Date("2026-11-22T08:00:00Z"));
});
const asBank = () => house.world.context(house.bank.dpo);
const partsOf = async (filingId: string) =>
  await house.world.owner<
    {
      id: string;
      addressee: string;
      organisation_id: string | null;
      fields: { id: string; value: string }[];
      lateness: string;
      delivery: string;
    }[]
  >`
    select id, addressee, organisation_id, fields, lateness, delivery from filing_parts where filing_id = ${filingId} order by addressee`;

describe("one incident, three addressees", () => {
  test("each question is asked once, with who is shown it; each part holds only its addressee's fields; a time that no law sets is said so", async () => {
    const { id } = await openDraft(asBank(), {});
    await answer(house.world, house.bank.dpo, id, ransomware);
    const draft = await readDraft(asBank(), id, en);
    const ids = draft.questions.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    const seen = (field: string) =>
      draft.questions
        .find((one) => one.id === field)
        ?.seenBy.map((one) => one.id)
        .toSorted();
    expect(seen("nature")).toEqual(["amrtp", "apdp", "ml-cert"]);
    // Each says under which article it is asked, with how far that was compared with the official text; what only decides names none.
    const laws = draft.questions.find((one) => one.id === "nature")?.askedBy ?? [];
    expect(laws.length).toBeGreaterThan(1);
    expect(laws.every(({ instrument, verification }) => instrument !== "" && verification !== undefined)).toBe(true);
    expect(laws.every(({ article, verification }) => article !== null || verification !== "verified")).toBe(true);
    expect(draft.questions.find((one) => one.id === "touches_people")?.askedBy).toEqual([]);
    expect(seen("data_categories")).toEqual(["apdp"]);
    expect(seen("services_affected")).toEqual(["amrtp", "ml-cert"]);
    expect(draft.answers["contact"]?.value).toContain("Awa Traoré");
    const apdp = draft.parts.find((part) => part.addressee.id === "apdp");
    expect(apdp).toMatchObject({ clock: "none_in_law", due: null, isLate: false, asksLateReason: false });
    expect(apdp?.clockWords).toBe("The law sets no time. Advice, not an obligation: 72 hours.");
    expect(draft.parts.find((part) => part.addressee.id === "amrtp")).toMatchObject({ obligation: null, due: null });
    expect(draft.problems).toEqual([]);

    const submitted = await fileDraft(house.world, house.bank.dpo, id);
    expect(submitted.receipts).toHaveLength(3);
    const parts = await partsOf(submitted.filingId);
    expect(parts.map(({ addressee, organisation_id: body, delivery }) => [addressee, body, delivery])).toEqual([
      ["amrtp", house.authorities.amrtp, "platform"],
      ["apdp", house.authorities.apdp, "platform"],
      ["ml-cert", house.cert, "platform"],
    ]);
    const text = (addressee: string) => JSON.stringify(parts.find((part) => part.addressee === addressee)?.fields);
    expect(text("apdp")).toContain("SECRET-FOR-APDP");
    expect(text("apdp")).not.toContain("SECRET-FOR-TELECOM");
    expect(text("amrtp")).toContain("SECRET-FOR-TELECOM");
    expect(text("amrtp")).not.toContain("SECRET-FOR-APDP");
    expect(text("ml-cert")).not.toContain("SECRET-FOR-APDP");
    expect(parts.every(({ lateness }) => lateness === "no_time")).toBe(true);
    expect((await listFilings(asBank(), en)).drafts.map((one) => one.id)).not.toContain(id);
  });

  test("without the passkey, with an open question, or after another window's change nothing is filed", async () => {
    const { id } = await openDraft(asBank(), {});
    await answer(house.world, house.bank.dpo, id, { touches_people: "no", nature: "Something" });
    const { version, problems } = await readDraft(asBank(), id, en);
    expect(problems).toEqual([{ field: "time_aware", code: "missing" }]);
    await expect(submitFiling(asBank(), { draftId: id, version })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ path: "answers.time_aware", message: "Expected an answer." }],
    });
    await answer(house.world, house.bank.dpo, id, { time_aware: "2026-11-30T21:00:00Z" });
    expect((await readDraft(asBank(), id, en)).problems).toEqual([{ field: "time_aware", code: "ahead" }]);
    await answer(house.world, house.bank.dpo, id, { time_aware: "2026-11-20T21:00:00Z" });
    const reviewed = await readDraft(asBank(), id, en);
    // Nothing of people: the law on personal data is not asked.
    expect(reviewed.parts.map((part) => part.addressee.id)).toEqual(["ml-cert"]);
    await expect(submitFiling(asBank(), { draftId: id, version: reviewed.version })).rejects.toMatchObject({
      code: "step_up_required",
    });
    await expect(submitFiling(asBank(), { draftId: id, version: reviewed.version - 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(
      await house.world
        .owner`select 1 from filing_versions v join filings f on f.id = v.filing_id where v.answers @> '{"nature": {"value": "Something"}}'`,
    ).toHaveLength(0);
    await dropDraft(asBank(), id);
    await expect(readDraft(asBank(), id, en)).rejects.toMatchObject({ code: "not_found" });
  });

  test("two tabs that answer different questions do not meet; of two that answer the same, the second hears of it", async () => {
    const { id } = await openDraft(asBank(), {});
    const save = async (field: string, value: string, basedOn: number) =>
      await saveAnswer(asBank(), { draftId: id, field, answer: { value, isUnknown: false }, basedOn });
    await Promise.all([save("nature", "one", 0), save("measures", "two", 0)]);
    await expect(save("nature", "other", 0)).rejects.toMatchObject({ code: "conflict" });
    const { answers } = await readDraft(asBank(), id, en);
    expect([answers["nature"]?.value, answers["measures"]?.value]).toEqual(["one", "two"]);
  });

  test("a contact reads and files nothing", async () => {
    const ctx = house.world.context(house.bank.contact);
    await expect(openDraft(ctx, {})).rejects.toMatchObject({ code: "forbidden" });
    expect((await listFilings(ctx, en)).mayFile).toBe(false);
  });
});

describe("afterwards", () => {
  test("a correction is a new row with its reason; the old one stays as it was, and what did not change is not filed again", async () => {
    const { filingId } = await fileIncident(house.world, house.bank.dpo);
    const { id } = await openDraft(asBank(), { kind: "correction", filingId });
    await answer(house.world, house.bank.dpo, id, { people_count: "9000" });
    const draft = await readDraft(asBank(), id, en);
    expect(draft.before["people_count"]?.value).toBe("1200");
    expect(draft.parts.filter((part) => part.isSent).map((part) => part.addressee.id)).toEqual(["apdp"]);
    await expect(fileDraft(house.world, house.bank.dpo, id)).rejects.toMatchObject({ fields: [{ path: "reason" }] });
    const { receipts } = await fileDraft(house.world, house.bank.dpo, id, "Counted again");
    expect(receipts).toHaveLength(1);
    const page = await readFiling(asBank(), filingId, en);
    expect(
      page.parts
        .filter((part) => part.addressee.id === "apdp")
        .map(({ isCorrection, isReplaced }) => [isCorrection, isReplaced]),
    ).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(page.versions.map(({ kind, reason }) => [kind, reason])).toEqual([
      ["correction", "Counted again"],
      ["first", null],
    ]);
    for (const query of [
      house.world.owner`update filing_parts set fields = '[]' where filing_id = ${filingId}`,
      house.world.owner`delete from filing_parts where filing_id = ${filingId}`,
      house.world.owner`update filing_versions set answers = '{}' where filing_id = ${filingId}`,
      house.world.owner`update filings set pins = '[]' where id = ${filingId}`,
    ])
      await expect(query).rejects.toThrow(/kept as it is|pinned/);
  });

  test("the receipt prints with its number, the pinned law and the leaf of the log, in three languages; the proof comes with it", async () => {
    const { receipts } = await fileIncident(house.world, house.bank.dpo);
    const part = receipts.find((one) => one.addressee === "apdp");
    if (!part) throw new Error("no part");
    const [row] = await house.world.owner<
      { leaf_hash: string; pack_sha256: string }[]
    >`select leaf_hash, pack_sha256 from filing_parts where id = ${part.partId}`;
    const [leaf] = await house.world.owner<
      { leaf: string }[]
    >`select encode(leaf_hash, 'hex') as leaf from audit_log where object_id = ${part.partId} and action = 'filing.submit'`;
    expect(row?.leaf_hash).toBe(leaf?.leaf);
    for (const [language, words] of [
      ["fr", "Récépissé de dépôt"],
      ["en", "Receipt of a filing"],
      ["mn", "Мэдүүлэг хүлээн авсан баримт"],
    ] as const) {
      const { bytes } = await printPart(asBank(), "shared.read", part.partId, language);
      const text = (await extractText(new Uint8Array(bytes), { mergePages: true })).text.replaceAll(/\s+/g, "");
      for (const piece of [
        words,
        part.receiptNumber,
        row?.leaf_hash ?? "?",
        row?.pack_sha256 ?? "?",
        "SECRET-FOR-APDP",
      ])
        expect(text).toContain(piece.replaceAll(/\s+/g, ""));
    }
    await sealLog(house.world.context({ kind: "system", job: "test" }));
    expect((await proveFiling(asBank(), "shared.read", part.partId)).text).toContain("tlog-proof");
    // The log tells neither whom it went to nor a word of it.
    const [detail] = await house.world.owner<
      { detail: unknown }[]
    >`select detail from audit_log where object_id = ${part.partId} and action = 'filing.submit'`;
    expect(Object.keys(detail?.detail ?? {})).toEqual(["contentSha256"]);
  });

  test("an authority with an address hears by mail that something waits, and not a word of it", async () => {
    const { receipts } = await fileIncident(house.world, house.bank.dpo);
    await announceFilings(house.world.context({ kind: "system", job: "filings.announce" }), {
      partIds: receipts.map(({ partId }) => partId),
    });
    const mails = await house.world.owner<
      { to_address: string; body: string }[]
    >`select to_address, body from outgoing_mails where cause like 'filing:%' and cause = any(${receipts.map(({ partId }) => `filing:${partId}`)})`;
    expect(mails.map((mail) => mail.to_address)).toEqual(["depot@apdp.example"]);
    expect(mails[0]?.body).not.toContain("payment server");
  });

  test("where nobody of an authority reads, the part goes on paper, and the entity notes once who took it", async () => {
    const lonely = await makeFilingsWorld(new Date("2026-11-22T08:00:00Z"));
    await lonely.world.owner`update organisations set ended_at = now() where id = ${lonely.authorities.apdp}`;
    const { receipts } = await fileIncident(lonely.world, lonely.bank.dpo);
    const part = receipts.find((one) => one.addressee === "apdp")?.partId ?? "";
    const ctx = lonely.world.context(lonely.bank.dpo);
    const proof = async function* () {
      yield await Promise.resolve(Buffer.from("stamp"));
    };
    await noteDelivery(ctx, part, { note: "Stamped by Mme Keïta" }, proof());
    await expect(noteDelivery(ctx, part, { note: "again" }, undefined)).rejects.toMatchObject({ code: "conflict" });
    const cert = receipts.find((one) => one.addressee === "ml-cert")?.partId ?? "";
    await expect(noteDelivery(ctx, cert, { note: "not needed" }, undefined)).rejects.toMatchObject({ code: "refused" });
    const [row] = await lonely.world
      .owner`select delivery, delivery_note, organisation_id from filing_parts where id = ${part}`;
    expect(row).toMatchObject({ delivery: "paper", delivery_note: "Stamped by Mme Keïta", organisation_id: null });
  });
});

describe("the law of the day", () => {
  const folder = mkdtempSync(join(tmpdir(), "toguna-law-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("a later version of the law never changes a pinned record, whatever its clocks are", () => {
    cpSync(policiesFolder, folder, { recursive: true });
    const { pin } = loadPack("ke.data-protection", folder);
    const world = loadLawWorld(folder);
    const profile = { classes: ["bank"], role: null, country: "KE", timeZone: null, conditions: {} };
    const dueUnder = (aware: string) =>
      judgePack(
        readPinned(pin, folder),
        profile,
        { aware: [aware] },
        world,
        Temporal.Instant.from("2026-11-22T00:00:00Z"),
      ).map(({ duty }) => [duty.obligation, duty.due]);
    const source = readFileSync(join(folder, "ke/data-protection/pack-1.0.0.yml"), "utf8");
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: 300 }),
        (hours, minor, days) => {
          const aware = Temporal.Instant.from("2026-01-01T00:00:00Z")
            .add({ hours: days * 24 })
            .toString();
          const before = dueUnder(aware);
          const later = source
            .replace(/version: 1\.0\.0/, `version: 1.${minor}.0`)
            .replaceAll(/duration: PT\d+H/g, `duration: PT${hours}H`);
          writeFileSync(join(folder, `ke/data-protection/pack-1.${minor}.0.yml`), later);
          expect(loadPack("ke.data-protection", folder).pin.version).not.toBe("1.0.0");
          expect(dueUnder(aware)).toEqual(before);
          expect(before.some(([, due]) => due === Temporal.Instant.from(aware).add({ hours: 72 }).toString())).toBe(
            true,
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  test("a pinned version whose file was changed is refused rather than read", () => {
    const { pin } = loadPack("rw.data-protection", folder);
    const path = join(folder, "rw/data-protection/pack-1.0.0.yml");
    writeFileSync(path, readFileSync(path, "utf8").replace("PT48H", "PT96H"));
    expect(() => readPinned(pin, folder)).toThrow(/hash that was pinned/);
  });

  test("stages follow one another under the pinned law; a late one is asked why only where that law asks", async () => {
    // GDPR asks why a notification is late; the bank's own country does not: here a filing is pinned to GDPR and DORA by hand.
    const entity = await addEntity(house.world, "Bank abroad", ["credit_institution"]);
    const { addPerson } = await import("../../support/desk-world.ts");
    const dpo = await addPerson(house.world, entity.organisationId, "constituent_dpo", "Dpo");
    const ctx = house.world.context(dpo);
    const first = await openDraft(ctx, {});
    await answer(house.world, dpo, first.id, {
      touches_people: "yes",
      nature: "x",
      time_aware: "2026-11-15T10:00:00Z",
      "event.classified_major": "2026-11-15T12:00:00Z",
    });
    const { filingId } = await fileDraft(house.world, dpo, first.id);
    const pins = JSON.stringify([loadPack("eu.gdpr").pin, loadPack("eu.dora").pin]);
    await house.world.owner.begin(async (sql) => {
      await sql`alter table filings disable trigger filings_pinned`;
      await sql`update filings set pins = ${pins}::text::jsonb where id = ${filingId}`;
      await sql`alter table filings enable trigger filings_pinned`;
    });
    const { id } = await openDraft(ctx, { kind: "next", filingId });
    const draft = await readDraft(ctx, id, en);
    const gdpr = draft.parts.find((part) => part.packId === "eu.gdpr");
    expect(gdpr).toMatchObject({ isLate: true, asksLateReason: true, due: "2026-11-18T10:00:00Z" });
    expect(draft.problems).toContainEqual({ field: "late_reasons", code: "late_reason" });
    expect(draft.questions.filter((one) => one.id === "late_reasons")).toHaveLength(1);
    expect(draft.tells.map((one) => one.addressee.id)).toContain("people");
    await answer(house.world, dpo, id, { late_reasons: "Nobody could reach the system." });
    await fileDraft(house.world, dpo, id);
    const rows = await house.world.owner<
      { pack_id: string; stage: string; lateness: string; late_reason: string | null; expects: { stage: string }[] }[]
    >`
      select pack_id, stage, lateness, late_reason, expects from filing_parts where filing_id = ${filingId} and number = 2 order by pack_id`;
    expect(rows.map(({ pack_id: pack, stage, lateness }) => [pack, stage, lateness])).toEqual([
      ["eu.dora", "initial", "late"],
      ["eu.gdpr", "authority", "late"],
    ]);
    expect(rows.every((row) => row.late_reason === "Nobody could reach the system.")).toBe(true);
    expect(rows[0]?.expects.map(({ stage }) => stage)).toEqual(["intermediate", "final"]);
    const page = await readFiling(ctx, filingId, en);
    expect(page.can.next).toBe(true);
    expect(page.stages.find(({ stage }) => stage === "intermediate")?.due).not.toBeNull();
  });
});
