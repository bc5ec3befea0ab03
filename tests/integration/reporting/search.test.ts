// The desk's one search: words folded in three languages, beginnings, phrases, mistakes, values, addresses and ranges; why each was found; nothing of what is hidden, not even its number.
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as cases from "../../../backend/cases/index.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { holdsText, readOnly } from "../../../backend/platform/db/index.ts";
import { foldLetters } from "../../../backend/platform/words/fold-letters.ts";
import { addClaim } from "../../../backend/registry/add-claim.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { listConstituents } from "../../../backend/reporting/directory/list-constituents.ts";
import { findConstituents } from "../../../backend/reporting/read-directory.ts";
import { search } from "../../../backend/reporting/search/search.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addObservable, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let ctx: Context;
let cert: string;
const made: Record<string, { id: string; reference: string }> = {};

beforeAll(async () => {
  world = await makeTestWorld();
  const [row] = await world.owner<
    { id: string }[]
  >`insert into organisations (id, kind, name) values (gen_random_uuid(), 'cert', 'CERT') returning id`;
  cert = row?.id ?? "";
  ctx = world.context(await addPerson(world, cert, "lead", "Awa"));
  made["french"] = await addReport(world, cert, {
    subject: "Hameçonnage à la banque",
    description: "Un faux site de paiement mobile.",
  });
  made["mongolian"] = await addReport(world, cert, {
    subject: "Хүүхдийн мөнгө",
    description: "Өглөө хуурамч мессеж ирсэн.",
  });
  made["bambara"] = await addReport(world, cert, { subject: "Wari sɔrɔli kɛra", description: "Nɛgɛjuru" });
  made["address"] = await addReport(world, cert, { subject: "Serveur", description: "x" });
  made["range"] = await addReport(world, cert, { subject: "Plage", description: "x" });
  await addObservable(world, made["address"].id, { kind: "ipv4", value: "10.20.30.40" });
  await addObservable(world, made["address"].id, { kind: "domain", value: "login.steppe-bank.example" });
  await addObservable(world, made["range"].id, { kind: "cidr", value: "10.20.0.0/16" });
  const opened = await cases.openCase(ctx, { reportIds: [made["french"].id], title: "Campagne de l'été" });
  made["case"] = opened;
  made["constituent"] = await addConstituent(ctx, {
    name: "Banque du Fleuve",
    otherNames: ["BDF"],
    sector: "finance",
    classes: ["credit_institution"],
  });
  await addClaim(ctx, {
    constituentId: made["constituent"].id,
    kind: "prefix",
    value: "10.20.30.0/24",
    source: "AFRINIC",
    proof: "rir",
  });
}, 60_000);

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id);

test.each([
  ["hameconnage", "french"],
  ["HAMEÇONN", "french"],
  ['"faux site de paiement"', "french"],
  ["«хуурамч мессеж»", "mongolian"],
  ["хvvхдийн", "mongolian"],
  ["хуухд", "mongolian"],
  ["мoнго", "mongolian"],
  ["sorɔli kera", "bambara"],
])("%s finds the %s report", async (text, name) => {
  const found = await search(ctx, { text });
  expect(idsOf(found.reports.rows)).toEqual([made[name]?.id]);
  expect(found.reports).toMatchObject({ count: 1, isAlike: false });
});

test("what is in quotes is found only as it stands", async () => {
  expect((await search(ctx, { text: '"site faux de paiement"' })).reports.count).toBe(0);
  expect((await search(ctx, { text: "site faux paiement" })).reports.count).toBe(1);
});

test("what was typed with mistakes finds what looks like it, and says so", async () => {
  const found = await search(ctx, { text: "hamesonnage" });
  expect(idsOf(found.reports.rows)).toEqual([made["french"]?.id]);
  expect(found.reports).toMatchObject({ isAlike: true });
  expect(found.reports.rows[0]?.why).toMatchObject({ in: "alike", text: "Hameçonnage à la banque" });
  expect((await search(ctx, { text: '"hamesonnage"' })).reports.count).toBe(0);
});

test("each hit says why: where it stands, and the place of the hit in what is shown", async () => {
  const [row] = (await search(ctx, { text: "paiement" })).reports.rows;
  expect(row?.why.in).toBe("text");
  expect(row?.why.text.slice(row.why.start, row.why.end)).toBe("paiement");
  expect((await search(ctx, { text: "ete" })).cases.rows[0]).toMatchObject({
    id: made["case"]?.id,
    why: { in: "title" },
  });
  expect((await search(ctx, { text: made["french"]?.reference ?? "" })).reports.rows[0]?.why.in).toBe("reference");
  expect((await search(ctx, { text: "bdf" })).constituents.rows[0]).toMatchObject({ why: { in: "name", text: "BDF" } });
});

test("a range finds the addresses in it, an address the ranges around it, both whoever holds them", async () => {
  const range = await search(ctx, { text: "10.0.0.0/8" });
  expect(range.understood).toBe("range");
  expect(new Set(idsOf(range.reports.rows))).toEqual(new Set([made["address"]?.id, made["range"]?.id]));
  expect(range.values.rows.map((row) => [row.value, row.how])).toContainEqual(["10.20.30.40", "in_range"]);
  const address = await search(ctx, { text: "10[.]20[.]30[.]40" });
  expect(address.understood).toBe("address");
  expect(address.values.rows).toMatchObject([
    { value: "10.20.30.40", how: "exact", reports: 1 },
    { value: "10.20.0.0/16", how: "holds", reports: 1 },
  ]);
  expect(address.constituents.rows[0]).toMatchObject({
    id: made["constituent"]?.id,
    why: { in: "network", text: "10.20.30.0/24" },
  });
  expect((await search(ctx, { text: "10.99.0.0/16" })).values.count).toBe(0);
});

test("a defanged value is found whole, by its beginning and by what it holds", async () => {
  for (const [text, how] of [
    ["login[.]steppe-bank[.]example", "exact"],
    ["login.steppe", "begins"],
    ["steppe-bank.example", "holds_text"],
  ] as const)
    expect((await search(ctx, { text })).values.rows[0]).toMatchObject({ value: "login.steppe-bank.example", how });
});

test("what is changed is found by its new words at once, and no more by the old ones", async () => {
  const report = await addReport(world, cert, { subject: "Ancien libellé", description: "x" });
  await world.owner`update reports set subject = 'Nouveau libellé' where id = ${report.id}`;
  expect(idsOf((await search(ctx, { text: "nouveau libelle" })).reports.rows)).toEqual([report.id]);
  expect((await search(ctx, { text: '"ancien libelle"' })).reports.count).toBe(0);
});

test("what is restricted to others is neither found nor counted, by no road", async () => {
  const hidden = await addReport(world, cert, { subject: "Secret de la tortue", description: "tortue verte" });
  await addObservable(world, hidden.id, { kind: "ipv4", value: "172.31.9.9" });
  const caseId = (await cases.openCase(ctx, { reportIds: [hidden.id], title: "Dossier tortue" })).id;
  await world.owner`update cases set is_restricted = true where id = ${caseId}`;
  const other = world.context(await addPerson(world, cert, "analyst", "Bat"));
  for (const text of [
    "tortue",
    "tortux",
    '"tortue verte"',
    "172.31.9.9",
    "172.16.0.0/12",
    "172.31.9",
    hidden.reference,
  ]) {
    const { reports, cases: inCases, values } = await search(other, { text });
    expect([text, reports.count, inCases.count, values.count]).toEqual([text, 0, 0, 0]);
  }
  await world.owner`update cases set is_restricted = false where id = ${caseId}`;
  expect((await search(other, { text: "tortue" })).reports.count).toBe(1);
});

test("who reads no reports may not search, and a single letter is refused", async () => {
  const administrator = world.context(await addPerson(world, cert, "administrator", "Ida"));
  await expect(search(administrator, { text: "banque" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(search(ctx, { text: "a" })).rejects.toThrow(/at least two characters/);
});

test.each([
  ["Хүүхдийн мөнгө", "хvvхд"],
  ["Өглөө ирсэн", "ОГЛОО"],
  ["Ёлка", "елка"],
  ["Trésor de Ségou", "tresor de segou"],
  ["Nɛgɛjuru", "negejuru"],
  ["100%_sûr", "100%_SUR"],
])(
  "the search of each list folds as the one search does, in the database and in the browser: %s is found by %s",
  async (text, asked) => {
    const [row] = await readOnly(
      ctx,
      async (tx) =>
        await tx.execute<{ found: boolean; foreign: boolean }>(
          sql`select ${holdsText(` ${asked} `, sql`${text}::text`)} as found, ${holdsText(`${asked}x`, sql`${text}::text`)} as foreign`,
        ),
    );
    expect(row).toMatchObject({ found: true, foreign: false });
    expect(foldLetters(text)).toContain(foldLetters(asked));
  },
);

test("lists of names are searched so too; a sign of a pattern stands for itself", async () => {
  const names = async (text: string) => (await findConstituents(ctx, text)).map(({ name }) => name);
  expect(await names("banqué dü")).toEqual(["Banque du Fleuve"]);
  expect(await names("bdf")).toEqual(["Banque du Fleuve"]);
  expect(await names("Banque%Fleuve")).toEqual([]);
  const found = await listConstituents(ctx, { text: "FLEÜVE" });
  expect(found.rows.map(({ name }) => name)).toEqual(["Banque du Fleuve"]);
});
