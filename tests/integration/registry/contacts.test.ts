// Contacts over a real database: hours, channels and OpenPGP keys; what a person asks about what is kept of them; and being forgotten.
import { beforeAll, expect, test } from "vitest";
import { contactStepUp } from "../../../backend/registry/contacts/model.ts";
import { addKey } from "../../../backend/registry/contacts/add-key.ts";
import { changeContact } from "../../../backend/registry/contacts/change-contact.ts";
import { exportPerson } from "../../../backend/registry/contacts/export-person.ts";
import { registerJobs } from "../../../backend/registry/contacts/jobs.ts";
import { removeKey } from "../../../backend/registry/contacts/remove-key.ts";
import { eraseContact, readRetentionState, setRetention } from "../../../backend/registry/contacts/retention.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { addContact } from "../../../backend/registry/add-contact.ts";
import { endContact } from "../../../backend/registry/end-contact.ts";
import type { AddContact } from "../../../backend/registry/model.ts";
import { readDetails } from "../../../backend/registry/profile/read-details.ts";
import { crontab, jobs } from "../../../backend/work.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";
import { makeOpenPgpKey } from "../../support/openpgp-keys.ts";

let world: TestWorld;
let senior: Extract<Actor, { kind: "person" }>;
let administrator: Actor;

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = await addPerson(world, cert, "senior", "Awa");
  administrator = await addPerson(world, cert, "administrator", "Oumar");
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${senior.sessionId}, ${Buffer.alloc(32, 7)}, ${senior.personId}, now() + interval '1 day', now() + interval '1 day')`;
});

const as = (actor: Actor) => world.context(actor);
const refused = (code: string, path?: string) =>
  expect.objectContaining({ code, ...(path ? { fields: [expect.objectContaining({ path })] } : {}) });
async function makeContact(more: Partial<AddContact> = {}): Promise<{ id: string; constituentId: string }> {
  const { id: constituentId } = await addConstituent(as(senior), { name: `Banque ${newId()}`, sector: "finance" });
  const { id } = await addContact(as(senior), { constituentId, name: "Fatou Diarra", role: "security", ...more });
  return { id, constituentId };
}
async function confirm(binding: { act: string; object: string; version: string }): Promise<void> {
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${senior.sessionId}, ${senior.personId}, ${binding.act}, ${binding.object}, ${binding.version}, now(), now() + interval '5 minutes')`;
}
const logged = async (): Promise<string> =>
  JSON.stringify(await world.owner`select action, detail from audit_log order by at, id`);

test("a contact is corrected with hours and a channel; the log keeps the fields' names and nothing of the person", async () => {
  const { id, constituentId } = await makeContact({ email: "fatou@bank.example" });
  const hours = [{ day: 1, opensAt: "00:00", closesAt: "24:00" }];
  const safeChannel = { kind: "satellite_phone", value: "+8816 555" } as const;
  const change = {
    contactId: id,
    version: 1,
    phone: "+22370000000",
    weekly: { hours, timeZone: "Africa/Bamako" },
    safeChannel,
  };
  expect(await changeContact(as(senior), change)).toEqual({ version: 2 });
  const [kept] = (await readDetails(as(senior), constituentId)).contacts ?? [];
  expect(kept).toMatchObject({ version: 2, weekly: { hours, timeZone: "Africa/Bamako" }, safeChannel });
  expect(typeof kept?.isReachableNow).toBe("boolean");
  const log = await logged();
  expect(log).toContain('"fields":["phone","safeChannelKind","safeChannelValue","timeZone","weeklyHours"]');
  for (const secret of ["Fatou", "fatou@", "+22370000000", "+8816"]) expect(log).not.toContain(secret);
  await expect(changeContact(as(senior), change)).rejects.toEqual(refused("conflict", "version"));
  await expect(changeContact(as(senior), { contactId: id, version: 2 })).rejects.toEqual(
    refused("invalid_input", "body"),
  );
  expect(await changeContact(as(senior), { contactId: id, version: 2, safeChannel: null, weekly: null })).toEqual({
    version: 3,
  });
  expect((await readDetails(as(senior), constituentId)).contacts).toMatchObject([
    { safeChannel: null, weekly: null, isReachableNow: null },
  ]);
});

test("a public key is read: fingerprint, owner, expiry; what cannot be used is refused with its reason, and a private key is kept nowhere", async () => {
  const { id, constituentId } = await makeContact();
  const good = await makeOpenPgpKey({ expiresInSeconds: 86_400 * 365 });
  const pasted = `Voici ma clé :\n${good.publicKey}\nMerci`;
  const added = await addKey(as(senior), { contactId: id, armored: pasted });
  expect(added.fingerprint).toMatch(/^[0-9A-F]{40}$/);
  expect(added.userIds).toEqual(["Security desk <security@bank.example>"]);
  expect(added.expiresAt).not.toBeNull();
  const tried = async (armored: string) =>
    await addKey(as(senior), { contactId: id, armored }).then(
      () => "taken",
      (error: unknown) => (error as { words?: string; fields?: { path: string }[] }).words ?? "no words",
    );
  expect(await tried(good.privateKey)).toBe("register.key.refusal.private_key");
  const old = await makeOpenPgpKey({ madeAt: new Date("2020-01-01T00:00:00Z"), expiresInSeconds: 86_400 });
  expect(await tried(old.publicKey)).toBe("register.key.refusal.expired");
  expect(await tried("not a key at all")).toBe("register.key.refusal.not_a_key");
  const broken = `${good.publicKey.slice(0, 250)}AAAAAAAA${good.publicKey.slice(258)}`;
  expect(await tried(broken)).toMatch(/^register\.key\.refusal\./);
  expect(await tried(`${good.publicKey}\n${old.publicKey}`)).toBe("register.key.refusal.several_keys");
  await expect(addKey(as(senior), { contactId: id, armored: good.publicKey })).rejects.toEqual(
    refused("invalid_input", "armored"),
  );
  const [all] = await world.owner<{ text: string }[]>`select string_agg(armored, '') as text from contact_keys`;
  expect(all?.text).not.toContain("PRIVATE");
  await removeKey(as(senior), id, added.id);
  expect((await readDetails(as(senior), constituentId)).contacts).toMatchObject([{ keys: [] }]);
  await expect(removeKey(as(senior), id, added.id)).rejects.toEqual(refused("not_found"));
});

test("all that is kept of a person is given for an address or a name, after the passkey, and the log does not say whom", async () => {
  const email = "aminata.keita@bank.example";
  const { id } = await makeContact({ name: "Aminata Keïta", email });
  const { id: other } = await makeContact({ name: "Aminata Keïta", phone: "+22371111111" });
  const byEmail = { email: "Aminata.Keita@bank.example" };
  await expect(exportPerson(as(senior), byEmail)).rejects.toEqual(refused("step_up_required"));
  await confirm(contactStepUp.exportPerson(byEmail));
  const told = await exportPerson(as(senior), byEmail);
  expect(told.contacts).toMatchObject([
    { id, name: "Aminata Keïta", email, acts: [{ action: "contact.add", actorKind: "person" }] },
  ]);
  const byName = { name: "aminata keïta" };
  await confirm(contactStepUp.exportPerson(byName));
  expect((await exportPerson(as(senior), byName)).contacts.map((one) => one.id).sort()).toEqual([id, other].sort());
  expect(await logged()).not.toMatch(/aminata/i);
  const nobody = { email: "nobody@bank.example" };
  await confirm(contactStepUp.exportPerson(nobody));
  await expect(exportPerson(as(senior), nobody)).rejects.toEqual(refused("not_found"));
  await expect(exportPerson(as(senior), {})).rejects.toThrow("one of them");
});

test("a person is forgotten on asking once the contact has ended: the row stays as a number, keys and all else go", async () => {
  const { id } = await makeContact({ name: "Moussa Traoré", email: "moussa@bank.example", phone: "+22372222222" });
  await addKey(as(senior), { contactId: id, armored: (await makeOpenPgpKey()).publicKey });
  const asked = { contactId: id, reason: "Demande du 3 mars" };
  await confirm(contactStepUp.erase(id));
  await expect(eraseContact(as(senior), asked)).rejects.toEqual(refused("conflict"));
  await endContact(as(senior), { contactId: id });
  await eraseContact(as(senior), asked);
  const [row] =
    await world.owner`select name, email, phone, weekly_hours, role, anonymised_at is not null as gone from contacts where id = ${id}`;
  expect(row).toEqual({ name: "", email: null, phone: null, weekly_hours: null, role: "security", gone: true });
  expect(await world.owner`select 1 from contact_keys where contact_id = ${id}`).toHaveLength(0);
  await expect(eraseContact(as(senior), asked)).rejects.toEqual(refused("not_found"));
});

test("contacts that ended before the time are forgotten by the daily job, later ones and those who stand are not", async () => {
  await expect(setRetention(as(senior), { months: 6 })).rejects.toEqual(refused("forbidden"));
  await setRetention(as(administrator), { months: 6 });
  const [long, short, standing] = [await makeContact(), await makeContact(), await makeContact()];
  await world.owner`update contacts set ended_at = now() - interval '7 months' where id = ${long.id}`;
  await world.owner`update contacts set ended_at = now() - interval '5 months' where id = ${short.id}`;
  expect(crontab).toContain("register:forget_contacts");
  expect(jobs["register.forget_contacts"]).toBe(registerJobs["register.forget_contacts"]);
  const system = { ...as({ kind: "system", job: "register.forget_contacts" }), attempt: 1, maxAttempts: 1 };
  await registerJobs["register.forget_contacts"]?.(system, {});
  const rows = await world.owner<
    { id: string; gone: boolean }[]
  >`select id, anonymised_at is not null as gone from contacts
    where id in ${world.owner([long.id, short.id, standing.id])}`;
  expect(new Map(rows.map(({ id, gone }) => [id, gone]))).toEqual(
    new Map([
      [long.id, true],
      [short.id, false],
      [standing.id, false],
    ]),
  );
  expect((await readRetentionState(as(senior))).months).toBe(6);
  const [forgot] = await world.owner`select detail from audit_log where action = 'contact.forget'`;
  expect(forgot?.["detail"]).toEqual({ contactIds: [long.id], months: 6 });
});
