// The register over a real database: adding, changing and ending, who held what at a time, what the desk reads of it, and every refusal.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addClaim } from "../../../backend/registry/add-claim.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { addContact } from "../../../backend/registry/add-contact.ts";
import { changeConstituent } from "../../../backend/registry/change-constituent.ts";
import { endClaim } from "../../../backend/registry/end-claim.ts";
import { endContact } from "../../../backend/registry/end-contact.ts";
import { claimKinds } from "../../../backend/registry/model.ts";
import { askHolders } from "../../../backend/reporting/directory/ask-holders.ts";
import { listAreas } from "../../../backend/reporting/directory/list-areas.ts";
import { listConstituents } from "../../../backend/reporting/directory/list-constituents.ts";
import { readConstituentPage } from "../../../backend/reporting/directory/read-constituent-page.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let senior: Actor;
let analyst: Actor;
let administrator: Actor;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  senior = await addPerson(world, cert, "senior", "Awa");
  analyst = await addPerson(world, cert, "analyst", "Bat");
  administrator = await addPerson(world, cert, "administrator", "Oumar");
  await world.owner`insert into areas (id, parent_id, level, names) values
    ('xx', null, 'country', '{"fr":"Pays"}'), ('xx-b', 'xx', 'region', '{"fr":"Nord"}'), ('xx-a', 'xx', 'region', '{"fr":"Sud"}'),
    ('xx-b-1', 'xx-b', 'district', '{"fr":"Port"}')`;
});

const as = (actor: Actor) => world.context(actor);
const refused = (code: string, path?: string) =>
  expect.objectContaining({ code, ...(path ? { fields: [expect.objectContaining({ path })] } : {}) });
const bank = async (name = `Banque ${newId()}`) => await addConstituent(as(senior), { name, sector: "finance" });
const actsOn = async (id: string) =>
  await world.owner`select action, detail from audit_log where object_id = ${id} order by at, id`;
const changes = async (): Promise<number> =>
  (await world.owner`select 1 from graphile_worker._private_jobs where payload::jsonb @> '{"type":"registry.changed"}'`)
    .length;

test("a constituent's facts change on the version that was seen, and the log keeps before and after", async () => {
  const { id } = await bank("Banque du Nord");
  const change = { constituentId: id, version: 1, name: "Banque du Port", areaId: "xx-b", classes: ["bank"] };
  expect(await changeConstituent(as(senior), change)).toEqual({ version: 2 });
  await expect(changeConstituent(as(senior), change)).rejects.toEqual(refused("conflict", "version"));
  const page = await readConstituentPage(as(senior), id);
  expect(page).toMatchObject({ name: "Banque du Port", classes: ["bank"], areaNames: { fr: "Nord" }, version: 2 });
  expect(page.sector).toBe("finance");
  const [organisation] = await world.owner`select o.name from organisations o join constituents c
    on c.organisation_id = o.id where c.id = ${id}`;
  expect(organisation).toEqual({ name: "Banque du Port" });
  expect((await actsOn(id)).at(-1)).toMatchObject({
    action: "constituent.change",
    detail: { name: { from: "Banque du Nord", to: "Banque du Port" }, areaId: { from: null, to: "xx-b" } },
  });
  expect(await changeConstituent(as(senior), { constituentId: id, version: 2, areaId: null })).toEqual({ version: 3 });
  expect((await readConstituentPage(as(senior), id)).areaId).toBeNull();
});

test("a change to nothing, to an unknown area or of nobody is refused by field", async () => {
  const { id } = await bank();
  const asked = { constituentId: id, version: 1 };
  await expect(changeConstituent(as(senior), asked)).rejects.toEqual(refused("invalid_input", "body"));
  await expect(changeConstituent(as(senior), { ...asked, sector: "finance" })).rejects.toEqual(
    refused("invalid_input", "body"),
  );
  await expect(changeConstituent(as(senior), { ...asked, areaId: "nowhere" })).rejects.toEqual(
    refused("invalid_input", "areaId"),
  );
  await expect(changeConstituent(as(senior), { constituentId: newId(), version: 1, name: "Nobody" })).rejects.toEqual(
    refused("not_found"),
  );
});

test("a range changes hands on a day: each holder is found for their time, and each page names the other", async () => {
  const [before, after] = [await bank("Ancien tenant"), await bank("Nouveau tenant")];
  const range = { kind: "prefix", value: "198.51.100.0/25", source: "AFRINIC", proof: "rir" } as const;
  const { id } = await addClaim(as(senior), { ...range, constituentId: before.id, heldFrom: "2024-01-01T00:00:00Z" });
  await endClaim(as(senior), { claimId: id, heldUntil: "2026-03-01T00:00:00Z" });
  await addClaim(as(senior), { ...range, constituentId: after.id, heldFrom: "2026-03-01T00:00:00Z" });
  const holder = async (at: string) =>
    (await askHolders(as(analyst), { value: "hxxp://198[.]51[.]100[.]9/x", at })).rows.map((row) => row.name);
  expect(await holder("2023-12-31T23:59:59Z")).toEqual([]);
  expect(await holder("2026-02-28T23:59:59Z")).toEqual(["Ancien tenant"]);
  expect(await holder("2026-03-01T00:00:00Z")).toEqual(["Nouveau tenant"]);
  const page = await readConstituentPage(as(analyst), after.id);
  expect(page.claims[0]?.others).toEqual([
    {
      constituentId: before.id,
      name: "Ancien tenant",
      value: "198.51.100.0/25",
      heldFrom: "2024-01-01T00:00:00.000Z",
      heldUntil: "2026-03-01T00:00:00.000Z",
    },
  ]);
  expect((await actsOn(before.id)).at(-1)).toMatchObject({
    action: "claim.end",
    detail: { value: "198.51.100.0/25", heldUntil: { from: null, to: "2026-03-01T00:00:00.000Z" } },
  });
});

test("of a range inside a range, and of a name below a name, the closest holder stands first", async () => {
  const [operator, inside] = [await bank("Opérateur"), await bank("Client de l'opérateur")];
  const proof = { source: "telephone", proof: "officer" } as const;
  await addClaim(as(senior), { constituentId: operator.id, kind: "prefix", value: "203.0.113.0/24", ...proof });
  await addClaim(as(senior), { constituentId: inside.id, kind: "prefix", value: "203.0.113.64/26", ...proof });
  await addClaim(as(senior), { constituentId: operator.id, kind: "domain", value: "hosts.example", ...proof });
  await addClaim(as(senior), { constituentId: inside.id, kind: "domain", value: "bank.hosts.example", ...proof });
  const at = "2026-01-01T00:00:00Z";
  const names = async (value: string) => (await askHolders(as(analyst), { value, at })).rows.map((row) => row.name);
  expect(await names("203.0.113.70")).toEqual(["Client de l'opérateur", "Opérateur"]);
  expect(await names("203.0.113.7")).toEqual(["Opérateur"]);
  expect(await names("www.bank.hosts.example")).toEqual(["Client de l'opérateur"]);
  expect(await names("awa@mail.hosts.example")).toEqual(["Opérateur"]);
  // The same address, as a v6 socket writes it.
  expect(await names("::ffff:203.0.113.70")).toEqual(["Client de l'opérateur", "Opérateur"]);
});

test("an end before the beginning, of no claim, or at no time is refused by field", async () => {
  const { id } = await bank();
  const claim = await addClaim(as(senior), {
    constituentId: id,
    kind: "asn",
    value: "as064500",
    heldFrom: "2026-01-01T00:00:00Z",
    source: "RIR",
    proof: "rir",
  });
  const end = async (claimId: string, heldUntil: string) => await endClaim(as(senior), { claimId, heldUntil });
  await expect(end(claim.id, "2026-01-01T00:00:00Z")).rejects.toEqual(refused("invalid_input", "heldUntil"));
  await expect(end(newId(), "2026-02-01T00:00:00Z")).rejects.toEqual(refused("not_found"));
  await expect(end(claim.id, "yesterday")).rejects.toThrow("heldUntil");
  expect((await readConstituentPage(as(senior), id)).claims).toMatchObject([{ value: "AS64500", heldUntil: null }]);
});

test("what is claimed is stored in its normal form or refused as `value`, whatever was typed", async () => {
  const { id } = await bank();
  const typed = fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6(), fc.constantFrom("1.2.3.4/8", "*123#", "AS1"));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...claimKinds), typed, async (kind, value) => {
      const asked = { constituentId: id, kind, value, source: "test", proof: "import" } as const;
      const told = await addClaim(as(senior), asked).then(
        () => "added",
        (error: unknown) => String(error),
      );
      expect(told).toMatch(/^added$|invalid_input|value/);
    }),
    { numRuns: 60 },
  );
  // The database writes some addresses in another form ("::1.2.3.4"); the range must be the same.
  const [stored] = await world.owner<{ all: number; odd: number }[]>`
    select count(*)::int as all, (count(*) filter (where case when kind = 'prefix' then prefix is distinct from value::cidr else prefix is not null end))::int as odd
    from network_claims where constituent_id = ${id}`;
  expect(stored?.all).toBeGreaterThan(0);
  expect(stored?.odd).toBe(0);
});

test("a contact ends once, not in the future, and stays readable", async () => {
  const { id } = await bank();
  const before = await changes();
  const contact = await addContact(as(administrator), { constituentId: id, name: "Rokia", role: "security" });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  await expect(endContact(as(senior), { contactId: contact.id, endedAt: tomorrow })).rejects.toEqual(
    refused("invalid_input", "endedAt"),
  );
  await endContact(as(administrator), { contactId: contact.id });
  await expect(endContact(as(senior), { contactId: contact.id })).rejects.toEqual(refused("conflict"));
  await expect(endContact(as(senior), { contactId: newId() })).rejects.toEqual(refused("not_found"));
  const [ended] = (await readConstituentPage(as(senior), id)).contacts ?? [];
  expect(ended).toMatchObject({ name: "Rokia", endedAt: expect.stringMatching(/Z$/) as string });
  expect((await actsOn(id)).map((act) => act["action"] as string)).toEqual([
    "constituent.add",
    "contact.add",
    "contact.end",
  ]);
  expect(await changes()).toBe(before + 2);
});

test("the list pages by name through everything once, and is found by name, sector and what was held", async () => {
  const mark = newId();
  const made = await Promise.all(Array.from({ length: 7 }, async (_, index) => await bank(`${mark} ${index % 3}`)));
  const all: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listConstituents(as(analyst), { text: mark, limit: 3, ...(cursor ? { cursor } : {}) });
    all.push(...page.rows.map((row) => row.id));
    cursor = page.next;
  } while (cursor !== null);
  expect(all.length).toBe(7);
  expect(new Set(all)).toEqual(new Set(made.map(({ id }) => id)));
  const [first] = made;
  await addClaim(as(senior), {
    constituentId: first?.id ?? "",
    kind: "domain",
    value: `${mark}.example`,
    source: "dns",
    proof: "dns_txt",
  });
  const found = await listConstituents(as(analyst), { text: `${mark}.EXAM` });
  expect(found.rows).toMatchObject([{ id: first?.id, claims: 1 }]);
  expect((await listConstituents(as(analyst), { text: mark, sector: "energy" })).rows).toEqual([]);
  expect((await listConstituents(as(analyst), { text: "100%_" })).rows).toEqual([]);
});

test("a constituent's page shows the reports whose latest assessment names it, to those who read reports", async () => {
  const { id } = await bank();
  const [kept, dropped] = [await addReport(world, cert), await addReport(world, cert)];
  const assess = async (reportId: string, constituents: unknown[], at: Date) =>
    await world.owner`insert into assessments (id, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, constituents, at)
      values (${newId()}, ${reportId}, 'computed', 'fraud', 'phishing', 'low', 1, '[]', ${world.owner.json(constituents as never)}, ${at})`;
  const here = [{ constituentId: id, name: "Banque", via: "address", value: "203.0.113.9" }];
  await assess(kept.id, here, new Date(Date.now() + 1000));
  await assess(dropped.id, here, new Date(Date.now() + 1000));
  await assess(dropped.id, [], new Date(Date.now() + 2000));
  expect((await readConstituentPage(as(analyst), id)).reports).toMatchObject([
    { reference: kept.reference, via: "address", value: "203.0.113.9" },
  ]);
  expect((await readConstituentPage(as(administrator), id)).reports).toBeNull();
});

test("areas come each after the one that holds it", async () => {
  expect((await listAreas(as(analyst))).map((area) => area.id)).toEqual(["xx", "xx-a", "xx-b", "xx-b-1"]);
});

test("an analyst reads the register and changes nothing; a key reads no contacts; a stranger reads nothing", async () => {
  const { id } = await bank();
  const { id: contactId } = await addContact(as(senior), { constituentId: id, name: "Rokia", role: "abuse" });
  await expect(endContact(as(analyst), { contactId })).rejects.toEqual(refused("forbidden"));
  await expect(endClaim(as(analyst), { claimId: newId(), heldUntil: "2026-01-01T00:00:00Z" })).rejects.toEqual(
    refused("forbidden"),
  );
  await expect(changeConstituent(as(analyst), { constituentId: id, version: 1, name: "X" })).rejects.toEqual(
    refused("forbidden"),
  );
  expect((await readConstituentPage(as(analyst), id)).contacts).toHaveLength(1);
  const key: Actor = { kind: "api_key", keyId: newId(), organisationId: cert, acts: ["registry.read"] };
  expect(await readConstituentPage(as(key), id)).toMatchObject({ contacts: null, reports: null });
  for (const ask of [
    async () => await readConstituentPage(as({ kind: "anonymous" }), id),
    async () => await listConstituents(as({ kind: "anonymous" }), {}),
    async () => await listAreas(as({ kind: "anonymous" })),
    async () => await askHolders(as({ kind: "anonymous" }), { value: "203.0.113.1", at: "2026-01-01T00:00:00Z" }),
  ])
    await expect(ask()).rejects.toEqual(refused("unauthenticated"));
  await expect(askHolders(as(analyst), { value: "not a name", at: "2026-01-01T00:00:00Z" })).rejects.toEqual(
    refused("invalid_input", "value"),
  );
  await expect(readConstituentPage(as(analyst), "1; drop table")).rejects.toEqual(refused("not_found"));
});
