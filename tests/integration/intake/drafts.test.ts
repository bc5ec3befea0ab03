// Drafts: kept at each Continue, carried to another device by digits and PIN, gone when sent, never tied to a report.
import { beforeAll, expect, test } from "vitest";
import {
  dropDraft,
  loadDraft,
  moveDraft,
  openMovedDraft,
  saveDraft,
  submitReport,
} from "../../../backend/intake/index.ts";
import { type IntakeWorld, makeIntakeWorld, report, trusted } from "./support.ts";

let world: IntakeWorld;
const start = new Date("2026-11-22T10:00:00Z");
const day = 86_400_000;
const draft = { flow: "citizen", language: "fr", answers: { who: "me", what: ["money", "account"] } } as const;
const open = { ...draft, answers: { who: "me", what: ["money", "account"] } };

beforeAll(async () => {
  world = await makeIntakeWorld({ startAt: start });
});

const advance = (ms: number) => (world.clock as { advance(ms: number): void }).advance(ms);

test("a draft is kept under one token, changed at each Continue, and lives 14 days from the last", async () => {
  const ctx = world.anonymous();
  const token = await saveDraft(ctx, undefined, open);
  expect(await saveDraft(ctx, token, { ...open, answers: { who: "other" } })).toBe(token);
  expect(await loadDraft(ctx, token)).toEqual({ ...draft, answers: { who: "other" } });
  advance(13 * day);
  expect(await saveDraft(ctx, token, open)).toBe(token);
  advance(13 * day);
  expect(await loadDraft(ctx, token)).toEqual(open);
  advance(day);
  expect(await loadDraft(ctx, token)).toBeUndefined();
  const fresh = await saveDraft(ctx, token, open);
  expect(fresh).not.toBe(token);
  await dropDraft(ctx, fresh);
  expect(await loadDraft(ctx, fresh)).toBeUndefined();
});

test("the token is in the database as a keyed hash only, and no log row or report names a draft", async () => {
  const ctx = world.anonymous();
  const token = await saveDraft(ctx, undefined, open);
  await submitReport(ctx, report({ description: "sent" }), [], { visitor: trusted, source: "web" });
  await dropDraft(ctx, token);
  const kept = await saveDraft(ctx, undefined, open);
  const rows = JSON.stringify(await world.owner`select encode(token_hash, 'hex') as hash, * from drafts`);
  expect(rows).not.toContain(kept);
  expect(rows).not.toContain(Buffer.from(kept, "base64url").toString("hex"));
  const acts = await world.owner`select action from audit_log`;
  expect(acts.map((act) => act["action"])).toEqual(["report.receive"]);
});

test("digits and PIN carry a draft to another device once; the first device has it no more", async () => {
  const ctx = world.anonymous();
  const token = await saveDraft(ctx, undefined, open);
  const { digits, pin } = await moveDraft(ctx, token);
  expect(digits).toMatch(/^\d{10}$/);
  expect(pin).toMatch(/^\d{6}$/);
  const elsewhere = await openMovedDraft(
    ctx,
    `${digits.slice(0, 3)} ${digits.slice(3)}`,
    `${pin.slice(0, 3)}-${pin.slice(3)}`,
  );
  expect(await loadDraft(ctx, elsewhere!)).toEqual(open);
  expect(await loadDraft(ctx, token)).toBeUndefined();
  expect(await openMovedDraft(ctx, digits, pin)).toBeUndefined();
});

test("new digits replace the old ones", async () => {
  const ctx = world.anonymous();
  const token = await saveDraft(ctx, undefined, open);
  const first = await moveDraft(ctx, token);
  const second = await moveDraft(ctx, token);
  expect(await openMovedDraft(ctx, first.digits, first.pin)).toBeUndefined();
  expect(await openMovedDraft(ctx, second.digits, second.pin)).toBeTypeOf("string");
});

test("after five wrong PINs even the right one is refused, there or not, and also in another process", async () => {
  const ctx = world.anonymous();
  const token = await saveDraft(ctx, undefined, open);
  const { digits, pin } = await moveDraft(ctx, token);
  const wrong = pin === "000000" ? "000001" : "000000";
  for (let index = 0; index < 5; index++) expect(await openMovedDraft(ctx, digits, wrong)).toBeUndefined();
  const refused = { code: "too_many_requests" };
  await expect(openMovedDraft(ctx, digits, pin)).rejects.toMatchObject(refused);
  // Another process has another memory, but the same row.
  const { connectDatabase } = await import("../../../backend/platform/db/index.ts");
  const db = connectDatabase(world.appAddress, { max: 1 });
  try {
    await expect(openMovedDraft({ ...ctx, db }, digits, pin)).rejects.toMatchObject(refused);
  } finally {
    await db.close();
  }
  const nobody = "0000000000";
  for (let index = 0; index < 5; index++) expect(await openMovedDraft(ctx, nobody, pin)).toBeUndefined();
  await expect(openMovedDraft(ctx, nobody, pin)).rejects.toMatchObject(refused);
});

test("parallel tries at one draft are counted one by one", async () => {
  const ctx = world.anonymous();
  const { digits, pin } = await moveDraft(ctx, await saveDraft(ctx, undefined, open));
  const wrong = pin === "000000" ? "000001" : "000000";
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, async () => await openMovedDraft(ctx, digits, wrong)),
  );
  expect(tries.filter((one) => one.status === "rejected")).toHaveLength(15);
});

test("a draft that is none is refused by field, and what a database cannot hold is cleaned", async () => {
  const ctx = world.anonymous();
  await expect(saveDraft(ctx, undefined, { ...open, flow: "other" } as never)).rejects.toMatchObject({
    fields: [{ path: "flow" }],
  });
  await expect(saveDraft(ctx, undefined, { ...open, answers: { a: "x".repeat(60_001) } })).rejects.toMatchObject({
    fields: [{ path: "answers.a" }],
  });
  await expect(moveDraft(ctx, "unknown")).rejects.toMatchObject({ code: "not_found" });
  const token = await saveDraft(ctx, undefined, { ...open, answers: { a: "x\0\ud800" } });
  expect((await loadDraft(ctx, token))!.answers).toEqual({ a: "x\ufffd" });
});
