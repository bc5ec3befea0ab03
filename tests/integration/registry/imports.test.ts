// The old register comes in over a real database: preview, decisions, run, crash, undo; nothing twice, nothing half, nothing lost.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { makeContext, type Context } from "../../../backend/platform/context/index.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { addClaim } from "../../../backend/registry/add-claim.ts";
import { addContact } from "../../../backend/registry/add-contact.ts";
import { changeConstituent } from "../../../backend/registry/change-constituent.ts";
import { changeMapping } from "../../../backend/registry/imports/change-mapping.ts";
import { decideRow } from "../../../backend/registry/imports/decide-row.ts";
import { exportRows } from "../../../backend/registry/imports/export-rows.ts";
import { importStepUp, type ImportView } from "../../../backend/registry/imports/model.ts";
import { listImports, readImport, readImportRows } from "../../../backend/registry/imports/read-imports.ts";
import { resumeImports, runImportStep, tidyImports } from "../../../backend/registry/imports/run-step.ts";
import {
  forgetImport,
  startImport as startAsked,
  undoImport as undoAsked,
} from "../../../backend/registry/imports/start-import.ts";
import { takeFile } from "../../../backend/registry/imports/take-file.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let senior: Context;
let analyst: Context;
const system = () => makeContext(world.services, { kind: "system", job: "test" }, "test");

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = world.context(await addPerson(world, cert, "senior", "Awa"));
  analyst = world.context(await addPerson(world, cert, "analyst", "Bat"));
  await world.owner`insert into areas (id, parent_id, level, names) values ('xx', null, 'country', '{"fr":"Pays"}'),
    ('xx-s', 'xx', 'region', '{"fr":"Ségou","en":"Segou","mn":"Сегу"}'), ('xx-k', 'xx', 'region', '{"fr":"Kayes"}')`;
});

const take = async (text: string, name = "old.csv") =>
  await takeFile(senior, { bytes: new TextEncoder().encode(text), name });
const rowsOf = async (view: ImportView) => (await readImportRows(senior, view.id, { limit: 500 })).rows;

/** With the passkey's word. */
async function startImport(ctx: Context, importId: string, input: { version: number }): Promise<ImportView> {
  await allowStepUp(world, ctx, importStepUp.run(importId, input.version));
  return await startAsked(ctx, importId, input);
}

async function undoImport(ctx: Context, importId: string, input: { version: number }): Promise<ImportView> {
  await allowStepUp(world, ctx, importStepUp.undo(importId, input.version));
  return await undoAsked(ctx, importId, input);
}

/** Runs steps as the worker does, until the import is at rest. */
async function work(importId: string): Promise<ImportView> {
  for (;;) {
    const view = await readImport(senior, importId);
    if (!["running", "undoing"].includes(view.state)) return view;
    await runImportStep(system(), { importId });
  }
}

async function run(view: ImportView): Promise<ImportView> {
  await startImport(senior, view.id, { version: (await readImport(senior, view.id)).version });
  return await work(view.id);
}

async function undo(view: ImportView): Promise<ImportView> {
  await undoImport(senior, view.id, { version: view.version });
  return await work(view.id);
}

/** Everything the register says now, as text: what an undo must give back. */
async function dump(): Promise<string> {
  const tables = [
    "constituents",
    "contacts",
    "network_claims",
    "organisations",
    "constituent_sizes",
    "online_services",
    "constituent_relations",
  ];
  const parts = await Promise.all(
    tables.map(
      async (table) =>
        await world.owner.unsafe(`select to_jsonb(t) - 'recorded_at' as row from ${table} t order by id`),
    ),
  );
  return JSON.stringify(parts);
}

const messy = `Raison sociale;Sigle;Secteur;Région;Site web;Adresses IP;Contact;E-mail;Tél;Remarques;Siège social;Forme juridique
"Banque de l'Étoile SA";BES;Finance;Ségou;https://www.etoile.example/;203.0.113.0/26;Awa Keïta;Awa <AWA@etoile.example>;+223 76 12 34 56;=1+1;"BP 94, Bamako";SA
HÔPITAL DU FLEUVE;;Santé;kayes;fleuve.example;;;info@fleuve.example;;
Sans secteur;;;;;;;;;
Mauvaise;;finances publiques;Tombouctou;pas un domaine!;;;pas une adresse;;
banque de l'etoile sa;;;;;198.51.100.7;Moussa;moussa@etoile.example;;
Hopital du Fleuve Annexe;;Santé;;;;;;;
`;

test("a messy table is previewed row by row, imported, and undone to the last bit", async () => {
  const before = await dump();
  const view = await take(messy);
  expect(view.mapping).toMatchObject({
    0: "name",
    1: "otherNames",
    2: "sector",
    3: "area",
    4: "networks",
    5: "networks",
    6: "contactName",
    7: "contactEmail",
    8: "contactPhone",
    10: "address",
    11: "legalForm",
  });
  expect(view.mapping).not.toHaveProperty("9");
  const rows = await rowsOf(view);
  expect(rows.map(({ line, verdict }) => [line, verdict])).toEqual([
    [2, "new"],
    [3, "new"],
    [4, "error"],
    [5, "error"],
    [6, "change"],
    [7, "new"],
  ]);
  expect(rows[2]?.findings.problems).toMatchObject([{ field: "sector", code: "required_new" }]);
  expect(rows[3]?.findings.problems.map(({ field, code }) => `${field} ${code}`)).toEqual([
    "sector sector",
    "area area",
    "networks network",
    "networks network",
    "networks network",
    "contactEmail email",
  ]);
  expect(rows[4]?.findings.sameAsLine).toBe(2);
  expect(await dump()).toBe(before);
  const done = await run(view);
  expect(done).toMatchObject({ state: "done", counts: { outcomes: { created: 3, changed: 1, skipped: 2 } } });
  const [bank] =
    await world.owner`select c.name, c.other_names, c.sector, c.area_id, c.address, c.legal_form from constituents c where name like 'Banque%'`;
  expect(bank).toEqual({
    name: "Banque de l'Étoile SA",
    other_names: ["BES"],
    sector: "finance",
    area_id: "xx-s",
    address: "BP 94, Bamako",
    legal_form: "SA",
  });
  expect(
    await world.owner`select k.name, k.email, k.phone, k.role from contacts k join constituents c on c.id = k.constituent_id where c.name like 'Banque%' order by k.name`,
  ).toEqual([
    { name: "Awa Keïta", email: "awa@etoile.example", phone: "+223 76 12 34 56", role: "security" },
    { name: "Moussa", email: "moussa@etoile.example", phone: null, role: "security" },
  ]);
  expect(
    await world.owner`select n.kind, n.value, n.proof, n.proven_at from network_claims n join constituents c on c.id = n.constituent_id where c.name like 'Banque%' order by n.value`,
  ).toEqual([
    { kind: "prefix", value: "198.51.100.7/32", proof: "import", proven_at: null },
    { kind: "prefix", value: "203.0.113.0/26", proof: "import", proven_at: null },
    { kind: "domain", value: "etoile.example", proof: "import", proven_at: null },
  ]);
  const again = await take(messy);
  expect((await rowsOf(again)).map(({ verdict }) => verdict)).toEqual([
    "same",
    "same",
    "error",
    "error",
    "same",
    "same",
  ]);
  await forgetImport(senior, again.id);
  const undone = await undo(done);
  expect(undone).toMatchObject({ state: "undone", counts: { undone: { removed: 4 } } });
  expect(await dump()).toBe(before);
});

test("what somebody changed since, or what hangs on it, stays, and its row says so", async () => {
  const { id } = await addConstituent(senior, { name: "Mairie du Port", sector: "public_administration" });
  await addContact(senior, { constituentId: id, name: "Accueil", role: "other", email: "accueil@port.example" });
  const done = await run(
    await take(
      "Nom,Secteur,Région,Email,Tél\nMairie du Port,Autre,Kayes,accueil@port.example,20 22 33 44\nPort Neuf,Transports,,,\nPort Vieux,Transports,,,\n",
    ),
  );
  expect(done.counts.outcomes).toEqual({ changed: 1, created: 2 });
  const [row] = await world.owner`select sector, area_id, version from constituents where id = ${id}`;
  expect(row).toEqual({ sector: "other", area_id: "xx-k", version: 2 });
  await changeConstituent(senior, { constituentId: id, version: 2, sector: "transport" });
  const [fresh] = await world.owner<{ id: string }[]>`select id from constituents where name = 'Port Neuf'`;
  await addClaim(senior, {
    constituentId: fresh?.id ?? "",
    kind: "domain",
    value: "neuf.example",
    source: "letter",
    proof: "officer",
  });
  const undone = await undo(done);
  expect(undone.counts.undone).toEqual({ kept: 2, removed: 1 });
  expect((await rowsOf(undone)).map(({ undo, undoWhy }) => [undo, undoWhy])).toEqual([
    ["kept", "changed_since"],
    ["kept", "in_use"],
    ["removed", null],
  ]);
  const [now] =
    await world.owner`select sector, area_id, (select phone from contacts k where k.constituent_id = c.id) as phone from constituents c where id = ${id}`;
  expect(now).toEqual({ sector: "transport", area_id: null, phone: null });
  expect(await world.owner`select 1 from constituents where name = 'Port Vieux'`).toHaveLength(0);
  await expect(undoImport(senior, undone.id, { version: undone.version })).rejects.toMatchObject({ code: "conflict" });
});

test("a possible duplicate waits for an officer's word; a network of somebody else is refused by name", async () => {
  const { id, reference } = await addConstituent(senior, { name: "Société des Eaux du Nord", sector: "water" });
  await addClaim(senior, {
    constituentId: id,
    kind: "domain",
    value: "eaux-nord.example",
    source: "letter",
    proof: "officer",
  });
  const view = await take(
    "nom,secteur,domaine internet\nSociete des Eaux du Nrd,Eau,\nSociétés des Eaux du Nord,Eau,\nAutre chose,Eau,eaux-nord.example\n",
  );
  const rows = await rowsOf(view);
  expect(rows.map(({ verdict }) => verdict)).toEqual(["duplicate", "duplicate", "error"]);
  expect(rows[0]?.findings.duplicates).toEqual([
    { constituentId: id, reference, name: "Société des Eaux du Nord", reasons: ["name"] },
  ]);
  expect(rows[2]?.findings.problems).toMatchObject([
    { code: "held_by_other", value: "eaux-nord.example", about: "Société des Eaux du Nord" },
  ]);
  const said = await decideRow(senior, view.id, { line: 2, decision: "same_as", constituentId: id });
  expect(said).toMatchObject({ verdict: "same", findings: { target: { id } } });
  await expect(decideRow(senior, view.id, { line: 2, decision: "same_as" })).rejects.toThrow("Expected a constituent");
  await expect(decideRow(senior, view.id, { line: 99, decision: "skip" })).rejects.toMatchObject({ code: "not_found" });
  expect(await decideRow(senior, view.id, { line: 3, decision: "as_new" })).toMatchObject({ verdict: "new" });
  const done = await run(view);
  expect(done.counts.outcomes).toEqual({ same: 1, created: 1, skipped: 1 });
  await expect(decideRow(senior, view.id, { line: 2, decision: null })).rejects.toMatchObject({ code: "conflict" });
  const csv = await (
    await exportRows(senior, view.id, { outcome: "skipped" }, { format: "csv", language: "fr", zone: "UTC" })
  ).text();
  expect(csv).toContain("nom,secteur,domaine internet,Ligne,Résultat,Pourquoi");
  expect(csv).toContain("eaux-nord.example est tenu par Société des Eaux du Nord");
});

test("a mapping is changed, kept under a name, and proposed for the next file; one field stands in one column", async () => {
  const view = await take("A,B\nPort de Mopti,Transports\n");
  expect(view.mapping).toEqual({});
  expect((await rowsOf(view))[0]).toMatchObject({ verdict: "error", findings: { problems: [{ code: "required" }] } });
  const wanted = {
    mapping: { 0: "name", 1: "sector" } as const,
    defaults: { contactRole: "security", language: "fr" } as const,
  };
  await expect(changeMapping(senior, view.id, { version: 9, ...wanted })).rejects.toMatchObject({ code: "conflict" });
  await expect(
    changeMapping(senior, view.id, { version: 1, ...wanted, mapping: { 0: "name", 1: "name" } }),
  ).rejects.toMatchObject({ fields: [{ path: "mapping" }] });
  const changed = await changeMapping(senior, view.id, { version: 1, ...wanted, keepAs: "Ports" });
  expect(changed.version).toBe(2);
  expect((await rowsOf(view))[0]).toMatchObject({ verdict: "new" });
  const { mappings } = await listImports(senior);
  const [kept] = mappings.filter(({ name }) => name === "Ports");
  const next = await takeFile(senior, {
    bytes: new TextEncoder().encode("b,A\nTransports,Port de Gao\n"),
    name: "2.csv",
    mappingId: kept?.id ?? "",
  });
  expect(next.mapping).toEqual({ 0: "sector", 1: "name" });
  await expect(startImport(senior, view.id, { version: 1 })).rejects.toMatchObject({ code: "conflict" });
});

test("only one import runs at a time, whoever starts them, and an analyst may not even look", async () => {
  const views = await Promise.all(
    ["Un", "Deux", "Trois"].map(async (name) => await take(`nom,secteur\nPort ${name} de la course,Transports\n`)),
  );
  const started = await Promise.allSettled(views.map(async ({ id }) => await startImport(senior, id, { version: 1 })));
  expect(started.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refusals = started.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  expect(refusals).toEqual(
    Array(2).fill(expect.objectContaining({ code: "conflict", words: "imports.refused.other" })),
  );
  for (const { id } of views) await work(id);
  await expect(listImports(analyst)).rejects.toMatchObject({ code: "forbidden" });
  await expect(take("nom\n")).rejects.toMatchObject({ code: "invalid_input", fields: [{ path: "file" }] });
});

test("a crash in the middle is taken up where it was, and two workers at once bring no row twice", async () => {
  const lines = Array.from({ length: 250 }, (_, at) => `Guichet ${at},Finance,g${at}.example`);
  const view = await take(`nom,secteur,domaine internet\n${lines.join("\n")}\n`);
  await startImport(senior, view.id, { version: 1 });
  await runImportStep(system(), { importId: view.id });
  // A step that dies before its transaction ends leaves nothing of itself.
  const dying = {
    ...system(),
    now: () => {
      throw new Error("killed");
    },
  };
  await expect(runImportStep(dying, { importId: view.id })).rejects.toThrow("killed");
  expect((await readImport(senior, view.id)).counts.outcomes).toEqual({ created: 100, pending: 150 });
  await resumeImports(system());
  await Promise.all(Array.from({ length: 8 }, async () => await runImportStep(system(), { importId: view.id })));
  const done = await work(view.id);
  expect(done).toMatchObject({ state: "done", counts: { outcomes: { created: 250 } } });
  const [count] =
    await world.owner`select count(*)::int as n, count(distinct name)::int as names from constituents where name like 'Guichet %'`;
  expect(count).toEqual({ n: 250, names: 250 });
  await undo(done);
  expect(await world.owner`select 1 from constituents where name like 'Guichet %'`).toHaveLength(0);
});

test("whatever a table says, undoing its import gives the register back as it was", async () => {
  await addConstituent(senior, { name: "Alpha", sector: "finance", otherNames: ["A"] });
  await addConstituent(senior, { name: "Beta", sector: "media", areaId: "xx-s" });
  const cell = fc.constantFrom(
    "",
    "Alpha",
    "Beta",
    "Gamma",
    "alpha ",
    "Finance",
    "Médias",
    "Kayes",
    "gamma.example; 192.0.2.0/24",
    "a@a.example",
    "x",
    "2024-01-02",
    "6419",
    "fr, en",
  );
  const fields = ["nom", "sigle", "secteur", "région", "domaines", "email", "contact", "téléphone", "citi", "langues"];
  const before = await dump();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: fields.length, maxLength: fields.length }), { minLength: 1, maxLength: 8 }),
      async (table) => {
        const text = [fields, ...table.map((row) => row.map((value) => `"${value}"`))]
          .map((row) => row.join(","))
          .join("\n");
        fc.pre(table.some((row) => row.some((value) => value !== "")));
        const done = await run(await take(text));
        expect(done.state).toBe("done");
        await undo(done);
        expect(await dump()).toBe(before);
      },
    ),
    { numRuns: 25 },
  );
});

test("old cells are emptied and forgotten previews go, after ninety days", async () => {
  const view = await take("nom,secteur\nPort d'hier,Transports\n");
  const done = await run(await take("nom,secteur\nPort d'avant-hier,Transports\n"));
  const later = { ...system(), now: () => new Date(Date.now() + 91 * 86_400_000) };
  await tidyImports(later);
  await expect(readImport(senior, view.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await rowsOf(done))[0]).toMatchObject({ cells: [], outcome: "created" });
  expect((await undo(await readImport(senior, done.id))).counts.undone).toEqual({ removed: 1 });
});

test("a run and its undo ask for a fresh passkey, for this import as it was seen, once", async () => {
  const view = await take("nom,secteur\nPort Confirmé,Transports\n");
  const refused = { code: "step_up_required" };
  await expect(startAsked(senior, view.id, { version: 1 })).rejects.toMatchObject(refused);
  await allowStepUp(world, senior, importStepUp.run(view.id, 2));
  await allowStepUp(world, senior, importStepUp.undo(view.id, 1));
  await allowStepUp(world, senior, importStepUp.run(view.id, 1), true);
  await expect(startAsked(senior, view.id, { version: 1 })).rejects.toMatchObject(refused);
  expect((await readImport(senior, view.id)).state).toBe("preview");
  const done = await run(view);
  await expect(undoAsked(senior, view.id, { version: done.version })).rejects.toMatchObject(refused);
  expect((await undo(done)).counts.undone).toEqual({ removed: 1 });
});

test("sizes, services and relations come in by columns that are found by their headings, once, and go with the undo", async () => {
  const before = await dump();
  const text = [
    "Raison sociale;Secteur;Effectif;Chiffre d'affaires;Chiffres au;Services en ligne;Dépend de;Fournit à",
    "Nuage SA;Télécommunications;40;;;;;",
    "Mairie de Sikasso;Administration publique;1 200;12,5 F CFA;31/12/2025;État civil: https://etat.example/|https://rdv.example/;Nuage SA (hébergement);",
    "Hôpital de Sikasso;Santé;beaucoup;;;rendez-vous;Personne;",
  ].join("\n");
  const preview = await take(text, "tailles.csv");
  expect(Object.values(preview.mapping).sort()).toEqual(
    ["dependsOn", "name", "providesFor", "sector", "services", "sizesAsOf", "staff", "turnover"].sort(),
  );
  const rows = await rowsOf(preview);
  // The provider stands in the same file, and is not in the register before its row has run.
  expect(rows.map(({ verdict }) => verdict)).toEqual(["new", "error", "error"]);
  expect(rows[1]?.findings.problems).toMatchObject([{ field: "dependsOn", code: "relation", value: "Nuage SA" }]);
  expect(rows[2]?.findings.problems.map(({ field, code }) => [field, code]).sort()).toEqual([
    ["dependsOn", "relation"],
    ["services", "service"],
    ["staff", "amount"],
  ]);
  const first = await run(preview);
  expect(first.counts.outcomes).toEqual({ created: 1, skipped: 2 });
  const again = await take(text, "tailles.csv");
  expect((await rowsOf(again))[1]?.findings.changes.map(({ what, field, to }) => [what, field, to])).toEqual(
    expect.arrayContaining([
      ["size", "staff", "1200 (2025-12-31)"],
      ["size", "turnover", "12.5 XOF (2025-12-31)"],
      ["service", "egovernment", "État civil (https://etat.example/)"],
      ["relation", "depends_on", "Nuage SA (hébergement)"],
    ]),
  );
  const second = await run(again);
  expect(second.counts.outcomes).toEqual({ same: 1, created: 1, skipped: 1 });
  expect(
    await world.owner`select kind, amount::float8 as amount, currency, as_of::text as day, source from constituent_sizes order by amount desc`,
  ).toEqual([
    { kind: "staff", amount: 1200, currency: null, day: "2025-12-31", source: "Import: tailles.csv" },
    { kind: "staff", amount: 40, currency: null, day: expect.any(String) as string, source: "Import: tailles.csv" },
    { kind: "turnover", amount: 12.5, currency: "XOF", day: "2025-12-31", source: "Import: tailles.csv" },
  ]);
  expect(await world.owner`select name, url from online_services order by name`).toEqual([
    { name: "rdv.example", url: "https://rdv.example/" },
    { name: "État civil", url: "https://etat.example/" },
  ]);
  expect(await world.owner`select kind, what from constituent_relations`).toEqual([
    { kind: "depends_on", what: "hébergement" },
  ]);
  // The same file a third time adds nothing.
  expect((await rowsOf(await take(text, "tailles.csv"))).map(({ verdict }) => verdict)).toEqual([
    "same",
    "same",
    "error",
  ]);
  expect((await undo(second)).counts.undone).toEqual({ removed: 1 });
  expect((await undo(await readImport(senior, first.id))).counts.undone).toEqual({ removed: 1 });
  expect(await dump()).toBe(before);
});
