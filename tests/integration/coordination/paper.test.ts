// The days when nothing works, on a real database: slips that are printed, keyed in once and opened by their people; a contact book that is locked, signed and checked offline.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { getDocumentProxy } from "unpdf";
import { beforeAll, expect, test } from "vitest";
import { makeBook, makeBookNow, makeDueBook, setBook } from "../../../backend/coordination/contact-book/make-book.ts";
import { bindBook, isBookOld } from "../../../backend/coordination/contact-book/model.ts";
import { warnOfOldBook } from "../../../backend/coordination/contact-book/warn-of-old.ts";
import { verifyBook } from "../../../backend/coordination/contact-book/verify-book.ts";
import { findSlip, keyIn, readWaitingSlip } from "../../../backend/coordination/paper/key-in.ts";
import { moveRange, printRange, sealSlips } from "../../../backend/coordination/paper/print-range.ts";
import { listRanges, readRange } from "../../../backend/coordination/paper/read-ranges.ts";
import { openReceipt, submitReport } from "../../../backend/intake/index.ts";
import { parseReceipt } from "../../../backend/intake/receipts/model.ts";
import { formatVerifierKey, logKey } from "../../../backend/platform/audit/index.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { addPerson } from "../../support/desk-world.ts";
import { type IntakeWorld, makeIntakeWorld, report, visitor } from "../intake/support.ts";

let world: IntakeWorld;
let lead: Context;
let analyst: Context;
const refusedAs = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  world = await makeIntakeWorld({ env: { PUBLIC_URL: "https://cert.example.org" } });
  const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  lead = world.context(await addPerson(world, cert?.id ?? "", "lead", "Awa"));
  analyst = world.context(await addPerson(world, cert?.id ?? "", "analyst", "Bat"));
}, 120_000);

/** The words of a PDF, page by page, as any reader finds them. */
async function wordsOf(pdf: Buffer): Promise<{ text: string; width: number; height: number }[]> {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const pages: { text: string; width: number; height: number }[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const { width, height } = page.getViewport({ scale: 1 });
    pages.push({
      text: items.map((item) => ("str" in item ? item.str : "")).join(" "),
      width: Math.round(width),
      height: Math.round(height),
    });
  }
  return pages;
}

const digitsIn = (text: string): string[] =>
  [...text.matchAll(/\d{4,5}(?:\s+\d{4,5}){4}/g)].map(([digits]) => digits.replaceAll(/\s+/g, " "));

test("a range is printed four slips to a sheet; its codes stand on the paper and nowhere else, and are no receipts of others", async () => {
  await expect(printRange(analyst, { place: "Mopti", holder: "Awa", language: "fr", count: 4 })).rejects.toEqual(
    refusedAs("forbidden"),
  );
  const { id, pdf } = await printRange(lead, { place: "Mopti", holder: "Awa", language: "fr", count: 5 });
  const pages = await wordsOf(pdf);
  expect(pages.map(({ width, height }) => [width, height])).toEqual([
    [595, 842],
    [595, 842],
  ]);
  const codes = pages.flatMap(({ text }) => digitsIn(text));
  expect(codes).toHaveLength(5);
  expect(new Set(codes).size).toBe(5);
  for (const code of codes) expect(typeof parseReceipt(code)).toBe("object");
  await sealSlips(world.system(), { rangeId: id });
  const kept = await world.owner<{ row: string }[]>`select to_jsonb(s)::text as row from paper_slips s`;
  for (const code of codes) {
    const secret = (parseReceipt(code) as { secret: string }).secret;
    for (const { row } of kept) expect(row).not.toContain(secret);
  }
  const [open] = await world.owner<
    { n: number }[]
  >`select count(*)::int as n from paper_slips where secret_hmac is not null`;
  expect(open?.n).toBe(0);
  // A number on paper is never drawn for a report that comes in meanwhile: the insert passes it by.
  const [slip] = await world.owner<{ locator: string }[]>`select locator from paper_slips limit 1`;
  const { reference } = await submitReport(world.anonymous(), report(), [], { source: "web", visitor });
  const [other] = await world.owner<{ id: string }[]>`select id from reports where reference = ${reference}`;
  await world.owner`delete from receipts where report_id = ${other?.id ?? ""}`;
  const taken =
    await world.owner`insert into receipts (locator, report_id, secret_hmac) values (${slip?.locator ?? ""}, ${other?.id ?? ""}, ${Buffer.alloc(32)}) on conflict do nothing returning 1`;
  expect(taken).toHaveLength(0);
});

test("a slip says honestly that it waits, is keyed in once with the time on the paper, and then opens its report", async () => {
  const { id, pdf } = await printRange(lead, { place: "Gao", holder: "Bat", language: "mn", count: 2 });
  const [code = "", second = ""] = (await wordsOf(pdf)).flatMap(({ text }) => digitsIn(text));
  expect(await openReceipt(world.anonymous(), code, visitor)).toBeUndefined();
  expect(await readWaitingSlip(world.anonymous(), code)).toMatchObject({ place: "Gao", isVoid: false });
  // The number of the lower half finds the slip and opens nothing.
  const { slips } = await readRange(analyst, id);
  const number = slips[0]?.slipNumber ?? "";
  expect(await readWaitingSlip(world.anonymous(), number)).toBeUndefined();
  expect(await findSlip(analyst, { slip: number })).toMatchObject({ place: "Gao", position: 1, isKeyedIn: false });
  const wrong = `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`;
  await expect(findSlip(analyst, { slip: wrong })).rejects.toMatchObject({ fields: [{ path: "slip" }] });
  const writtenAt = new Date(Date.now() - 60_000).toISOString();
  const input = { slip: number, writtenAt, description: "They emptied my account.", name: "Oyuna" };
  for (const [at, says] of [
    [new Date(Date.now() + 7_200_000).toISOString(), /not ahead/],
    ["2020-01-01T08:00:00Z", /after the slip was printed/],
  ] as const)
    await expect(keyIn(analyst, { ...input, writtenAt: at })).rejects.toMatchObject({
      fields: [{ path: "writtenAt", message: expect.stringMatching(says) }],
    });
  const both = await Promise.allSettled([keyIn(analyst, input), keyIn(lead, input)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(keyIn(analyst, input)).rejects.toEqual(refusedAs("conflict"));
  const [row] = await world.owner<
    { source: string; n: number }[]
  >`select r.source, (select count(*)::int from reports where description = 'They emptied my account.') as n
    from paper_slips s join reports r on r.id = s.report_id where s.range_id = ${id} and s.position = 1`;
  expect(row).toEqual({ source: "paper", n: 1 });
  expect(await openReceipt(world.anonymous(), code, visitor)).toEqual(expect.any(String));
  expect(await readWaitingSlip(world.anonymous(), code)).toBeUndefined();
  const after = await readRange(analyst, id);
  expect(after).toMatchObject({ keyedIn: 1 });
  expect(new Date(after.slips[0]?.writtenAt ?? "").toISOString()).toBe(writtenAt);

  const { version } = (await listRanges(lead)).find((one) => one.id === id) ?? { version: 0 };
  await expect(moveRange(lead, id, { version, state: "returned" })).rejects.toEqual(refusedAs("refused"));
  await moveRange(lead, id, { version, state: "void" });
  expect(await readWaitingSlip(world.anonymous(), second)).toMatchObject({ isVoid: true });
  const voided = { ...input, slip: slips[1]?.slipNumber ?? "" };
  await expect(keyIn(analyst, voided)).rejects.toEqual(refusedAs("conflict"));
  // The database holds it too.
  await expect(
    world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'system', true)`;
      await sql`update paper_slips set report_id = (select report_id from receipts limit 1), written_at = now(), keyed_at = now(), keyed_via = 'desk' where range_id = ${id} and position = 2`;
    }),
  ).rejects.toThrow(/void range/);
});

test("the contact book is printed on A5 in three languages, signed and locked; offline it is checked, and one changed byte or another key is refused", async () => {
  const { owner, services } = world;
  const [organisation, bank] = [newId(), newId()];
  await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'Bank')`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${bank}, ${bank}, ${organisation}, 'Banque du Fleuve', 'finance')`;
  for (let n = 0; n < 9; n++)
    await owner`insert into contacts (id, constituent_id, name, role, phone, safe_channel_kind, safe_channel_value)
      values (${newId()}, ${bank}, ${`Contact ${n}`}, 'security', '+223 76 00 00 00', 'radio', 'channel 4')`;
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  await expect(makeBookNow(lead)).rejects.toEqual(refusedAs("refused"));
  await expect(setBook(lead, { recipient: "age1short", everyDays: 7 })).rejects.toThrow(/age1/);
  await expect(setBook(lead, { recipient, everyDays: 7 })).rejects.toEqual(refusedAs("step_up_required"));
  await expect(setBook(analyst, { recipient, everyDays: 7 })).rejects.toEqual(refusedAs("forbidden"));
  await allowStepUp(world, lead, bindBook.set(recipient));
  await setBook(lead, { recipient, everyDays: 7 });
  const file = join(world.dataDir, "book.age");
  const made = await makeBook(world.system(), "command", recipient, file);
  expect(readFileSync(file).includes(Buffer.from("Banque"))).toBe(false);
  const key = formatVerifierKey(logKey(services));
  const book = await verifyBook(file, identity, key);
  expect(book).toMatchObject({ entries: made.entries, pages: made.pages });
  const pages = await wordsOf(book.files["contacts.pdf"]);
  expect(pages[0]).toMatchObject({ width: 420, height: 595 });
  const printed = pages.map(({ text }) => text).join(" ");
  for (const word of [
    "Contacts d’urgence",
    "Emergency contacts",
    "Яаралтай холбоо барих",
    "Banque du Fleuve",
    "channel 4",
  ])
    expect(printed).toContain(word);
  const data = JSON.parse(book.files["contacts.json"].toString()) as { pages: { sha256: string }[] };
  for (const [index, { sha256 }] of data.pages.entries()) expect(pages[index]?.text).toContain(sha256);

  // By the command, without an installation, a database or a network.
  const identityFile = join(world.dataDir, "identity");
  writeFileSync(identityFile, `${identity}\n`);
  const said = execFileSync(
    process.execPath,
    ["backend/cli.ts", "contacts", "verify", file, "--identity", identityFile, "--key", key],
    { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  expect(said).toMatch(/^good: .*whole and signed/);
  const bytes = readFileSync(file);
  bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
  const changed = join(world.dataDir, "changed.age");
  writeFileSync(changed, bytes);
  await expect(verifyBook(changed, identity, key)).rejects.toThrow(/./);
  await expect(verifyBook(file, await generateX25519Identity(), key)).rejects.toThrow(/identit|match/i);

  await makeDueBook(world.system());
  await makeDueBook(world.system());
  const [kept] = await owner<{ n: number }[]>`select count(*)::int as n from contact_books where cause = 'schedule'`;
  expect(kept?.n).toBe(1);
  for (let n = 0; n < 6; n++)
    await owner`insert into contact_books (id, made_at, cause, recipient, entries, pages, note, sha256, size, file)
      values (${newId()}, now() - interval '1 day', 'button', ${recipient}, 1, 1, 'x', ${Buffer.alloc(32)}, 1, ${Buffer.from("x")})`;
  await makeBookNow(lead);
  const [left] = await owner<{ n: number }[]>`select count(*)::int as n from contact_books where file is not null`;
  expect(left?.n).toBe(5);
  // One that grew old is told to who leads, once a week.
  expect(await warnOfOldBook(world.system())).toBe(false);
  await owner`update contact_books set made_at = made_at - interval '60 days'`;
  for (let times = 0; times < 2; times++) expect(await warnOfOldBook(world.system())).toBe(true);
  const warned = await owner<{ to: string; body: string }[]>`
    select to_address as to, body from outgoing_mails where cause like 'contact-book-old:%'`;
  expect(new Set(warned.map(({ to }) => to)).size).toBe(warned.length);
  expect(warned.length).toBeGreaterThan(0);
  expect(warned[0]?.body).toContain("/desk/contact-books");
  const now = new Date("2026-11-22T12:00:00Z");
  expect([null, "2026-11-11T00:00:00Z", "2026-11-20T00:00:00Z"].map((at) => isBookOld(at, 7, now))).toEqual([
    true,
    true,
    false,
  ]);
}, 180_000);
