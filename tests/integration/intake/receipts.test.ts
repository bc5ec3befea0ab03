// Receipts under attack: the same work whether the locator exists or not; and what is over is tidied away.
import { utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openReceipt, saveDraft, storeFile, submitReport } from "../../../backend/intake/index.ts";
import { memoryOf } from "../../../backend/intake/memory.ts";
import { formatReceipt, parseReceipt } from "../../../backend/intake/receipts/model.ts";
import { sealReceipt } from "../../../backend/intake/seal-receipt.ts";
import { tidyIntake } from "../../../backend/intake/tidy.ts";
import { type IntakeWorld, makeIntakeWorld, report, trusted } from "./support.ts";

let world: IntakeWorld;
beforeAll(async () => {
  world = await makeIntakeWorld();
});

test("opening costs one argon2id and one look into the database, whether the locator is known, sealed, fresh or unknown", async () => {
  const ctx = world.anonymous();
  const fresh = await submitReport(ctx, report(), [], { visitor: trusted, source: "web" });
  const sealed = await submitReport(ctx, report(), [], { visitor: trusted, source: "web" });
  const [row] = await world.owner`select id from reports where reference = ${sealed.reference}`;
  await sealReceipt(world.system(), row!["id"]);

  const pool = memoryOf(ctx).hashPool;
  const verify = pool.verify.bind(pool);
  let hashes = 0;
  pool.verify = async (message, phc) => {
    hashes++;
    return await verify(message, phc);
  };
  const wrong = (receipt: string) => {
    const digits = parseReceipt(receipt);
    if (typeof digits === "string") throw new Error(digits);
    return formatReceipt({ ...digits, secret: digits.secret === "1".repeat(13) ? "2".repeat(13) : "1".repeat(13) });
  };
  const unknown = formatReceipt({ locator: "999999", secret: "1".repeat(13) });
  for (const [digits, isRight] of [
    [fresh.receipt, true],
    [sealed.receipt, true],
    [wrong(fresh.receipt), false],
    [wrong(sealed.receipt), false],
    [unknown, false],
  ] as const) {
    hashes = 0;
    expect(typeof (await openReceipt(ctx, digits, trusted)) === "string").toBe(isRight);
    expect(hashes).toBe(1);
  }
  hashes = 0;
  expect(
    await openReceipt(
      ctx,
      fresh.receipt.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
      trusted,
    ),
  ).toBeUndefined();
  expect(hashes).toBe(0);
});

test("a receipt of an all-zero HMAC or of another report's secret opens nothing", async () => {
  const ctx = world.anonymous();
  const one = await submitReport(ctx, report(), [], { visitor: trusted, source: "web" });
  const other = await submitReport(ctx, report(), [], { visitor: trusted, source: "web" });
  const first = parseReceipt(one.receipt);
  const second = parseReceipt(other.receipt);
  if (typeof first === "string" || typeof second === "string") throw new Error("no receipts");
  expect(
    await openReceipt(ctx, formatReceipt({ locator: first.locator, secret: second.secret }), trusted),
  ).toBeUndefined();
});

test("what is over goes: old drafts, old repeats, files that no report took; what is in use stays", async () => {
  const ctx = world.anonymous();
  const kept = await storeFile(ctx, { name: "kept", mediaType: "text/plain", stream: bytes("kept") });
  await submitReport(ctx, report(), [kept], { visitor: trusted, source: "api", idempotencyKey: "old" });
  const stray = await storeFile(ctx, { name: "stray", mediaType: "text/plain", stream: bytes("stray") });
  const young = await storeFile(ctx, { name: "young", mediaType: "text/plain", stream: bytes("young") });
  const cut = join(dirname(world.services.objects.path(stray.objectId)), "cut-short.part");
  writeFileSync(cut, "half");
  const old = new Date(Date.now() - 16 * 86_400_000);
  for (const path of [world.services.objects.path(kept.objectId), world.services.objects.path(stray.objectId), cut])
    utimesSync(path, old, old);
  await saveDraft(ctx, undefined, { flow: "free", language: "en", answers: {} });
  await world.owner`update drafts set expires_at = now() - interval '1 minute'`;
  await world.owner`update idempotency_keys set created_at = now() - interval '91 days'`;

  expect(await tidyIntake(world.system())).toEqual({ drafts: 1, repeats: 1, files: 2, uploads: 0 });
  expect(await world.services.objects.size(kept.objectId)).toBe(4);
  expect(await world.services.objects.size(young.objectId)).toBe(5);
  await expect(world.services.objects.size(stray.objectId)).rejects.toMatchObject({ code: "ENOENT" });
  expect(await tidyIntake(world.system())).toEqual({ drafts: 0, repeats: 0, files: 0, uploads: 0 });
  await expect(tidyIntake(ctx)).rejects.toMatchObject({ code: "unauthenticated" });
});

async function* bytes(text: string) {
  yield Buffer.from(text);
}
