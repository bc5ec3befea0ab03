// The live stream: what is committed is told within a second, in order, once; what is rolled back never; and only to who may know.
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as cases from "../../../backend/cases/index.ts";
import { writeAudit } from "../../../backend/platform/audit/index.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { listenToChanges } from "../../../backend/reporting/live/feed.ts";
import { streamEvents } from "../../../backend/reporting/live/stream-events.ts";
import type { LiveEvent } from "../../../backend/reporting/model.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";
import { eventually } from "../../support/server.ts";

let world: TestWorld;
let cert: string;
let analyst: Extract<Actor, { kind: "person" }>;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  analyst = await addPerson(world, cert, "analyst", "Awa");
});

test("two listeners hear the same acts once each, in order, with who did them", async () => {
  const heard: LiveEvent[][] = [[], []];
  const stops = heard.map((list) =>
    listenToChanges(world.services, (changes) =>
      list.push(...changes.map(({ isGuarded: _isGuarded, ...event }) => event)),
    ),
  );
  await sleep(300);
  const ctx = world.context(analyst);
  const report = await addReport(world, cert);
  await cases.assignReport(ctx, { reportId: report.id, personId: analyst.personId });
  const opened = await cases.openCase(ctx, { reportIds: [report.id] });
  await eventually(() => heard.every((list) => list.length >= 3), 5000);
  await sleep(1500);
  for (const stop of stops) stop();
  const expected = [
    { object: "report", id: report.id, action: "report.assign", by: analyst.personId },
    { object: "report", id: report.id, action: "report.join", by: analyst.personId },
    { object: "case", id: opened.id, action: "case.open", by: analyst.personId },
  ];
  // The two acts of one transaction have no order between them.
  const inOrder = (list: LiveEvent[]): LiveEvent[] => [
    ...list.slice(0, 1),
    ...list.slice(1).sort((a, b) => (a.action < b.action ? 1 : -1)),
  ];
  expect(heard.map(inOrder)).toEqual([expected, expected]);
});

test("an act that waits behind an older transaction is told after both are committed, and neither is lost", async () => {
  const heard: string[] = [];
  const stop = listenToChanges(world.services, (changes) => heard.push(...changes.map(({ action }) => action)));
  await sleep(900);
  const ctx = world.context({ kind: "system", job: "test" });
  const report = await addReport(world, cert);
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const slow = withTransaction(ctx, async (tx) => {
    await writeAudit(tx, ctx, { action: "report.slow", objectType: "report", objectId: report.id });
    await gate;
  });
  await sleep(100);
  await withTransaction(
    ctx,
    async (tx) => await writeAudit(tx, ctx, { action: "report.fast", objectType: "report", objectId: report.id }),
  );
  await withTransaction(ctx, async (tx) => {
    await writeAudit(tx, ctx, { action: "report.undone", objectType: "report", objectId: report.id });
    await tx.execute(sql`select 1/0`);
  }).catch(() => {});
  await sleep(1500);
  expect(heard).toEqual([]);
  release();
  await slow;
  await eventually(() => heard.length >= 2, 5000);
  await sleep(900);
  stop();
  expect(heard).toEqual(["report.slow", "report.fast"]);
});

test("the stream is server-sent events with ids only, and is refused to who reads no reports", async () => {
  const response = streamEvents(world.context(analyst));
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value ?? "";
  await sleep(900);
  const report = await addReport(world, cert, { description: "très secret" });
  await cases.rejectReport(world.context(analyst), { reportId: report.id, reason: "très privé" });
  while (!text.includes("report.reject")) text += (await reader.read()).value ?? "";
  await reader.cancel();
  expect(text).toContain(report.id);
  expect(text).not.toMatch(/secret|privé/);
  const administrator = await addPerson(world, cert, "administrator", "Dina");
  expect(() => streamEvents(world.context(administrator))).toThrow(/forbidden/);
});

test("a line that broke begins again with what happened meanwhile, from the last place that it heard of", async () => {
  const first = streamEvents(world.context(analyst)).body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/^id: \d+/m.test(text)) text += (await first.read()).value ?? "";
  await first.cancel();
  const place = /^id: (\d+)/m.exec(text)?.[1] ?? "";
  const report = await addReport(world, cert);
  await cases.assignReport(world.context(analyst), { reportId: report.id, personId: analyst.personId });
  const again = streamEvents(world.context(analyst), undefined, place)
    .body!.pipeThrough(new TextDecoderStream())
    .getReader();
  text = "";
  while (!text.includes(report.id)) text += (await again.read()).value ?? "";
  await again.cancel();
  expect(text).toContain("report.assign");
});

test("who leaves and comes back while the log is being asked is told each act once", async () => {
  for (let at = 0; at < 40; at++) {
    const stop = listenToChanges(world.services, () => {});
    await sleep(at % 8);
    stop();
  }
  const heard: string[] = [];
  const stop = listenToChanges(world.services, (changes) => heard.push(...changes.map(({ action }) => action)));
  await sleep(900);
  const ctx = world.context({ kind: "system", job: "test" });
  const report = await addReport(world, cert);
  await withTransaction(
    ctx,
    async (tx) => await writeAudit(tx, ctx, { action: "report.once", objectType: "report", objectId: report.id }),
  );
  await eventually(() => heard.length > 0, 5000);
  await sleep(900);
  stop();
  expect(heard).toEqual(["report.once"]);
});
