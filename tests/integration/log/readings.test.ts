// Who opened what is sensitive stands in the log, once in a quarter of an hour, and is neither told live nor shown among a report's acts.
import { beforeAll, expect, test } from "vitest";
import { openReceipt } from "../../../backend/intake/index.ts";
import { submitReport } from "../../../backend/intake/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { readFileAsText } from "../../../backend/reporting/files/show-file.ts";
import { readMail } from "../../../backend/reporting/read-mail.ts";
import { readReportPage } from "../../../backend/reporting/read-report-page.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
beforeAll(async () => {
  world = await makeTestWorld({ startAt: new Date("2026-11-25T10:00:00Z") });
  cert = await addCert(world);
});

const noted = async (action: string): Promise<number> => {
  const [row] = await world.owner<{ n: number }[]>`select count(*)::int as n from audit_log where action = ${action}`;
  return row?.n ?? 0;
};

test("a report's page, a mail's words and a file's text each leave a row for who opened them", async () => {
  const analyst = world.context(await addPerson(world, cert, "analyst", "Awa"));
  const { id } = await addReport(world, cert);
  const fileId = await addFile(world, id, { name: "a.txt", mediaType: "text/plain", bytes: Buffer.from("words") });
  const mailId = newId();
  await world.owner`insert into outgoing_mails (id, cause, kind, message_id, to_address, language, subject, body, state, created_at)
    values (${mailId}, ${mailId}, 'answer', ${mailId}, 'somebody@home.example', 'fr', 'Bonjour', 'Bonjour', 'sent', now())`;
  const page = await readReportPage(analyst, id);
  await readReportPage(analyst, id);
  await readMail(analyst, mailId);
  await readFileAsText(analyst, fileId);
  expect([await noted("report.read"), await noted("mail.read"), await noted("file.read")]).toEqual([1, 1, 1]);
  expect(page.acts.map(({ action }) => action)).not.toContain("report.read");
  const [row] = await world.owner<
    { who: string; detail: unknown }[]
  >`select actor_id as who, detail from audit_log where action = 'file.read'`;
  expect(row).toMatchObject({ detail: { fileId } });
});

test("the same person opening the same report is noted again after a quarter of an hour, and another person at once", async () => {
  const { id } = await addReport(world, cert);
  const [first, second] = [
    await addPerson(world, cert, "analyst", "Ba"),
    await addPerson(world, cert, "analyst", "Bo"),
  ];
  const before = await noted("report.read");
  const at = (minutes: number) => ({ now: () => new Date(Date.UTC(2026, 10, 25, 10, minutes)) });
  await readReportPage({ ...world.context(first), ...at(0) }, id);
  await readReportPage({ ...world.context(first), ...at(14) }, id);
  await readReportPage({ ...world.context(second), ...at(14) }, id);
  await readReportPage({ ...world.context(first), ...at(15) }, id);
  expect((await noted("report.read")) - before).toBe(3);
});

test("a receipt that is refused leaves a row without the digits, of its report where the locator is one", async () => {
  const visitor = { address: "192.0.2.7", isExempt: false };
  const ctx = world.context({ kind: "anonymous" });
  const given = await submitReport(ctx, { description: "Gone", language: "fr", flow: "free" }, [], {
    source: "web",
    visitor,
  });
  const digits = given.receipt.replaceAll(" ", "");
  expect(await openReceipt(ctx, digits, visitor)).toBeDefined();
  expect(await noted("receipt.refuse")).toBe(0);
  // Another secret under the same locator: found by trying check digits until the number is well-formed.
  for (let last = 0; last < 10 && (await noted("receipt.refuse")) === 0; last++) {
    const swapped = digits[8] === "1" ? "2" : "1";
    await openReceipt(ctx, `${digits.slice(0, 8)}${swapped}${digits.slice(9, -1)}${last}`, visitor);
  }
  const rows = await world.owner<{ type: string; id: string; detail: unknown; kind: string; who: string | null }[]>`
    select object_type as type, object_id as id, detail, actor_kind as kind, actor_id as who from audit_log where action = 'receipt.refuse'`;
  expect(rows).toMatchObject([{ type: "report", detail: {}, kind: "anonymous", who: null }]);
});
