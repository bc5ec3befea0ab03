// A report in hand: one transaction, one receipt, the same answer to a repeat, nothing of an anonymous person anywhere.
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openReceipt, storeFile, submitReport } from "../../../backend/intake/index.ts";
import { readReportToken } from "../../../backend/intake/receipts/report-token.ts";
import { parseReceipt } from "../../../backend/intake/receipts/model.ts";
import { sealReceipt } from "../../../backend/intake/seal-receipt.ts";
import { requireDiskSpace } from "../../../backend/intake/store-file.ts";
import { openCustody } from "../../support/custody.ts";
import { type IntakeWorld, makeIntakeWorld, report, trusted, visitor } from "./support.ts";

let world: IntakeWorld;
beforeAll(async () => {
  world = await makeIntakeWorld();
});

const oneFile = (text: string, name = "note.txt") => ({ name, mediaType: "text/plain", stream: stream(text) });
async function* stream(text: string) {
  yield Buffer.from(text);
}

test("a report is there with its receipt, file, log row and event, and the receipt opens it", async () => {
  const ctx = world.anonymous();
  const file = await storeFile(ctx, oneFile("proof", "../../etc/pass\u202ewd"));
  const answer = await submitReport(ctx, report({ answers: { what: "money" } }), [file], {
    visitor: trusted,
    source: "web",
  });
  expect(answer.reference).toMatch(/^TG-\d{4}-\d{4,}$/);
  expect(answer.receipt).toMatch(/^\d{4}( \d{4}){4}$/);
  expect(answer).toMatchObject({ status: "received", isHeld: false });

  const [row] = await world.owner`select * from reports where reference = ${answer.reference}`;
  expect(row).toMatchObject({
    is_anonymous: true,
    answer_channel: "receipt",
    source: "web",
    answers: { what: "money" },
  });
  const [stored] = await world.owner`select name, size, added_by from report_files where report_id = ${row!["id"]}`;
  expect(stored).toMatchObject({ name: "passwd", size: "5", added_by: "reporter" });
  const [act] =
    await world.owner`select * from audit_log where object_id = ${row!["id"]} and action = 'report.receive'`;
  expect(act).toMatchObject({ actor_kind: "anonymous", actor_id: null });
  const jobs = await world.owner`select payload from graphile_worker._private_jobs`;
  expect(jobs.map((job) => job["payload"])).toContainEqual(
    expect.objectContaining({ type: "report.received", reportId: row!["id"] }),
  );

  const token = await openReceipt(ctx, answer.receipt.replaceAll(" ", "-"), trusted);
  expect(readReportToken(world.services, token!, new Date())).toBe(row!["id"]);
});

test("the secret is nowhere in the database: first an HMAC, after the first job argon2id, and it still opens", async () => {
  const ctx = world.anonymous();
  const answer = await submitReport(ctx, report(), [], { visitor: trusted, source: "web" });
  const digits = parseReceipt(answer.receipt);
  if (typeof digits === "string") throw new Error(digits);
  const [before] = await world.owner`select * from receipts where locator = ${digits.locator}`;
  expect(before).toMatchObject({ secret_argon2: null });
  await sealReceipt(world.system(), before!["report_id"]);
  await sealReceipt(world.system(), before!["report_id"]);
  const [after] = await world.owner`select * from receipts where locator = ${digits.locator}`;
  expect(after!["secret_hmac"]).toBeNull();
  expect(after!["secret_argon2"]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await openReceipt(ctx, answer.receipt, trusted)).toBeTypeOf("string");
  expect(await dumpOf(world)).not.toContain(digits.secret);
});

test("a hundred reports at once get a hundred references and a hundred receipts", async () => {
  const ctx = world.anonymous();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => submitReport(ctx, report(), [], { visitor, source: "web" })),
  );
  expect(new Set(answers.map((answer) => answer.reference)).size).toBe(100);
  expect(new Set(answers.map((answer) => answer.receipt)).size).toBe(100);
});

test("the same key and body at the same moment and later make one report and one answer, byte for byte", async () => {
  const key = randomUUID();
  const submit = () =>
    submitReport(world.anonymous(), report({ description: "once" }), [], {
      visitor: trusted,
      source: "api",
      idempotencyKey: key,
    });
  const answers = await Promise.all(Array.from({ length: 12 }, submit));
  await world.owner`update reports set status = 'closed', is_held = true where description = 'once'`;
  answers.push(await submit());
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const [row] = await world.owner`select count(*)::int as count from reports where description = 'once'`;
  expect(row!["count"]).toBe(1);
});

test("another body or another file under a key is a conflict that names the header; another sender's same key is not", async () => {
  const ctx = world.anonymous();
  const options = { visitor: trusted, source: "api" as const, idempotencyKey: "order-1" };
  const first = await submitReport(ctx, report({ description: "first" }), [], options);
  const refused = { code: "conflict", fields: [{ path: "Idempotency-Key" }] };
  await expect(submitReport(ctx, report({ description: "second" }), [], options)).rejects.toMatchObject(refused);
  const file = await storeFile(ctx, oneFile("x"));
  await expect(submitReport(ctx, report({ description: "first" }), [file], options)).rejects.toMatchObject(refused);
  const key = world.context({
    kind: "api_key",
    keyId: randomUUID(),
    organisationId: randomUUID(),
    acts: ["report.submit"],
  });
  const other = await submitReport(key, report({ description: "first" }), [], options);
  expect(other.reference).not.toBe(first.reference);
  expect(other.receipt).not.toBe(first.receipt);
});

test("a repeat that computed its proof of work again is still the same report", async () => {
  const options = { visitor: trusted, source: "web" as const, idempotencyKey: randomUUID() };
  const proof = (nonce: string) => report({ proofOfWork: { challenge: "1.0.16.x.y", nonce } });
  const first = await submitReport(world.anonymous(), proof("1"), [], options);
  expect(await submitReport(world.anonymous(), proof("2"), [], options)).toEqual(first);
});

test("with a contact the identity lies apart; in confidence it lies there sealed, and the answer goes by receipt only", async () => {
  await openCustody(world);
  const contact = { name: "Awa", email: "awa@example.org" };
  const open = await submitReport(world.anonymous(), report({ contact }), [], { visitor: trusted, source: "web" });
  const sealed = await submitReport(
    world.anonymous(),
    report({ contact, isConfidential: true, onBehalfOf: { consent: "agreed", name: "Bintou", relation: "sister" } }),
    [],
    { visitor: trusted, source: "web" },
  );
  const rows =
    await world.owner`select reference, answer_channel, is_anonymous, on_behalf, i.email, i.on_behalf_name, i.is_confidential, i.is_sealed
    from reports r join report_identities i on i.report_id = r.id where reference in ${world.owner([open.reference, sealed.reference])} order by reference`;
  expect(rows[0]).toMatchObject({ answer_channel: "mail", is_anonymous: false, email: "awa@example.org" });
  expect(rows[1]).toMatchObject({
    answer_channel: "receipt",
    is_confidential: true,
    is_sealed: true,
    email: null,
    on_behalf_name: null,
    on_behalf: { consent: "agreed" },
  });
});

test("an answer by mail without an address is refused by field, as is a time to come", async () => {
  const submit = (fields: Parameters<typeof report>[0]) =>
    submitReport(world.anonymous(), report(fields), [], { visitor: trusted, source: "api" });
  await expect(submit({ answerBy: "mail" })).rejects.toMatchObject({ fields: [{ path: "contact.email" }] });
  await expect(submit({ answerBy: "sms" })).rejects.toMatchObject({ fields: [{ path: "contact.phone" }] });
  await expect(submit({ occurredAt: "2999-01-01T00:00:00Z" })).rejects.toMatchObject({
    fields: [{ path: "occurredAt" }],
  });
  await expect(submit({ description: "\0" })).rejects.toMatchObject({ fields: [{ path: "description" }] });
});

test("texts that a database cannot hold are cleaned, not a failure", async () => {
  const answer = await submitReport(
    world.anonymous(),
    report({ description: "a\0b\ud800c", answers: { "q\0": "\udc00" } }),
    [],
    {
      visitor: trusted,
      source: "api",
    },
  );
  const [row] = await world.owner`select description, answers from reports where reference = ${answer.reference}`;
  expect(row).toMatchObject({ description: "ab\ufffdc", answers: { q: "\ufffd" } });
});

test("a stored file belongs to one report only", async () => {
  const ctx = world.anonymous();
  const file = await storeFile(ctx, oneFile("mine"));
  await submitReport(ctx, report(), [file], { visitor: trusted, source: "web" });
  await expect(submitReport(ctx, report(), [file], { visitor: trusted, source: "web" })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a file past its limit is refused by name and leaves nothing; too many files too", async () => {
  const ctx = world.anonymous();
  const before = filesIn(world.dataDir).length;
  await expect(storeFile(ctx, oneFile("123456", "big.bin"), 5)).rejects.toMatchObject({
    code: "too_large",
    fields: [{ path: "files.big.bin" }],
  });
  expect(filesIn(world.dataDir).length).toBe(before);
  const small = await storeFile(ctx, oneFile("s"));
  const many = Array.from({ length: 51 }, (_, index) => ({ ...small, name: `f${index}` }));
  await expect(submitReport(ctx, report(), many, { visitor: trusted, source: "web" })).rejects.toMatchObject({
    fields: [{ path: "files.f50" }],
  });
  const heavy = Array.from({ length: 5 }, (_, index) => ({ ...small, size: 24_000_000, name: `h${index}` }));
  await expect(submitReport(ctx, report(), heavy, { visitor: trusted, source: "web" })).rejects.toMatchObject({
    fields: [{ path: "files.h4" }],
  });
});

test("another front door's receipt is taken with an API key only, from its own range, once", async () => {
  const parts = { receiptSecret: "0123456789012", receiptLocator: "912345" };
  const options = { visitor: trusted, source: "api" as const };
  await expect(submitReport(world.anonymous(), report(parts), [], options)).rejects.toMatchObject({
    fields: [{ path: "receiptSecret" }, { path: "receiptLocator" }],
  });
  const door = world.context({
    kind: "api_key",
    keyId: randomUUID(),
    organisationId: randomUUID(),
    acts: ["report.submit"],
  });
  const answer = await submitReport(door, report(parts), [], options);
  expect(parseReceipt(answer.receipt)).toEqual({ locator: "912345", secret: "0123456789012" });
  expect(await openReceipt(world.anonymous(), answer.receipt, trusted)).toBeTypeOf("string");
  await expect(submitReport(door, report(parts), [], options)).rejects.toMatchObject({
    fields: [{ path: "receiptLocator" }],
  });
  await expect(submitReport(door, report({ ...parts, receiptLocator: "112345" }), [], options)).rejects.toMatchObject({
    fields: [{ path: "receiptLocator" }],
  });
});

test("when six digits run short, locators grow to seven and the receipt still has five groups", async () => {
  const small = await makeIntakeWorld();
  const first = await submitReport(small.anonymous(), report(), [], { visitor: trusted, source: "web" });
  const [row] = await small.owner`select id from reports where reference = ${first.reference}`;
  // Every locator of six digits is taken: the unique key on the report is lifted for that.
  await small.owner.unsafe(`alter table receipts drop constraint receipts_report_id_key`);
  await small.owner`insert into receipts (locator, report_id, secret_hmac)
    select lpad(number::text, 6, '0'), ${row!["id"]}, decode(repeat('00', 32), 'hex') from generate_series(0, 999999) as number on conflict do nothing`;
  const answer = await submitReport(small.anonymous(), report(), [], { visitor: trusted, source: "web" });
  expect(answer.receipt).toMatch(/^\d{5}( \d{4}){4}$/);
  expect(await openReceipt(small.anonymous(), answer.receipt, trusted)).toBeTypeOf("string");
});

test("without a set-up organisation nothing is taken, and the sender is told to come back", async () => {
  const { makeTestWorld } = await import("../../support/database.ts");
  const bare = await makeTestWorld();
  const attempt = submitReport(bare.context({ kind: "anonymous" }), report(), [], { visitor: trusted, source: "web" });
  await expect(attempt).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 60 });
});

test("a nearly full disk refuses before a receipt is given", async () => {
  const full = async () => ({ bavail: 10, bsize: 4096 }) as never;
  await expect(requireDiskSpace(world.dataDir, full)).rejects.toMatchObject({ code: "unavailable" });
});

test("of an anonymous report no address, agent or cookie is in the database, the data folder or the log", async () => {
  const marks = ["198.51.100.213", `agent-${randomBytes(6).toString("hex")}`];
  await submitReport(world.anonymous(), report({ description: "unseen" }), [], {
    visitor: { address: marks[0]!, isExempt: false },
    source: "web",
  });
  const hashed = createHmac("sha256", "").update(marks[0]!).digest("hex");
  const everything = `${await dumpOf(world)}${filesIn(world.dataDir)
    .map((path) => readFileSync(path, "latin1"))
    .join("")}`;
  expect(everything).toContain("unseen");
  for (const mark of [...marks, hashed]) expect(everything).not.toContain(mark);
  const [row] =
    await world.owner`select count(*)::int as count from report_identities i join reports r on r.id = i.report_id where r.is_anonymous`;
  expect(row!["count"]).toBe(0);
});

async function dumpOf({ owner }: IntakeWorld): Promise<string> {
  const tables = await owner<{ name: string }[]>`select schemaname || '.' || tablename as name from pg_tables
    where schemaname in ('public', 'graphile_worker')`;
  const parts = await Promise.all(
    tables.map(async ({ name }) => JSON.stringify(await owner.unsafe(`select t::text from ${name} t`))),
  );
  return parts.join("\n");
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
