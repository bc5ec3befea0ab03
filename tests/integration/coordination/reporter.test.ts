// A reporter comes back with the receipt: sees the own report and no other, adds words and files.
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { addToReport, readReportAsReporter } from "../../../backend/coordination/index.ts";
import { openReceipt, storeFile, submitReport } from "../../../backend/intake/index.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { sql } from "drizzle-orm";
import { type IntakeWorld, makeIntakeWorld, report, trusted } from "../intake/support.ts";

let world: IntakeWorld;
beforeAll(async () => {
  world = await makeIntakeWorld({ startAt: new Date("2026-11-22T10:00:00Z") });
});

const advance = (ms: number) => (world.clock as { advance(ms: number): void }).advance(ms);

async function open(description: string) {
  const answer = await submitReport(world.anonymous(), report({ description }), [], {
    visitor: trusted,
    source: "web",
  });
  const token = await openReceipt(world.anonymous(), answer.receipt, trusted);
  const [row] = await world.owner`select id from reports where reference = ${answer.reference}`;
  return { answer, token: token!, id: row!["id"] as string };
}

test("the reporter sees status, words, files and messages, and adds to them", async () => {
  const { answer, token, id } = await open("It began on Monday.");
  const file = await storeFile(world.anonymous(), {
    name: "screen.png",
    mediaType: "image/png",
    stream: (async function* () {
      yield Buffer.from("png");
    })(),
  });
  await addToReport(world.anonymous(), token, "And it goes on.", [file]);
  advance(1000);
  await world.owner`insert into messages (id, report_id, direction, channel, body, at) values (${randomUUID()}, ${id}, 'to_reporter', 'receipt', 'Change your PIN.', ${world.clock.now()})`;
  const view = await readReportAsReporter(world.anonymous(), token);
  expect(view).toMatchObject({
    reference: answer.reference,
    status: "received",
    language: "en",
    description: "It began on Monday.",
    receivedAt: "2026-11-22T10:00:00.000Z",
    files: [{ name: "screen.png", size: 3 }],
    messages: [
      { from: "reporter", body: "And it goes on.", isNew: false },
      { from: "desk", body: "Change your PIN.", isNew: true },
    ],
    canAnswer: true,
  });
  const events =
    await world.owner`select payload from graphile_worker._private_jobs where payload->>'reportId' = ${id}`;
  expect(events.map((event) => event["payload"].type).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    "message.from_reporter",
    "report.amended",
    "report.received",
  ]);
});

test("a message is new until the report has been opened again after it", async () => {
  const { answer, id } = await open("Read once.");
  advance(1000);
  await world.owner`insert into messages (id, report_id, direction, channel, body, at) values (${randomUUID()}, ${id}, 'to_reporter', 'receipt', 'Hello', ${world.clock.now()})`;
  const isNew = async () => {
    advance(1000);
    const token = await openReceipt(world.anonymous(), answer.receipt, trusted);
    return (await readReportAsReporter(world.anonymous(), token!))!.messages[0]!.isNew;
  };
  expect(await isNew()).toBe(true);
  expect(await isNew()).toBe(false);
});

test("a token opens its own report only, for half an hour, and cannot be altered", async () => {
  const mine = await open("mine");
  const other = await open("other");
  expect((await readReportAsReporter(world.anonymous(), mine.token))!.description).toBe("mine");
  const ctx = world.context({ kind: "reporter", reportId: mine.id });
  const seen = await readOnly(ctx, async (tx) => await tx.execute(sql`select id from reports`));
  expect([...seen].map((row) => row["id"])).toEqual([mine.id]);
  const bent = other.token.slice(0, 40) + mine.token.slice(40);
  expect(await readReportAsReporter(world.anonymous(), bent)).toBeUndefined();
  advance(31 * 60_000);
  expect(await readReportAsReporter(world.anonymous(), mine.token)).toBeUndefined();
  await expect(addToReport(world.anonymous(), mine.token, "late", [])).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

test("an answer brings a report that waited for it back to where it was", async () => {
  const { token, id } = await open("waiting");
  await world.owner`update reports set status = 'waiting_for_reporter', status_before_waiting = 'in_case' where id = ${id}`;
  await addToReport(world.anonymous(), token, "Here it is.", []);
  const [row] = await world.owner`select status from reports where id = ${id}`;
  expect(row!["status"]).toBe("in_case");
});

test("nothing to add is refused by field, and so is more than a report takes", async () => {
  const { token, id } = await open("limits");
  await expect(addToReport(world.anonymous(), token, "  ", [])).rejects.toMatchObject({ fields: [{ path: "text" }] });
  await expect(addToReport(world.anonymous(), token, "x".repeat(20_001), [])).rejects.toMatchObject({
    fields: [{ path: "text" }],
  });
  await world.owner`update reports set status = 'rejected' where id = ${id}`;
  await expect(addToReport(world.anonymous(), token, "more", [])).rejects.toMatchObject({ code: "refused" });
});
