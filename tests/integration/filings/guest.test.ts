// A guest files at night: counted from that moment, marked as not confirmed, claimed later with the digits and by nobody without them.
import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { claimFiling } from "../../../backend/compliance/filings/claim-filing.ts";
import { fileAsGuest, readGuestForm } from "../../../backend/compliance/filings/guest/file-as-guest.ts";
import type { FileAsGuest } from "../../../backend/compliance/filings/guest/model.ts";
import { listFilings, readFiling } from "../../../backend/compliance/filings/read-filings.ts";
import { addEntity, type FilingsWorld, makeFilingsWorld } from "../../support/filings-world.ts";
import { addPerson } from "../../support/desk-world.ts";

const en = { language: "en" as const };
let house: FilingsWorld;
beforeAll(async () => {
  house = await makeFilingsWorld(new Date("2026-11-22T02:30:00Z"));
});
const visitor = () => house.world.context({ kind: "anonymous" });
const filing = (): FileAsGuest => ({
  organisation: "Banque du Fleuve",
  reference: "",
  contact: "Oumou, +223 70 00 00 00",
  classes: ["bank"],
  language: "en",
  key: randomBytes(16).toString("hex"),
  answers: {
    touches_people: { value: "yes", isUnknown: false },
    nature: { value: "Everything is encrypted, the laptop with the passkey too.", isUnknown: false },
    time_aware: { value: "2026-11-22T01:00:00Z", isUnknown: false },
  },
});

test("the form asks each question once and says who is shown the answer", () => {
  const { questions, hasLaw } = readGuestForm(visitor(), "en", {}, ["bank"]);
  expect(hasLaw).toBe(true);
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  expect(questions.find(({ id }) => id === "nature")?.seenBy).toHaveLength(2);
  expect(questions.some(({ id }) => id.startsWith("copy."))).toBe(false);
});

test("it counts from its sending, reaches the authorities unconfirmed, and the same page sent twice is one filing", async () => {
  const given = filing();
  const first = await fileAsGuest(visitor(), given, "192.0.2.1");
  const again = await fileAsGuest(visitor(), given, "192.0.2.1");
  expect(again).toEqual(first);
  const rows = await house.world.owner<
    {
      addressee: string;
      standing: string;
      submitted_at: Date;
      entity_organisation_id: string | null;
      organisation_id: string | null;
    }[]
  >`
    select addressee, standing, submitted_at, entity_organisation_id, organisation_id from filing_parts where filing_reference = ${first.reference} order by addressee`;
  expect(rows.map(({ addressee, standing, entity_organisation_id: entity }) => [addressee, standing, entity])).toEqual([
    ["apdp", "unconfirmed", null],
    ["ml-cert", "unconfirmed", null],
  ]);
  expect(rows[0]?.submitted_at.toISOString()).toBe("2026-11-22T02:30:00.000Z");
  expect(rows[0]?.organisation_id).toBe(house.authorities.apdp);
  // The digits are stored nowhere.
  const digits = first.receipt.replaceAll(" ", "");
  const [guest] = await house.world.owner<
    { text: string }[]
  >`select row_to_json(g)::text as text from guest_filings g join filings f on f.id = g.filing_id where f.reference = ${first.reference}`;
  expect(guest?.text).not.toContain(digits.slice(6, 19));
});

test("open questions are named, and nothing is filed", async () => {
  const given = filing();
  await expect(
    fileAsGuest(
      visitor(),
      { ...given, answers: { ...given.answers, nature: { value: " ", isUnknown: false } } },
      "192.0.2.2",
    ),
  ).rejects.toMatchObject({ code: "invalid_input", fields: [{ path: "answers.nature" }] });
});

test("the entity claims it by the receipt with its original moment; wrong digits, another's hands and a second claim open nothing", async () => {
  const { receipt, reference } = await fileAsGuest(visitor(), filing(), "192.0.2.3");
  const dpo = house.world.context(house.bank.dpo);
  const contact = house.world.context(house.bank.contact);
  await expect(claimFiling(contact, { receipt })).rejects.toMatchObject({ code: "forbidden" });
  const last = receipt.at(-1) === "0" ? "1" : "0";
  await expect(claimFiling(dpo, { receipt: receipt.slice(0, -1) + last })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(claimFiling(dpo, { receipt: "0042 1701 2345 6789 0128" })).rejects.toMatchObject({
    code: expect.stringMatching(/invalid_input|not_found/) as string,
  });
  expect((await listFilings(dpo, en)).filings.map((one) => one.reference)).not.toContain(reference);

  const { filingId } = await claimFiling(dpo, { receipt });
  const page = await readFiling(dpo, filingId, en);
  expect(page).toMatchObject({ reference, channel: "guest", openedAt: "2026-11-22T02:30:00.000Z" });
  expect(page.parts.map((part) => part.addressee.id).toSorted()).toEqual(["apdp", "ml-cert"]);
  const standing = await house.world
    .owner`select distinct standing, entity_reference from filing_parts where filing_id = ${filingId}`;
  expect([...standing]).toEqual([{ standing: "confirmed", entity_reference: house.bank.reference }]);

  const other = await addEntity(house.world, "Autre banque", ["bank"]);
  const rival = await addPerson(house.world, other.organisationId, "constituent_dpo", "Rival");
  await expect(claimFiling(house.world.context(rival), { receipt })).rejects.toMatchObject({ code: "not_found" });
  await expect(readFiling(house.world.context(rival), filingId, en)).rejects.toMatchObject({ code: "not_found" });
});

test("one source files ten times an hour and not more; guessing of receipts ends as well", async () => {
  for (let index = 0; index < 10; index++) await fileAsGuest(visitor(), filing(), "192.0.2.66");
  await expect(fileAsGuest(visitor(), filing(), "192.0.2.66")).rejects.toMatchObject({ code: "too_many_requests" });
  const other = await addEntity(house.world, "Banque curieuse", ["bank"]);
  const curious = house.world.context(await addPerson(house.world, other.organisationId, "constituent_dpo", "Curious"));
  const { receipt } = await fileAsGuest(visitor(), filing(), "192.0.2.67");
  const { claimFiling: claim } = await import("../../../backend/compliance/filings/claim-filing.ts");
  const { formatReceipt, parseReceipt } = await import("../../../backend/intake/receipts/model.ts");
  const known = parseReceipt(receipt);
  if (typeof known === "string") throw new Error(known);
  for (let index = 0; index < 20; index++)
    await expect(
      claim(curious, { receipt: formatReceipt({ ...known, secret: String(index).padStart(13, "0") }) }),
    ).rejects.toMatchObject({ code: "not_found" });
  await expect(claim(curious, { receipt })).rejects.toMatchObject({ code: "too_many_requests" });
});
