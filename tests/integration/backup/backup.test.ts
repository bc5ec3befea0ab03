// The drill: fill, back up, wipe, restore into an empty installation; the log holds, files are whole, a changed or cut backup is refused.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { checkLog, exportLog, publishLog, verifyFiles, writeAudit } from "../../../backend/platform/audit/index.ts";
import { nobodysPolicy } from "../../../backend/platform/audit/proof/policy.ts";
import { restoreBackup, takeBackup, verifyBackup } from "../../../backend/platform/backup/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { addJob } from "../../../backend/platform/jobs/index.ts";
import { openObjectStore } from "../../../backend/platform/objects/index.ts";
import { openSecrets } from "../../../backend/platform/secrets/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addReport } from "../../support/desk-world.ts";
import { sealAll } from "../../support/seal-all.ts";

let world: TestWorld;
let identity: string;
let file: string;
const bytes = randomBytes(300_000);
let objectId: string;
const personId = randomUUID();

beforeAll(async () => {
  world = await makeTestWorld();
  identity = await generateX25519Identity();
  const ctx = world.context({ kind: "system", job: "test" });
  const stored = await world.services.objects.put(Readable.from([bytes]), 1_000_000);
  objectId = stored.id;
  await withTransaction(ctx, async (tx) => {
    await tx.execute(
      sql`insert into objects (id, sha256, size, media_type) values (${stored.id}, ${stored.sha256}, ${stored.size}, 'application/octet-stream')`,
    );
    await tx.execute(
      sql`insert into organisations (id, kind, name) values (${randomUUID()}, 'cert', ${"Équipe \\ \t nationale ӨҮ"})`,
    );
    await tx.execute(sql`insert into settings (key, value) values ('hello', ${JSON.stringify({ a: "\\n" })}::jsonb)`);
    await tx.execute(sql`select nextval('report_number')`);
    await addJob(tx, "kept.job", { one: 1 });
    await tx.execute(
      sql`insert into people (id, handle, name, email) values (${personId}, ${randomBytes(32)}, 'Awa', 'awa@cert.example')`,
    );
    await tx.execute(sql`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
      values (${randomUUID()}, ${randomBytes(32)}, ${personId}, now() + interval '1 day', now() + interval '1 day')`);
    await writeAudit(tx, ctx, { action: "test.act", objectType: "test", objectId: "1", detail: { words: "é" } });
  });
  await addWhatTriggersJudge();
  await publishLog(ctx);
  file = join(mkdtempSync(join(tmpdir(), "toguna-backup-")), "backup.age");
  await takeBackup(
    world.services.config,
    world.services.secrets,
    world.ownerAddress,
    file,
    await identityToRecipient(identity),
    new Date(),
  );
});

/** Rows that the database judges or works out as they are written: a filing, an answer sent under an earlier label, whom a report concerns. */
async function addWhatTriggersJudge(): Promise<void> {
  const { owner } = world;
  const [bank, authority, constituent, message] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const [cert] = await owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  await owner`insert into organisations (id, kind, name) values (${bank}, 'constituent', 'Bank'), (${authority}, 'authority', 'Regulator')`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituent}, 'B-1', ${bank}, 'Bank', 'finance')`;
  const { id } = await addReport(world, cert?.id ?? "");
  await owner`insert into assessments (id, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, constituents, at)
    values (${randomUUID()}, ${id}, 'computed', 'fraud', 'phishing', 'high', 1, '[]', ${owner.json([{ constituentId: constituent }])}, now() + interval '1 second')`;
  await owner`insert into shares (id, report_id, organisation_id, basis, reason, shared_at) values (${randomUUID()}, ${id}, ${authority}, 'filing', 'By law', now())`;
  await owner`insert into messages (id, report_id, direction, channel, marking, body, at) values (${message}, ${id}, 'to_reporter', 'mail', 'amber', 'x', now())`;
  await owner`insert into outgoing_mails (id, cause, kind, report_id, message_id, to_address, language, subject, body, created_at)
    values (${randomUUID()}, ${`message:${message}`}, 'answer', ${id}, 'x', 'a@b.example', 'fr', 'x', 'x', now())`;
}

test("a backup restores into an empty installation with rows, files, keys, jobs and a log that verifies", async () => {
  const target = await makeTestWorld();
  const { endedSessions } = await restoreBackup(target.dataDir, file, identity, target.ownerAddress);
  // A session that was open when the backup was taken may have ended since: it does not revive.
  expect(endedSessions).toBe(1);
  for (const table of ["shares", "outgoing_mails", "report_constituents", "reports"])
    expect([table, await target.owner.unsafe(`select count(*)::int as n from ${table}`)]).toEqual([table, [{ n: 1 }]]);
  expect(await target.owner`select ended_why from sessions where person_id = ${personId}`).toEqual([
    { ended_why: "restored" },
  ]);
  const [organisation] = await target.owner<{ name: string }[]>`select name from organisations`;
  expect(organisation?.name).toBe("Équipe \\ \t nationale ӨҮ");
  const jobs = await target.owner<{ task: string }[]>`select task_identifier as task from graphile_worker.jobs`;
  expect(jobs.map((job) => job.task)).toEqual(["kept.job"]);
  const [number] = await target.owner<{ next: string }[]>`select nextval('report_number') as next`;
  expect(Number(number?.next)).toBe(3);
  expect(readFileSync(openObjectStore(target.dataDir).path(objectId)).equals(bytes)).toBe(true);
  expect(openSecrets(target.dataDir).key("receipt-key").equals(world.services.secrets.key("receipt-key"))).toBe(true);
  const restored = { ...target, services: { ...target.services, secrets: openSecrets(target.dataDir) } };
  const out = join(target.dataDir, "log.jsonl");
  let text = "";
  for await (const line of exportLog({
    ...target.context({ kind: "system", job: "test" }),
    secrets: restored.services.secrets,
  }))
    text += line;
  writeFileSync(out, text);
  const trust = { logs: [], policy: nobodysPolicy };
  expect(await verifyFiles([out], trust)).toMatchObject([{ isGood: true, values: { rows: 256, padding: 255 } }]);
  // The log goes on where it was: transaction numbers of another server mean nothing here.
  const here = { ...target.context({ kind: "system", job: "test" }), secrets: restored.services.secrets };
  await withTransaction(
    here,
    async (tx) => await writeAudit(tx, here, { action: "test.act", objectType: "test", objectId: "2" }),
  );
  expect(await sealAll(here)).toBe(1);
  expect(await checkLog(here, "whole")).toEqual({ outcome: "good", index: 257 });
});

test("a backup is refused by an installation that already holds acts, and nothing there changes", async () => {
  const target = await makeTestWorld();
  const ctx = target.context({ kind: "system", job: "test" });
  await withTransaction(
    ctx,
    async (tx) => await writeAudit(tx, ctx, { action: "own.act", objectType: "test", objectId: "1" }),
  );
  await expect(restoreBackup(target.dataDir, file, identity, target.ownerAddress)).rejects.toThrow(/already holds/);
  const rows = await target.owner<{ action: string }[]>`select action from audit_log`;
  expect(rows.map((row) => row.action)).toEqual(["own.act"]);
});

test("a changed byte, a cut end and a wrong key are each refused in words", async () => {
  const whole = readFileSync(file);
  const changed = `${file}.changed`;
  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(200_000) ^ 1, 200_000);
  writeFileSync(changed, flipped);
  const cut = `${file}.cut`;
  writeFileSync(cut, whole.subarray(0, whole.length - 70_000));
  await expect(verifyBackup(changed, identity)).rejects.toThrow(/is no whole backup: it was cut, changed/);
  await expect(verifyBackup(cut, identity)).rejects.toThrow(/is no whole backup: it was cut, changed/);
  await expect(verifyBackup(file, await generateX25519Identity())).rejects.toThrow(/this key does not open/);
  await expect(verifyBackup(file, identity)).resolves.toMatchObject({ manifest: { objects: 1 } });
});
