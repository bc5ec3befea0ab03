// The database's own walls around rules: versions never change, two persons publish, only the installation takes in what ships.
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { restoreBackup, takeBackup } from "../../../backend/platform/backup/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { takeInShipped } from "../../../backend/triage/rules/take-in-shipped.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";
import { addTestedRule, asSystem } from "./rules-support.ts";
import { sealAll } from "../../support/seal-all.ts";

let world: TestWorld;
let author: Awaited<ReturnType<typeof addPerson>>;
let second: Awaited<ReturnType<typeof addPerson>>;
beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  author = await addPerson(world, cert, "analyst", "Awa");
  second = await addPerson(world, cert, "lead", "Bat");
});

const publication = async (ruleId: string, { askedBy, approvedBy }: { askedBy: string; approvedBy: string | null }) =>
  await world.owner`insert into rule_publications (id, rule_id, version, written_by, way, state, asked_by, asked_at, reason, approved_by, approved_at)
    select ${newId()}, rule_id, version, written_by, 'two_persons', ${approvedBy === null ? "waiting" : "live"}, ${askedBy}, now(), 'because', ${approvedBy},
      ${approvedBy === null ? null : new Date()} from rule_versions where rule_id = ${ruleId} and version = 1`;

test("a version of a rule is never updated, deleted or truncated, not even by the owner of the database", async () => {
  const { ruleId } = await addTestedRule(world, author);
  await expect(world.owner`update rule_versions set source = 'other' where rule_id = ${ruleId}`).rejects.toThrow(
    "cannot be changed",
  );
  await expect(world.owner`delete from rule_versions where rule_id = ${ruleId}`).rejects.toThrow("cannot be changed");
  await expect(world.owner`truncate rule_versions cascade`).rejects.toThrow("cannot be changed");
});

test("a publication whose approver asked for it is refused by the database", async () => {
  const { ruleId } = await addTestedRule(world, author);
  const both = { askedBy: second.personId, approvedBy: second.personId };
  await expect(publication(ruleId, both)).rejects.toThrow("rule_publications_two_persons");
});

test("a publication whose approver wrote the version is refused by the database", async () => {
  const { ruleId } = await addTestedRule(world, author);
  const own = { askedBy: second.personId, approvedBy: author.personId };
  await expect(publication(ruleId, own)).rejects.toThrow("rule_publications_two_persons");
  await publication(ruleId, { askedBy: author.personId, approvedBy: second.personId });
});

test("a publication cannot name other authors than the version has", async () => {
  const { ruleId } = await addTestedRule(world, author);
  await expect(
    world.owner`insert into rule_publications (id, rule_id, version, written_by, way, state, asked_by, asked_at, reason)
      values (${newId()}, ${ruleId}, 1, ${[second.personId]}::uuid[], 'two_persons', 'waiting', ${author.personId}, now(), 'because')`,
  ).rejects.toThrow("foreign key");
});

test("a version that nobody published cannot be brought into force", async () => {
  const { ruleId } = await addTestedRule(world, author);
  const ctx = world.context({ kind: "system", job: "test" });
  const force = async () =>
    await withTransaction(ctx, async (tx) => {
      await tx.execute(sql`update rules set state = 'active', active_version = 1 where id = ${ruleId}`);
    });
  await expect(force()).rejects.toThrow("was not published");
  await publication(ruleId, { askedBy: author.personId, approvedBy: null });
  await expect(force()).rejects.toThrow("was not published");
});

test("only the installation takes in what ships, and takes it in once", async () => {
  const ctx = world.context({ kind: "system", job: "test" });
  const taken = await takeInShipped(ctx);
  expect(taken.added).toBeGreaterThan(80);
  expect(await takeInShipped(ctx)).toEqual({ added: 0, changed: 0, retired: 0 });
  const [found] = await world.owner<{ active: number; samples: number }[]>`select count(*)::int as active,
    count(*) filter (where jsonb_array_length(v.samples) >= 2 or r.kind = 'indicator')::int as samples
    from rules r join rule_versions v on v.rule_id = r.id and v.version = r.active_version where r.origin = 'shipped'`;
  expect(found).toEqual({ active: taken.added, samples: taken.added });
  const forged = withTransaction(world.context(second), async (tx) => {
    await tx.execute(sql`insert into rule_versions (rule_id, version, origin, source, sha256, samples, samples_sha256, title, level, names, written_by, created_at)
      select rule_id, version + 1, 'shipped', source, sha256, samples, samples_sha256, title, level, names, '{}', now() from rule_versions limit 1`);
  });
  await expect(forged).rejects.toThrow(/row-level security/);
});

test("people of other organisations and strangers see no rule", async () => {
  const elsewhere = newId();
  await world.owner`insert into organisations (id, kind, name) values (${elsewhere}, 'constituent', 'Bank')`;
  const contact = await addPerson(world, elsewhere, "constituent_contact", "Chimeg");
  const count = async (actor: Parameters<TestWorld["context"]>[0]) =>
    await withTransaction(world.context(actor), async (tx) => {
      const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from rules`);
      return row?.n;
    });
  expect(await count(contact)).toBe(0);
  expect(await count({ kind: "anonymous" })).toBe(0);
  expect(await count(second)).toBeGreaterThan(0);
});

test("rules in force, their versions and publications come through a backup", async () => {
  const { ruleId } = await addTestedRule(world, author);
  await publication(ruleId, { askedBy: author.personId, approvedBy: second.personId });
  await world.owner`update rules set state = 'active', active_version = 1 where id = ${ruleId}`;
  const identity = await generateX25519Identity();
  const file = join(world.dataDir, "backup.age");
  const { config, secrets } = world.services;
  await sealAll(asSystem(world));
  await takeBackup(config, secrets, world.ownerAddress, file, await identityToRecipient(identity), new Date());
  const target = await makeTestWorld();
  await restoreBackup(target.dataDir, file, identity, target.ownerAddress);
  const count = async ({ owner }: TestWorld) =>
    await owner`select (select count(*) from rules where state = 'active') as active, (select count(*) from rule_versions) as versions,
      (select count(*) from rule_publications) as publications, (select value from settings where key = 'rules.generation') as generation`;
  expect(await count(target)).toEqual(await count(world));
});
