// A constituent as it was on a day: history by fact, by the verbs and by the database itself; hierarchy without circles; references that never change.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { changeConstituent } from "../../../backend/registry/change-constituent.ts";
import type { ChangeConstituent } from "../../../backend/registry/model.ts";
import { readProfileAt } from "../../../backend/registry/index.ts";
import { readHistory } from "../../../backend/registry/profile/read-profile.ts";
import { factsAt } from "../../../backend/registry/profile/rules.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let senior: Actor;

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = await addPerson(world, cert, "senior", "Awa");
  await world.owner`insert into areas (id, parent_id, level, names) values
    ('xx', null, 'country', '{"fr":"Pays"}'), ('xx-a', 'xx', 'region', '{"fr":"Nord"}'), ('xx-b', 'xx', 'region', '{"fr":"Sud"}')`;
});

const as = (actor: Actor) => world.context(actor);
const refused = (code: string, path?: string) =>
  expect.objectContaining({ code, ...(path ? { fields: [expect.objectContaining({ path })] } : {}) });
const bank = async (more: Record<string, unknown> = {}) =>
  await addConstituent(as(senior), { name: `Banque ${newId()}`, sector: "finance", ...more });
const profileAt = async (id: string, at: string, knownAt?: Date) =>
  await readOnly(as(senior), async (tx) => await readProfileAt(tx, id, new Date(at), knownAt), "staff");
const versions = new Map<string, number>();
async function change(id: string, told: Omit<ChangeConstituent, "constituentId" | "version">): Promise<void> {
  const { version } = await changeConstituent(as(senior), {
    constituentId: id,
    version: versions.get(id) ?? 1,
    ...told,
  });
  versions.set(id, version);
}

test("a requalification holds from its day on, what was before stays true, and what was not yet written down can be left out", async () => {
  const { id, reference } = await bank({ classes: ["bank"], isic: "6419" });
  const before = new Date();
  await change(id, { classes: ["bank", "essential_entity"], validFrom: "2026-03-01T00:00:00Z", why: "Décision 12" });
  expect(await profileAt(id, "2026-02-28T23:59:59Z")).toMatchObject({
    reference,
    classes: ["bank"],
    isBeforeEntry: true,
  });
  const now = new Date(Date.now() + 1000).toISOString();
  expect(await profileAt(id, "2026-03-01T00:00:00Z")).toMatchObject({ classes: ["bank", "essential_entity"] });
  expect(await profileAt(id, now)).toMatchObject({ classes: ["bank", "essential_entity"], isBeforeEntry: false });
  expect(await profileAt(id, now, before)).toMatchObject({ classes: ["bank"] });
  const lines = await readOnly(as(senior), async (tx) => await readHistory(tx, id), "staff");
  expect(lines.at(-1)).toMatchObject({ fact: "classes", validFrom: "2026-03-01T00:00:00.000Z", why: "Décision 12" });
  const [log] =
    await world.owner`select detail from audit_log where object_id = ${id} and action = 'constituent.change'`;
  expect(log?.["detail"]).toMatchObject({ validFrom: "2026-03-01T00:00:00Z", why: "Décision 12" });
});

test("address and legal form are facts with a history: absent they have no line, emptied they do", async () => {
  const bare = await bank({});
  const kept = await readOnly(as(senior), async (tx) => await readHistory(tx, bare.id), "staff");
  expect(kept.map(({ fact }) => fact)).not.toContain("address");
  const { id } = await bank({ address: "BP 94, avenue Modibo Keïta, Bamako", legalForm: "SA" });
  const today = new Date(Date.now() + 1000).toISOString();
  expect(await profileAt(id, today)).toMatchObject({ address: "BP 94, avenue Modibo Keïta, Bamako", legalForm: "SA" });
  await change(id, { legalForm: null, validFrom: "2026-03-01T00:00:00Z", why: "Transformation" });
  expect(await profileAt(id, "2026-02-01T00:00:00Z")).toMatchObject({ legalForm: "SA" });
  expect(await profileAt(id, "2026-03-02T00:00:00Z")).toMatchObject({ legalForm: null });
  expect(await profileAt(bare.id, today)).toMatchObject({ address: null, legalForm: null });
  await expect(change(id, { address: "x".repeat(501) })).rejects.toThrow("at most 500");
});

test("a time that is over is told without changing today, and a time to come is refused by field", async () => {
  const { id } = await bank({ classes: ["bank"] });
  const over = { validFrom: "2020-01-01T00:00:00Z", validUntil: "2021-01-01T00:00:00Z" };
  await change(id, { classes: ["payment_institution"], ...over });
  expect(await profileAt(id, "2020-06-01T00:00:00Z")).toMatchObject({ classes: ["payment_institution"] });
  expect(await profileAt(id, "2021-01-01T00:00:00Z")).toMatchObject({ classes: ["bank"] });
  const [row] = await world.owner`select classes, version from constituents where id = ${id}`;
  expect(row).toEqual({ classes: ["bank"], version: 2 });
  const toCome = new Date(Date.now() + 86_400_000).toISOString();
  await expect(change(id, { classes: [], validFrom: toCome })).rejects.toEqual(refused("invalid_input", "validFrom"));
  await expect(change(id, { classes: [], validUntil: toCome })).rejects.toEqual(refused("invalid_input", "validUntil"));
  await expect(change(id, { classes: [], validFrom: over.validUntil, validUntil: over.validFrom })).rejects.toEqual(
    refused("invalid_input", "validUntil"),
  );
});

test("the answer of any day equals a plain replay of what was told, and today's row is the answer of today", async () => {
  const day = fc.integer({ min: 0, max: 3000 });
  const told = fc.record({
    fact: fc.constantFrom("sector", "classes" as const),
    value: fc.integer({ min: 0, max: 3 }),
    from: fc.option(day),
    length: fc.option(fc.integer({ min: 1, max: 400 })),
  });
  const start = Date.parse("2016-01-01T00:00:00Z");
  const at = (days: number): string => new Date(start + days * 86_400_000).toISOString();
  const sectors = ["finance", "energy", "health", "water"] as const;
  const classes = [[], ["bank"], ["operator"], ["bank", "operator"]];
  await fc.assert(
    fc.asyncProperty(
      fc.array(told, { maxLength: 6 }),
      fc.array(day, { minLength: 1, maxLength: 8 }),
      async (all, days) => {
        const { id } = await bank();
        const plain = { sector: new Map<number, number>(), classes: new Map<number, number>() };
        const today = { sector: 0, classes: 0 };
        for (const { fact, value, from, length } of all) {
          const isOver = from !== null && length !== null;
          const bounds =
            from === null ? {} : { validFrom: at(from), ...(isOver ? { validUntil: at(from + length) } : {}) };
          const wanted =
            fact === "sector" ? { sector: sectors[value] ?? "finance" } : { classes: classes[value] ?? [] };
          const isSame = from === null && today[fact] === value;
          const told = await change(id, { ...wanted, ...bounds }).then(
            () => "changed",
            (error: unknown) => String(error),
          );
          expect(told).toMatch(isSame ? /invalid_input/ : /^changed$/);
          if (isSame) continue;
          if (!isOver) today[fact] = value;
          // Days after the last of the plain timeline are today's; a change without a day holds from now on only.
          if (from !== null)
            for (let one = from; one < (length === null ? 4000 : from + length); one++) plain[fact].set(one, value);
        }
        const lines = await readOnly(as(senior), async (tx) => await readHistory(tx, id), "staff");
        for (const one of days) {
          const facts = factsAt(lines, new Date(at(one)), new Date(8.64e15));
          expect(facts?.sector).toBe(sectors[plain.sector.get(one) ?? 0]);
          expect(facts?.classes).toEqual(classes[plain.classes.get(one) ?? 0]);
        }
        const [row] = await world.owner`select sector, classes from constituents where id = ${id}`;
        const now = factsAt(lines, new Date(Date.now() + 1000), new Date(8.64e15));
        expect({ sector: now?.sector, classes: now?.classes }).toEqual(row);
        expect(row).toEqual({ sector: sectors[today.sector], classes: classes[today.classes] });
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test("a change by whatever statement leaves its line, and no line is rewritten or taken away", async () => {
  const { id } = await bank();
  await world.owner`update constituents set sector = 'energy' where id = ${id}`;
  const [line] =
    await world.owner`select fact, value from constituent_facts where constituent_id = ${id} order by number desc limit 1`;
  expect(line).toEqual({ fact: "sector", value: "energy" });
  await expect(
    world.owner`update constituent_facts set value = '"water"' where constituent_id = ${id}`,
  ).rejects.toThrow(/not rewritten/);
  await expect(world.owner`delete from constituent_facts where constituent_id = ${id}`).rejects.toThrow(
    /not rewritten/,
  );
});

test("a reference never changes, by whatever statement", async () => {
  const { id } = await bank();
  await expect(world.owner`update constituents set reference = 'C-OTHER' where id = ${id}`).rejects.toThrow(
    /never changes/,
  );
  await expect(world.owner`update constituents set organisation_id = ${newId()} where id = ${id}`).rejects.toThrow(
    /never changes/,
  );
});

test("nobody stands above itself: the form says so, and the database refuses it also to two at the same moment", async () => {
  const [top, middle, low] = [await bank(), await bank(), await bank()];
  await change(middle.id, { parentId: top.id });
  await change(low.id, { parentId: middle.id });
  await expect(change(top.id, { parentId: low.id })).rejects.toEqual(refused("invalid_input", "parentId"));
  await expect(change(top.id, { parentId: top.id })).rejects.toEqual(refused("invalid_input", "parentId"));
  await expect(change(top.id, { parentId: newId() })).rejects.toEqual(refused("invalid_input", "parentId"));
  await expect(world.owner`update constituents set parent_id = ${low.id} where id = ${top.id}`).rejects.toThrow(
    /above itself/,
  );
  const [one, other] = [await bank(), await bank()];
  const both = await Promise.allSettled([
    world.owner`update constituents set parent_id = ${other.id} where id = ${one.id}`,
    world.owner`update constituents set parent_id = ${one.id} where id = ${other.id}`,
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("whatever parents are told in whatever order, there is never a circle", async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, async () => (await bank()).id));
  const place = fc.integer({ min: 0, max: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(place, place), { maxLength: 12 }), async (pairs) => {
      for (const [child, parent] of pairs)
        await world.owner`update constituents set parent_id = ${ids[parent] ?? null} where id = ${ids[child] ?? ""}`.catch(
          () => {},
        );
      const rows = await world.owner<
        { id: string; parent_id: string | null }[]
      >`select id, parent_id from constituents where id = any (${ids})`;
      for (const { id } of rows) {
        const seen = new Set<string>();
        for (let at: string | null | undefined = id; at; at = rows.find((row) => row.id === at)?.parent_id) {
          expect(seen.has(at)).toBe(false);
          seen.add(at);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test("areas, classes and ISIC codes that do not exist are refused by field", async () => {
  const add = async (more: Record<string, unknown>) => await bank(more);
  await expect(add({ branchAreaIds: ["xx-a", "nowhere"] })).rejects.toEqual(refused("invalid_input", "branchAreaIds"));
  await expect(add({ classes: ["bank", "tea_house"] })).rejects.toEqual(refused("invalid_input", "classes"));
  await expect(add({ isic: "3410" })).rejects.toThrow("ISIC Rev. 4");
  const { id } = await add({ areaId: "xx-a", branchAreaIds: ["xx-b"], isic: "6120" });
  expect(await profileAt(id, "2026-01-01T00:00:00Z")).toMatchObject({
    areaId: "xx-a",
    branchAreaIds: ["xx-b"],
    isTelecomService: true,
  });
});
