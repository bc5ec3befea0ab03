// The attack suite: rows, leaves, padding, nodes, checkpoints and publications are changed behind the application's back, and every one is found and told.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  checkLog,
  exportLog,
  logKey,
  publishLog,
  verifyFiles,
  writeAudit,
} from "../../../backend/platform/audit/index.ts";
import { signCheckpoint, verifierKeyOf } from "../../../backend/platform/audit/note.ts";
import { addLeaf, emptyFrontier, rootOf } from "../../../backend/platform/audit/proof/frontier.ts";
import { leafOfPadding, leafOfRecord } from "../../../backend/platform/audit/proof/leaf.ts";
import { nobodysPolicy } from "../../../backend/platform/audit/proof/policy.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { approveShredding, askShredding } from "../../../backend/reporting/log/shred.ts";
import { bindShredding } from "../../../backend/reporting/log/model.ts";
import { watchLog } from "../../../backend/reporting/log/watch-log.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";
import { sealAll } from "../../support/seal-all.ts";

const folder = mkdtempSync(join(tmpdir(), "toguna-guard-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let world: TestWorld;
let ctx: Context;

const act = async (objectId: string, objectType = "case"): Promise<void> => {
  await withTransaction(
    ctx,
    async (tx) =>
      await writeAudit(tx, ctx, { action: `${objectType}.change`, objectType, objectId, detail: { told: "Awa" } }),
  );
};
const seal = async (): Promise<void> => {
  await sealAll(ctx);
};
/** As somebody who owns the database: no trigger stops this. */
const asAttacker = async (work: string): Promise<void> => {
  await world.owner
    .unsafe(`set session_replication_role = replica; ${work}; set session_replication_role = origin`)
    .simple();
};
const alarms = async (): Promise<{ kind: string; outcome: string | null }[]> => [
  ...(await world.owner<
    { kind: string; outcome: string | null }[]
  >`select kind, detail ->> 'outcome' as outcome from log_alarms order by raised_at, id`),
];

beforeEach(async () => {
  world = await makeTestWorld({ env: { SECURITY_CONTACT: "security@cert.example" } });
  ctx = world.context({ kind: "system", job: "log" });
  for (let number = 0; number < 10; number++) await act(`c${number}`);
  await seal();
  await publishLog(ctx);
  await act("later");
  await seal();
});

describe("a whole log that nobody touched", () => {
  test("is good, again and again, and what came since the last look is looked at alone", async () => {
    expect(await checkLog(ctx, "whole")).toEqual({ outcome: "good", index: 257 });
    await act("more");
    await seal();
    expect(await checkLog(ctx, "newest")).toEqual({ outcome: "good", index: 258 });
    expect(await checkLog(ctx, "newest")).toMatchObject({ outcome: "good" });
    expect(await alarms()).toEqual([]);
  });
});

describe("what an owner of the database changes", () => {
  test.each([
    ["a word of a row", "update audit_log set detail = '{\"told\":\"Binta\"}' where object_id = 'c3'", "row_changed"],
    ["who did it", "update audit_log set actor_id = 'other' where object_id = 'c3'", "row_changed"],
    ["when it was done", "update audit_log set at = at - interval '1 day' where object_id = 'c3'", "row_changed"],
    [
      "a row's leaf",
      "update audit_log set leaf_hash = decode(repeat('00', 32), 'hex') where object_id = 'c3'",
      "leaf_changed",
    ],
    ["a row is deleted", "delete from audit_log where object_id = 'c3'", "row_gone"],
    ["a row and its place are deleted", "delete from audit_sequence where seq = 3", "row_gone"],
    [
      "two rows change places",
      "update audit_sequence set audit_id = (case seq when 3 then (select audit_id from audit_sequence where seq = 4) else (select audit_id from audit_sequence where seq = 3) end) where false; update audit_sequence s set leaf_hash = t.leaf_hash from audit_sequence t where (s.seq, t.seq) in ((3, 4), (4, 3))",
      "leaf_changed",
    ],
    [
      "padding",
      "update audit_sequence set padding_salt = decode(repeat('00', 32), 'hex') where seq = 100",
      "padding_changed",
    ],
    ["a node of the tree", "update audit_nodes set hash = decode(repeat('00', 32), 'hex')", "node_changed"],
    [
      "a checkpoint's root",
      "update audit_checkpoints set root = decode(repeat('00', 32), 'hex') where size = 10",
      "checkpoint_changed",
    ],
    ["the newest checkpoint is dropped", "delete from audit_checkpoints where size = 257", "checkpoint_changed"],
    ["a published note", "update log_publications set note = replace(note, '256', '255')", "publication_changed"],
    [
      "content is destroyed without agreement",
      "insert into log_shreddings (id, object_type, object_id, reason, asked_by, asked_at) select gen_random_uuid(), 'case', 'c3', 'none', gen_random_uuid(), now(); update audit_log set salt = null, detail = '{}', shredded_by = (select id from log_shreddings) where object_id = 'c3'",
      "destroyed_unapproved",
    ],
    [
      "a row is put in later",
      "insert into audit_log (id, at, actor_kind, action, object_type, object_id, request_id, salt, commitment, leaf_hash, xid) select gen_random_uuid(), at, actor_kind, action, object_type, 'smuggled', request_id, salt, commitment, leaf_hash, '4'::xid8 from audit_log where object_id = 'c3'",
      "row_smuggled",
    ],
  ])("%s is found by the guard", async (_, attack, outcome) => {
    await asAttacker(attack);
    const found = await checkLog(ctx, "whole");
    expect(found.outcome).toBe(outcome);
    expect(await alarms()).toEqual([{ kind: "tampering", outcome }]);
    // Told once, by mail as well, and not again while it stays as it is.
    await checkLog(ctx, "whole");
    await watchLog(ctx);
    const mails = await world.owner<{ to: string; body: string }[]>`select to_address as to, body from outgoing_mails`;
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toBe("security@cert.example");
    expect(mails[0]?.body).not.toContain("c3");
    await watchLog(ctx);
    expect(await alarms()).toHaveLength(1);
  });

  test("rows, leaves and checkpoints all made again with another key are found by whoever noted the key, and by the published note", async () => {
    await asAttacker("update audit_log set detail = '{\"told\":\"Binta\"}' where object_id = 'c3'");
    const rows = await world.owner<{ seq: string; salt: Buffer | null; padding: Buffer | null; record: object }[]>`
      select s.seq, l.salt, s.padding_salt as padding, jsonb_build_object('id', l.id, 'at', to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'actorKind', l.actor_kind,
        'actorId', l.actor_id, 'organisationId', l.organisation_id, 'action', l.action, 'objectType', l.object_type, 'objectId', l.object_id, 'requestId', l.request_id, 'detail', l.detail) as record
      from audit_sequence s left join audit_log l on l.id = s.audit_id order by s.seq`;
    let frontier = emptyFrontier;
    await world.owner.unsafe("set session_replication_role = replica").simple();
    for (const { seq, salt, padding, record } of rows) {
      const leaf = padding
        ? leafOfPadding(Uint8Array.from(padding))
        : leafOfRecord(Uint8Array.from(salt ?? []), record);
      frontier = addLeaf(frontier, leaf);
      await world.owner`update audit_sequence set leaf_hash = ${Buffer.from(leaf)} where seq = ${seq}`;
      await world.owner`update audit_log set leaf_hash = ${Buffer.from(leaf)} where id = (select audit_id from audit_sequence where seq = ${seq})`;
      const key = logKey(world.services);
      const note = signCheckpoint({ origin: key.name, size: frontier.size, root: Buffer.from(rootOf(frontier)) }, key);
      await world.owner`update audit_checkpoints set root = ${Buffer.from(rootOf(frontier))}, note = ${note} where size = ${frontier.size}`;
    }
    await world.owner.unsafe("set session_replication_role = origin").simple();
    // Here even the log's own key was used: what was told to the world before is what finds it.
    expect(await checkLog(ctx, "whole")).toMatchObject({ outcome: "publication_changed" });
  });
});

describe("content is destroyed by two people's agreement", () => {
  test("salt and detail are gone, leaves and proofs stay, export and guard stay good; one person alone, twice, or about the log itself does not work", async () => {
    const cert = await addCert(world);
    const [first, second] = [
      await addPerson(world, cert, "administrator", "A"),
      await addPerson(world, cert, "administrator", "B"),
    ];
    const allow = async (person: typeof first, id: string): Promise<void> => {
      const { act: name, object, version } = bindShredding(id);
      await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at) values (${person.sessionId}, ${randomBytes(32)}, ${person.personId}, now() + interval '1 hour', now() + interval '1 hour') on conflict do nothing`;
      await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
        values (${newId()}, ${person.sessionId}, ${person.personId}, ${name}, ${object}, ${version}, now(), now() + interval '5 minutes')`;
    };
    const asked = { objectType: "case", objectId: "c3", reason: "The person asked to be forgotten" };
    const { id } = await askShredding(world.context(first), asked);
    await expect(askShredding(world.context(second), asked)).rejects.toMatchObject({ code: "conflict" });
    await allow(first, id);
    await expect(approveShredding(world.context(first), id)).rejects.toMatchObject({ code: "refused" });
    await expect(approveShredding(world.context(second), id)).rejects.toMatchObject({ code: "step_up_required" });
    await allow(second, id);
    expect(await approveShredding(world.context(second), id)).toEqual({ rows: 1 });
    await expect(approveShredding(world.context(second), id)).rejects.toMatchObject({ code: "conflict" });
    const [row] = await world.owner<
      { salt: Buffer | null; detail: unknown }[]
    >`select salt, detail from audit_log where object_id = 'c3' and object_type = 'case'`;
    expect(row).toEqual({ salt: null, detail: {} });
    await seal();
    expect(await checkLog(ctx, "whole")).toMatchObject({ outcome: "good" });
    const path = join(folder, newId());
    let text = "";
    for await (const line of exportLog(ctx)) text += line;
    writeFileSync(path, text);
    const logs = [verifierKeyOf(logKey(world.services))];
    const [finding] = await verifyFiles([path], { logs, policy: nobodysPolicy });
    expect(finding).toMatchObject({ isGood: true, values: { destroyed: 1 } });
    // The approval taken out of the file: nothing else can explain the missing content.
    const cut = text
      .split("\n")
      .filter((line) => !line.includes('"log.shred"'))
      .join("\n");
    writeFileSync(path, cut);
    expect((await verifyFiles([path], { logs, policy: nobodysPolicy }))[0]?.isGood).toBe(false);
    const log = { objectType: "shredding", objectId: id, reason: "To hide it" };
    await expect(askShredding(world.context(first), log)).rejects.toMatchObject({ code: "not_found" });
  });

  test("the application itself cannot destroy without an approval", async () => {
    await expect(world.app.sql`update audit_log set salt = null`).rejects.toThrow(/permission denied/);
    await expect(world.owner`update audit_log set salt = null, detail = '{}' where object_id = 'c3'`).rejects.toThrow(
      /cannot be changed/,
    );
    expect(await world.app.sql`select toguna_shred(${newId()})`).toHaveLength(0);
  });
});

describe("the watch", () => {
  test("many refused receipts, and many of one report, are told", async () => {
    const reportId = newId();
    const refuse = async (objectType: string, objectId: string): Promise<void> => {
      await withTransaction(
        ctx,
        async (tx) => await writeAudit(tx, ctx, { action: "receipt.refuse", objectType, objectId }),
      );
    };
    for (let count = 0; count < 6; count++) await refuse("report", reportId);
    expect(await watchLog(ctx)).toBe(1);
    for (let count = 0; count < 30; count++) await refuse("receipt", "unknown");
    expect(await watchLog(ctx)).toBe(1);
    expect((await alarms()).map(({ kind }) => kind)).toEqual(["failing_receipts", "failing_receipts"]);
  });

  test("a person who opens very many files is told by name at the desk and not in the mail", async () => {
    const cert = await addCert(world);
    const person = await addPerson(world, cert, "analyst", "Moussa");
    const reader = world.context(person);
    for (let count = 0; count < 61; count++)
      await withTransaction(
        reader,
        async (tx) => await writeAudit(tx, reader, { action: "file.read", objectType: "report", objectId: newId() }),
      );
    expect(await watchLog(ctx)).toBe(1);
    const [mail] = await world.owner<{ body: string }[]>`select body from outgoing_mails`;
    expect(mail?.body).not.toContain("Moussa");
  });
});
