// Services with their compliance, sizes, relations and critical functions, and what a stop touches, over a real database.
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { changeConstituent } from "../../../backend/registry/change-constituent.ts";
import { addContact } from "../../../backend/registry/add-contact.ts";
import { addSize } from "../../../backend/registry/profile/add-size.ts";
import { askProfile, readLines } from "../../../backend/registry/profile/ask-profile.ts";
import { readProcessing } from "../../../backend/registry/profile/processing/read-processing.ts";
import { readDetails } from "../../../backend/registry/profile/read-details.ts";
import { addRelation } from "../../../backend/registry/relations/add-relation.ts";
import { endRelation } from "../../../backend/registry/relations/end-relation.ts";
import { importFunctions } from "../../../backend/registry/relations/import-functions.ts";
import { listFunctions, readImpact } from "../../../backend/registry/relations/read-relations.ts";
import { setPerformer } from "../../../backend/registry/relations/set-performer.ts";
import { addService } from "../../../backend/registry/services/add-service.ts";
import { changeService } from "../../../backend/registry/services/change-service.ts";
import { listPublicServices, listServices } from "../../../backend/registry/services/read-services.ts";
import { recordCompliance } from "../../../backend/registry/services/record-compliance.ts";
import { listConstituents } from "../../../backend/reporting/directory/list-constituents.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let senior: Actor;
let analyst: Actor;

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = await addPerson(world, cert, "senior", "Awa");
  analyst = await addPerson(world, cert, "analyst", "Bat");
  await world.owner`insert into areas (id, parent_id, level, names) values ('xx', null, 'country', '{"fr":"Pays"}'),
    ('xx-a', 'xx', 'region', '{"fr":"Nord"}'), ('xx-a-1', 'xx-a', 'district', '{"fr":"Port"}'), ('xx-b', 'xx', 'region', '{"fr":"Sud"}')`;
});

const as = (actor: Actor) => world.context(actor);
const stranger = () => world.context({ kind: "anonymous" });
const refused = (code: string, path?: string) =>
  expect.objectContaining({ code, ...(path ? { fields: [expect.objectContaining({ path })] } : {}) });
const add = async (name = `Organisme ${newId()}`, more: Record<string, unknown> = {}) =>
  (await addConstituent(as(senior), { name, sector: "energy", ...more })).id;

test("a service is entered, corrected and closed; its compliance is of a day, the latest is shown, the public sees none of it", async () => {
  const constituentId = await add("État civil");
  const url = "https://naissance.example/";
  const asked = { constituentId, name: "Acte de naissance", url, kind: "egovernment" } as const;
  const { id } = await addService(as(senior), { ...asked, since: "2025-01-01" });
  await addService(as(senior), { ...asked, name: "Boutique", kind: "commercial" });
  await addService(as(senior), { ...asked, name: "Demain", since: "2999-01-01" });
  const record = { serviceId: id, instrument: "ml.data-protection", source: "Lettre" } as const;
  await recordCompliance(as(senior), { ...record, state: "finding_open", asOf: "2026-05-01" });
  await recordCompliance(as(senior), { ...record, state: "declared", asOf: "2025-02-01" });
  await recordCompliance(as(senior), {
    ...record,
    instrument: "ml.cryptology",
    state: "compliant",
    asOf: "2025-02-01",
  });
  const page = await listServices(as(analyst), { kind: "egovernment" });
  expect(page.rows).toMatchObject([
    {
      name: "Acte de naissance",
      provider: "État civil",
      compliance: [
        { instrument: "ml.cryptology", state: "compliant" },
        { instrument: "ml.data-protection", state: "finding_open", asOf: "2026-05-01" },
      ],
    },
  ]);
  expect(page.counts).toEqual({ egovernment: 1, commercial: 1, withFinding: 1, declaredOrCompliant: 0, unknown: 0 });
  expect((await listServices(as(analyst), { state: "unknown" })).rows.map(({ name }) => name)).toEqual(["Boutique"]);
  const open = await listPublicServices(stranger());
  expect(open).toEqual([
    {
      id,
      name: "Acte de naissance",
      url,
      audience: "everybody",
      since: "2025-01-01",
      provider: "État civil",
      isDemo: false,
    },
  ]);
  expect(await changeService(as(senior), { serviceId: id, version: 1, endedOn: "2026-06-01" })).toEqual({ version: 2 });
  expect(await listPublicServices(stranger())).toEqual([]);
  await expect(changeService(as(senior), { serviceId: id, version: 1, name: "x" })).rejects.toEqual(
    refused("conflict", "version"),
  );
  await expect(changeService(as(senior), { serviceId: id, version: 2, endedOn: "2024-01-01" })).rejects.toEqual(
    refused("invalid_input", "endedOn"),
  );
  await expect(
    recordCompliance(as(senior), { ...record, instrument: "ml.nothing", state: "declared", asOf: "2026-01-01" }),
  ).rejects.toEqual(refused("invalid_input", "instrument"));
  await expect(addService(as(analyst), asked)).rejects.toEqual(refused("forbidden"));
  await expect(addService(as(senior), { ...asked, url: "javascript:alert(1)" })).rejects.toThrow("https://");
});

test("figures are of their day: the profile of a day shows the latest before it, and a correction of the same day holds", async () => {
  const constituentId = await add();
  const size = { constituentId, kind: "staff", source: "Rapport" } as const;
  await addSize(as(senior), { ...size, amount: 100, asOf: "2024-12-31" });
  await addSize(as(senior), { ...size, amount: 140, asOf: "2025-12-31" });
  await addSize(as(senior), { ...size, amount: 120, asOf: "2024-12-31" });
  await addSize(as(senior), { ...size, kind: "turnover", amount: 12.5, currency: "XOF", asOf: "2025-12-31" });
  const at = async (day: string) =>
    (await askProfile(as(analyst), constituentId, { at: `${day}T12:00:00Z` })).sizes.map(({ kind, amount }) => [
      kind,
      amount,
    ]);
  expect(await at("2024-06-01")).toEqual([]);
  expect(await at("2025-06-01")).toEqual([["staff", 120]]);
  expect(await at("2026-06-01")).toEqual([
    ["staff", 140],
    ["turnover", 12.5],
  ]);
  await expect(addSize(as(senior), { ...size, amount: 1.5, asOf: "2024-01-01" })).rejects.toThrow("whole number");
  await expect(addSize(as(senior), { ...size, kind: "turnover", amount: 1, asOf: "2024-01-01" })).rejects.toThrow(
    "currency",
  );
  await expect(addSize(as(senior), { ...size, amount: 1, asOf: "2999-01-01" })).rejects.toEqual(
    refused("invalid_input", "asOf"),
  );
});

test("the history names parents, areas and who wrote each line", async () => {
  const [ministry, office] = [await add("Ministère"), await add("Direction")];
  await changeConstituent(as(senior), {
    constituentId: office,
    version: 1,
    parentId: ministry,
    areaId: "xx-a",
    branchAreaIds: ["xx-b"],
    why: "Décret",
  });
  const lines = await readLines(as(analyst), office);
  expect(Object.fromEntries(lines.slice(0, 3).map(({ fact, value }) => [fact, value]))).toEqual({
    parentId: "Ministère",
    areaId: { fr: "Nord" },
    branchAreaIds: [{ fr: "Sud" }],
  });
  expect(lines[0]).toMatchObject({ recordedBy: "Awa", why: "Décret" });
  expect((await readDetails(as(analyst), office)).above).toMatchObject([{ name: "Ministère", depth: 1 }]);
  expect((await readDetails(as(analyst), ministry)).below).toMatchObject([{ name: "Direction", depth: 1 }]);
});

test("when a constituent stops, those who need it are touched through others too, and functions that nobody else performs", async () => {
  const [dam, grid, hospital, antenna] = [
    await add("Barrage"),
    await add("Réseau"),
    await add("Hôpital"),
    await add("Antennes"),
  ];
  const source = "Enquête";
  await addRelation(as(senior), { fromId: dam, toId: grid, kind: "provides_for", what: "courant", source });
  await addRelation(as(senior), { fromId: hospital, toId: grid, kind: "depends_on", what: "électricité", source });
  const { id: late } = await addRelation(as(senior), {
    fromId: antenna,
    toId: hospital,
    kind: "depends_on",
    what: "toit",
    source,
    since: "2026-01-01",
  });
  // A circle does no harm.
  await addRelation(as(senior), { fromId: dam, toId: antenna, kind: "depends_on", what: "télécommande", source });
  expect(
    await importFunctions(as(senior), {
      source: "Décret 7",
      functions: [
        { code: "EN-1", names: { fr: "Transport" }, sector: "energy" },
        { code: "SA-1", names: { fr: "Urgences" }, sector: "health" },
      ],
    }),
  ).toEqual({ added: 2, changed: 0 });
  const [transport, emergencies] = await listFunctions(as(analyst));
  await setPerformer(as(senior), { functionId: transport?.id ?? "", constituentId: grid });
  await setPerformer(as(senior), { functionId: emergencies?.id ?? "", constituentId: hospital });
  await setPerformer(as(senior), { functionId: emergencies?.id ?? "", constituentId: await add("Clinique") });
  const impact = await readImpact(as(analyst), dam);
  expect(impact.constituents.map(({ name, steps, viaName }) => [name, steps, viaName])).toEqual([
    ["Réseau", 1, "Barrage"],
    ["Hôpital", 2, "Réseau"],
    ["Antennes", 3, "Hôpital"],
  ]);
  expect(impact.functions).toMatchObject([
    { code: "EN-1", performers: ["Réseau"], isLeftToOthers: false },
    { code: "SA-1", performers: ["Hôpital"], isLeftToOthers: true },
  ]);
  await endRelation(as(senior), { relationId: late });
  expect((await readImpact(as(analyst), dam)).constituents).toHaveLength(2);
  await expect(endRelation(as(senior), { relationId: late })).rejects.toEqual(refused("conflict"));
  await expect(
    addRelation(as(senior), { fromId: dam, toId: dam, kind: "depends_on", what: "x", source }),
  ).rejects.toEqual(refused("invalid_input", "toId"));
  await expect(
    addRelation(as(senior), { fromId: dam, toId: grid, kind: "provides_for", what: "courant", source }),
  ).rejects.toEqual(refused("conflict"));
  expect(
    await importFunctions(as(senior), {
      source: "Décret 8",
      functions: [{ code: "EN-1", names: { fr: "Réseau" }, sector: "energy" }],
    }),
  ).toEqual({ added: 0, changed: 1 });
  expect(await listFunctions(as(analyst))).toMatchObject([
    { code: "EN-1", names: { fr: "Réseau" }, performers: [{ name: "Réseau" }] },
    { code: "SA-1" },
  ]);
});

test("the directory is filtered by class, by area with all below it and branches, and by those whom nobody can be reached at", async () => {
  const one = await add("A filtré", { areaId: "xx-a-1", classes: ["bank"] });
  await add("B filtré", { areaId: "xx-b", branchAreaIds: ["xx-a-1"] });
  await add("C filtré", { areaId: "xx-b", classes: ["bank", "operator"] });
  await addContact(as(senior), { constituentId: one, name: "Awa", role: "security", email: "a@b.example" });
  const names = async (query: Record<string, unknown>) =>
    (await listConstituents(as(analyst), { text: "filtré", ...query })).rows
      .map(({ name }) => name.slice(0, 1))
      .join("");
  expect(await names({})).toBe("ABC");
  expect(await names({ class: "bank" })).toBe("AC");
  expect(await names({ areaId: "xx-a" })).toBe("AB");
  expect(await names({ areaId: "xx-b" })).toBe("BC");
  expect(await names({ withoutContact: "true" })).toBe("BC");
});

test("a directory of ten thousand is read page by page without losing or repeating a row", async () => {
  await world.owner`insert into organisations (id, kind, name) select gen_random_uuid(), 'constituent', 'big ' || n from generate_series(1, 10000) n`;
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector)
    select gen_random_uuid(), 'BIG-' || o.id, o.id, o.name, 'commerce' from organisations o where o.name like 'big %'`;
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listConstituents(as(analyst), { sector: "commerce", limit: 200, ...(cursor ? { cursor } : {}) });
    seen.push(...page.rows.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(10_000);
  expect(new Set(seen).size).toBe(10_000);
}, 60_000);

test("what this register keeps of people is told with this installation's own time, and its legal basis as not verified", async () => {
  const entry = await readProcessing(as(analyst));
  expect(entry.legalBasis).toEqual({ status: "unverified", text: null });
  expect(entry.records.find(({ id }) => id === "contacts")).toMatchObject({
    months: 12,
    kept: { en: expect.stringContaining("12 months") as string },
  });
  expect(entry.records.every((record) => Object.values(record.why).every((text) => text.length > 0))).toBe(true);
});
