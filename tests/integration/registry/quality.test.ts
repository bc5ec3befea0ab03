// The register's quality over a real database: contact tests from mail to answer, bounces, coverage, stale claims, duplicates, merges undone to the last bit.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { mailContactTest } from "../../../backend/coordination/ask-contact.ts";
import { recordBounce } from "../../../backend/coordination/record-bounce.ts";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addClaim } from "../../../backend/registry/add-claim.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { addContact } from "../../../backend/registry/add-contact.ts";
import {
  answerContactTest,
  askContact,
  askContacts,
  changeQualitySettings,
  handleAnswer,
  readAskedContact,
} from "../../../backend/registry/quality/contact-tests.ts";
import {
  keepApart,
  mergeConstituents as mergeAsked,
  undoMerge as undoAsked,
} from "../../../backend/registry/quality/merge-constituents.ts";
import { chosenFacts, type MergeConstituents, mergeStepUp } from "../../../backend/registry/quality/model.ts";
import { movedTables } from "../../../backend/registry/quality/moved-tables.ts";
import { keepQualityDay, listQualityDays, readQuality } from "../../../backend/registry/quality/read-quality.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let senior: Context;
let administrator: Context;
let lead: Context;
const system = (at?: Date): Context => {
  const ctx = makeContext(world.services, { kind: "system", job: "test" }, "test");
  return at ? { ...ctx, now: () => at } : ctx;
};
const stranger = () => world.context({ kind: "anonymous" });

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = world.context(await addPerson(world, cert, "senior", "Awa"));
  lead = world.context(await addPerson(world, cert, "lead", "Sira"));
  administrator = world.context(await addPerson(world, cert, "administrator", "Oumar"));
  await world.owner`insert into areas (id, parent_id, level, names) values ('xx', null, 'country', '{"fr":"Pays"}'), ('xx-s', 'xx', 'region', '{"fr":"Ségou"}'),
    ('xx-s-1', 'xx-s', 'district', '{"fr":"Bla"}')`;
});

async function constituent(name: string, more: Partial<Parameters<typeof addConstituent>[1]> = {}) {
  return (await addConstituent(senior, { name, sector: "finance", ...more })).id;
}
const contact = async (constituentId: string, email: string | undefined, name = "Awa Keïta") =>
  (
    await addContact(senior, {
      constituentId,
      name,
      role: "security",
      ...(email === undefined ? {} : { email }),
      phone: "20 22 33 44",
    })
  ).id;

/** With the passkey's word. */
async function mergeConstituents(ctx: Context, input: MergeConstituents) {
  await allowStepUp(world, ctx, mergeStepUp.merge(input.survivorId, input.mergedId));
  return await mergeAsked(ctx, input);
}

async function undoMerge(ctx: Context, mergeId: string): Promise<void> {
  await allowStepUp(world, ctx, mergeStepUp.undo(mergeId));
  await undoAsked(ctx, mergeId);
}

/** The events that wait, as the worker would hand them on; each once. */
async function mails(): Promise<{ to: string; subject: string; token: string }[]> {
  const events = await world.owner<{ payload: { testId: string; token: string; reminder: number; eventId: string } }[]>`
    select payload::jsonb as payload from graphile_worker._private_jobs where payload::jsonb @> '{"type":"contact.asked"}'`;
  for (const { payload } of events) await mailContactTest(system(), payload);
  await world.owner`delete from graphile_worker._private_jobs where payload::jsonb @> '{"type":"contact.asked"}'`;
  const rows = await world.owner<{ to_address: string; subject: string; body: string }[]>`
    delete from outgoing_mails where cause like 'contact-test:%' returning to_address, subject, body`;
  return rows.map(({ to_address: to, subject, body }) => ({
    to,
    subject,
    token: /\/contact\/([\w-]+)/.exec(body)?.[1] ?? "",
  }));
}

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000);

describe("contact tests", () => {
  test("a contact is asked once a year by a link that only a button answers, reminded twice, and its answer is taken over", async () => {
    const bank = await constituent("Banque du Lac");
    const id = await contact(bank, "awa@lac.example");
    await askContacts(system());
    expect(await mails()).toEqual([]);
    const year = daysFromNow(370);
    await askContacts(system(year));
    const [asked] = await mails();
    expect(asked).toMatchObject({
      to: "awa@lac.example",
      subject: "Êtes-vous toujours le contact de Banque du Lac\u202f?",
    });
    await askContacts(system(year));
    expect(await mails()).toEqual([]);
    await askContacts(system(daysFromNow(370 + 15)));
    const [first] = await mails();
    expect(first?.subject).toMatch(/^Rappel/);
    // A reminder brings a new link; the one before answers no longer.
    const at = { ...stranger(), now: () => daysFromNow(370 + 16) };
    expect(await readAskedContact(at, asked?.token ?? "")).toBeUndefined();
    await askContacts(system(daysFromNow(370 + 36)));
    const [second] = await mails();
    await askContacts(system(daysFromNow(370 + 37)));
    expect(await mails()).toEqual([]);
    const token = second?.token ?? "";
    expect(await readAskedContact(at, token)).toMatchObject({
      constituent: "Banque du Lac",
      name: "Awa Keïta",
      phone: "20 22 33 44",
      isAnswered: false,
    });
    expect(await world.owner`select 1 from contact_tests where answered_at is not null`).toHaveLength(0);
    await expect(answerContactTest(at, token, "correct", { email: "not an address" })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ path: "email" }],
    });
    await expect(answerContactTest(at, token, "correct", {})).rejects.toMatchObject({ fields: [{ path: "note" }] });
    expect(await answerContactTest(at, token, "correct", { phone: "76 00 00 00", note: "New office" })).toBe(true);
    expect(await answerContactTest(at, token, "right", {})).toBe(false);
    expect(await readAskedContact(at, token)).toMatchObject({ isAnswered: true });
    const [waiting] = (await readQuality(senior)).toHandle ?? [];
    expect(waiting).toMatchObject({
      constituent: "Banque du Lac",
      answer: "correct",
      said: { phone: "76 00 00 00", note: "New office" },
    });
    expect(await world.owner`select phone from contacts where id = ${id}`).toEqual([{ phone: "20 22 33 44" }]);
    await handleAnswer(senior, waiting?.testId ?? "", { handled: "taken" });
    expect(await world.owner`select phone, email from contacts where id = ${id}`).toEqual([
      { phone: "76 00 00 00", email: "awa@lac.example" },
    ]);
    await expect(handleAnswer(senior, waiting?.testId ?? "", { handled: "left" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("who leaves is ended by the desk; a link is over after sixty days and for an ended contact; how often is a setting", async () => {
    const mill = await constituent("Moulin");
    const id = await contact(mill, "moussa@moulin.example", "Moussa");
    await askContact(senior, { contactId: id });
    const [asked] = await mails();
    expect(await readAskedContact({ ...stranger(), now: () => daysFromNow(61) }, asked?.token ?? "")).toBeUndefined();
    expect(
      await answerContactTest({ ...stranger(), now: () => daysFromNow(61) }, asked?.token ?? "", "right", {}),
    ).toBe(false);
    expect(await answerContactTest(stranger(), asked?.token ?? "", "leaving", {})).toBe(true);
    const waiting = (await readQuality(senior)).toHandle?.find(({ constituent }) => constituent === "Moulin");
    await handleAnswer(senior, waiting?.testId ?? "", { handled: "taken" });
    expect(await world.owner`select 1 from contacts where id = ${id} and ended_at is not null`).toHaveLength(1);
    await expect(askContact(senior, { contactId: id })).rejects.toMatchObject({ code: "refused" });
    await expect(askContact(senior, { contactId: newId() })).rejects.toMatchObject({ code: "not_found" });
    expect(await readAskedContact(stranger(), "made-up")).toBeUndefined();
    await changeQualitySettings(administrator, { contactTestDays: 120 });
    await changeQualitySettings(lead, { contactTestDays: 90 });
    expect((await readQuality(senior)).contactTestDays).toBe(90);
    await expect(changeQualitySettings(senior, { contactTestDays: 90 })).rejects.toMatchObject({ code: "forbidden" });
    await world.owner`delete from settings where key = 'quality.contact_test_days'`;
  });

  test("a mail that comes back makes the contact unreachable until somebody answers from there", async () => {
    const shop = await constituent("Boutique");
    const id = await contact(shop, "gone@boutique.example");
    await askContact(senior, { contactId: id });
    const [event] = await world.owner<
      { payload: never }[]
    >`select payload::jsonb as payload from graphile_worker._private_jobs where payload::jsonb @> '{"type":"contact.asked"}'`;
    await mailContactTest(system(), event?.payload as never);
    const [mail] = await world.owner<
      { message_id: string }[]
    >`select message_id from outgoing_mails where to_address = 'gone@boutique.example'`;
    const bounce = {
      answers: [mail?.message_id ?? ""],
      innerMessageIds: [],
      deliveryStatus: "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user",
    };
    await withTransaction(system(), async (tx) => await recordBounce(tx, system(), bounce as never));
    const page = await readQuality(senior);
    expect(page.contactsToMend).toMatchObject([
      { constituent: "Boutique", why: "bounced", said: "smtp; 550 no such user" },
    ]);
    expect(page.figures.unreachableContacts).toBe(1);
    const [asked] = await mails();
    expect(await answerContactTest(stranger(), asked?.token ?? "", "right", {})).toBe(true);
    expect((await readQuality(senior)).figures.unreachableContacts).toBe(0);
  });
});

test("coverage counts each address once, against the registries' files where there are some; machines see no people", async () => {
  const fresh = await makeTestWorld();
  const cert = await addCert(fresh);
  const officer = fresh.context(await addPerson(fresh, cert, "senior", "Awa"));
  const isp = (await addConstituent(officer, { name: "Sahel Net", sector: "telecom" })).id;
  const bank = (await addConstituent(officer, { name: "Banque", sector: "finance" })).id;
  for (const value of ["198.51.100.0/24", "198.51.100.0/25"])
    await addClaim(officer, { constituentId: isp, kind: "prefix", value, source: "x", proof: "officer" });
  await addClaim(officer, {
    constituentId: bank,
    kind: "prefix",
    value: "203.0.113.0/24",
    source: "x",
    proof: "officer",
  });
  const id = (await addContact(officer, { constituentId: isp, name: "NOC", role: "abuse", email: "noc@sahel.example" }))
    .id;
  expect((await readQuality(officer)).figures.addresses).toEqual([
    { version: 4, base: "claims", total: 512, reachable: 256, answering: 0 },
  ]);
  await fresh.owner`insert into contact_tests (id, contact_id, token_hash, asked_at, last_mail_at, expires_at, answered_at, answer)
    values (${newId()}, ${id}, ${createHash("sha256").update("x").digest()}, now(), now(), now() + interval '1 day', now(), 'right')`;
  const file = newId();
  await fresh.owner`insert into delegated_files (id, name, registry, serial, sha256, size, packed, records, is_current, imported_at)
    values (${file}, 'delegated', 'afrinic', '1', ${createHash("sha256").update(file).digest()}, 1, ${Buffer.from("x")}, 1, true, now())`;
  await fresh.owner`insert into delegated_records (file_id, line, piece, country, kind, prefix, status) values (${file}, 1, 1, ${fresh.services.config.country.toUpperCase()}, 'prefix', '198.51.100.0/23', 'allocated')`;
  const page = await readQuality(officer);
  expect(page.figures.addresses).toEqual([
    { version: 4, base: "delegated", total: 512, reachable: 256, answering: 256 },
  ]);
  expect(page.figures.constituents).toEqual({ total: 2, reachable: 1, answering: 1 });
  expect(page.withoutContact.map(({ constituent: name }) => name)).toEqual(["Banque"]);
  expect(page.staleClaims).toMatchObject([{ constituent: "Banque", value: "203.0.113.0/24", why: "not_delegated" }]);
  await fresh.owner`update network_claims set created_at = now() - interval '100 days' where value = '198.51.100.0/25'`;
  expect((await readQuality(officer)).staleClaims.map(({ why }) => why).sort()).toEqual(["not_delegated", "unproven"]);
  await keepQualityDay(makeContext(fresh.services, { kind: "system", job: "test" }, "test"));
  expect(await listQualityDays(officer)).toHaveLength(1);
  const machine = fresh.context({ kind: "api_key", keyId: newId(), organisationId: cert, acts: ["registry.read"] });
  expect(await readQuality(machine)).toMatchObject({ contactsToMend: null, toHandle: null });
});

describe("duplicates", () => {
  /** Every table but what is only added to: the log, jobs, histories, and the merges themselves. */
  async function dump(): Promise<string> {
    const added = [
      "audit_log",
      "constituent_facts",
      "network_claim_versions",
      "register_merges",
      "contact_tests",
      "outgoing_mails",
      "log_nodes",
      "sessions",
      "step_ups",
    ];
    const tables = await world.owner<
      { name: string }[]
    >`select tablename as name from pg_tables where schemaname = 'public' and tablename <> all (${added}) and tablename not like 'log_%' and tablename not like 'audit%' order by tablename`;
    const parts = [];
    for (const { name } of tables)
      parts.push(
        name,
        await world.owner.unsafe(`select to_jsonb(t)::text as row from "${name}" t order by to_jsonb(t)::text`),
      );
    return JSON.stringify(parts);
  }

  test("pairs are proposed with their reasons, remembered as two, and what follows a merge are references to constituents", async () => {
    const one = await constituent("Société Nationale des Postes", { areaId: "xx-s" });
    const other = await constituent("Societé Nationale des Poste", { areaId: "xx-s" });
    await contact(one, "a@poste.example");
    await contact(other, "b@poste.example");
    const pair = (await readQuality(senior)).duplicates.find(({ one: { name } }) => name.includes("Poste"));
    expect(pair?.reasons.toSorted()).toEqual(["area", "domain", "name", "phone"]);
    expect(pair?.shared).toContain("poste.example");
    await keepApart(senior, { oneId: other, otherId: one });
    expect((await readQuality(senior)).duplicates.filter(({ one: { name } }) => name.includes("Poste"))).toEqual([]);
    const references = await world.owner<
      { name: string }[]
    >`select c.conrelid::regclass::text || '.' || a.attname as name from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f' and c.confrelid = 'constituents'::regclass`;
    const real = references.map(({ name }) => name);
    expect(movedTables.map(({ table, column }) => `${table}.${column}`).filter((name) => !real.includes(name))).toEqual(
      [],
    );
  });

  test("two entries become one with all that is theirs, and undoing gives every table back as it was, bit for bit", async () => {
    const survivor = await constituent("Énergie du Nord", { otherNames: ["EDN"] });
    const merged = await constituent("EDN SA", { sector: "energy", areaId: "xx-s-1", classes: [] });
    const child = await constituent("Agence EDN", { parentId: merged });
    await contact(survivor, "one@edn.example");
    await contact(merged, "two@edn.example");
    await addClaim(senior, {
      constituentId: merged,
      kind: "domain",
      value: "edn.example",
      source: "letter",
      proof: "officer",
    });
    await world.owner`insert into constituent_sizes (id, constituent_id, kind, amount, as_of, source, recorded_at) values (${newId()}, ${merged}, 'staff', 40, '2026-01-01', 'x', now())`;
    await world.owner`insert into constituent_relations (id, from_id, to_id, kind, what, source, recorded_at) values (${newId()}, ${merged}, ${survivor}, 'depends_on', 'x', 'x', now())`;
    const [organisation] = await world.owner<
      { id: string }[]
    >`select organisation_id as id from constituents where id = ${merged}`;
    await addPerson(world, organisation?.id ?? "", "constituent_contact", "Fatou");
    const personId = senior.actor.kind === "person" ? senior.actor.personId : "";
    await world.owner`insert into conflicts (id, person_id, constituent_id, reason, declared_by, declared_at) values (${newId()}, ${personId}, ${merged}, 'Worked there', ${personId}, now())`;
    const cert = senior.actor.kind === "person" ? senior.actor.organisationId : "";
    const report = await addReport(world, cert, { subject: "Phishing at EDN" });
    await world.owner`update assessments set constituents = ${world.owner.json([{ constituentId: merged, name: "EDN SA" }])} where report_id = ${report.id}`;
    const before = await dump();
    const { id, left } = await mergeConstituents(senior, {
      survivorId: survivor,
      mergedId: merged,
      take: ["sector", "areaId"],
      reason: "The same company",
    });
    // The relation between the two says nothing of one.
    expect(left).toBe(1);
    const [now] =
      await world.owner`select name, other_names, sector, area_id, (select count(*)::int from contacts k where k.constituent_id = c.id) as contacts,
      (select count(*)::int from network_claims n where n.constituent_id = c.id) as networks from constituents c where id = ${survivor}`;
    expect(now).toEqual({
      name: "Énergie du Nord",
      other_names: ["EDN", "EDN SA"],
      sector: "energy",
      area_id: "xx-s-1",
      contacts: 2,
      networks: 1,
    });
    expect(
      await world.owner`select merged_into, ended_at is not null as ended from constituents where id = ${merged}`,
    ).toEqual([{ merged_into: survivor, ended: true }]);
    expect(await world.owner`select parent_id from constituents where id = ${child}`).toEqual([
      { parent_id: survivor },
    ]);
    expect(
      await world.owner`select 1 from conflicts where constituent_id in (${survivor}, ${merged}) and ended_at is null`,
    ).toHaveLength(2);
    await expect(
      mergeConstituents(senior, { survivorId: survivor, mergedId: merged, reason: "Again" }),
    ).rejects.toMatchObject({ code: "conflict" });
    await undoMerge(senior, id);
    expect(await dump()).toBe(before);
    await expect(undoMerge(senior, id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("a merge and its undo ask for a fresh passkey, for these two in this order", async () => {
    const survivor = await constituent("Filature du Nord");
    const merged = await constituent("Filature Nord SARL");
    const wanted = { survivorId: survivor, mergedId: merged, reason: "One mill" };
    const refused = { code: "step_up_required" };
    await allowStepUp(world, senior, mergeStepUp.merge(merged, survivor));
    await expect(mergeAsked(senior, wanted)).rejects.toMatchObject(refused);
    const { id } = await mergeConstituents(senior, wanted);
    await expect(undoAsked(senior, id)).rejects.toMatchObject(refused);
    await undoMerge(senior, id);
    expect(
      await world.owner`select 1 from constituents where id in (${survivor}, ${merged}) and ended_at is null`,
    ).toHaveLength(2);
  });

  test("a merge after which something was changed is not undone by halves", async () => {
    const survivor = await constituent("Tissage du Sud");
    const merged = await constituent("Tissage Sud SARL");
    const id = await contact(merged, "t@tissage.example");
    const { id: mergeId } = await mergeConstituents(senior, {
      survivorId: survivor,
      mergedId: merged,
      reason: "One mill",
    });
    await world.owner`update contacts set phone = '1234567' where id = ${id}`;
    const before = await dump();
    await expect(undoMerge(senior, mergeId)).rejects.toMatchObject({
      code: "conflict",
      words: "quality.refused.changed_since",
    });
    expect(await dump()).toBe(before);
  });

  test("whatever two entries hold and whatever is taken, undoing a merge gives everything back", async () => {
    const value = fc.record({
      contacts: fc.nat(2),
      networks: fc.nat(2),
      names: fc.nat(2),
      hasArea: fc.boolean(),
      isParent: fc.constantFrom("none", "one", "other"),
    });
    await fc.assert(
      fc.asyncProperty(value, value, fc.subarray([...chosenFacts]), async (left, right, take) => {
        const make = async (facts: typeof left, name: string): Promise<string> => {
          const id = await constituent(name, {
            otherNames: Array.from({ length: facts.names }, (_, at) => `${name} ${at}`),
            ...(facts.hasArea ? { areaId: "xx-s" } : {}),
          });
          for (let at = 0; at < facts.contacts; at++) await contact(id, `${newId()}@x.example`);
          for (let at = 0; at < facts.networks; at++)
            await addClaim(senior, {
              constituentId: id,
              kind: "domain",
              value: `n${newId().slice(-12)}.example`,
              source: "x",
              proof: "officer",
            });
          return id;
        };
        const survivor = await make(left, `S ${newId()}`);
        const merged = await make(right, `M ${newId()}`);
        if (left.isParent === "one")
          await world.owner`update constituents set parent_id = ${merged} where id = ${survivor}`;
        else if (left.isParent === "other")
          await world.owner`update constituents set parent_id = ${survivor} where id = ${merged}`;
        const before = await dump();
        const { id } = await mergeConstituents(senior, {
          survivorId: survivor,
          mergedId: merged,
          take,
          reason: "Alike",
        });
        await undoMerge(senior, id);
        expect(await dump()).toBe(before);
      }),
      { numRuns: 15 },
    );
  });
});
