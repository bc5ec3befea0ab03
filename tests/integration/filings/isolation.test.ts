// Two regulators, two entities, one national team: nobody reads, counts or changes a filing that is neither theirs nor filed with them.
import type { TransactionSql } from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { listFilings, readFiling } from "../../../backend/compliance/filings/read-filings.ts";
import { openDraft, readDraft } from "../../../backend/compliance/filings/keep-draft.ts";
import { printPart, proveFiling } from "../../../backend/compliance/filings/print-part.ts";
import { readCalendar } from "../../../backend/compliance/deadlines/keep-feed.ts";
import {
  addEntity,
  fileIncident,
  type FilingsWorld,
  makeFilingsWorld,
  type Person,
} from "../../support/filings-world.ts";
import { addPerson } from "../../support/desk-world.ts";

const en = { language: "en" as const };
let house: FilingsWorld;
let rival: Person;
let filingId = "";
let parts: { id: string; addressee: string }[] = [];
beforeAll(async () => {
  house = await makeFilingsWorld(new Date("2026-11-22T08:00:00Z"));
  const other = await addEntity(house.world, "Banque rivale", ["bank"]);
  rival = await addPerson(house.world, other.organisationId, "constituent_dpo", "Rival");
  ({ filingId } = await fileIncident(house.world, house.bank.dpo));
  await fileIncident(house.world, rival, {
    touches_people: "no",
    nature: "Only for the team",
    time_aware: "2026-11-21T08:00:00Z",
  });
  parts = await house.world.owner<
    { id: string; addressee: string }[]
  >`select id, addressee from filing_parts where filing_id = ${filingId}`;
});
const partOf = (addressee: string): string => parts.find((one) => one.addressee === addressee)?.id ?? "";

async function as<Result>(
  scope: string,
  person: Person,
  work: (sql: TransactionSql) => Promise<Result>,
): Promise<Result> {
  return (await house.world.app.sql.begin(async (sql) => {
    await sql`select set_config('toguna.scope', ${scope}, true), set_config('toguna.organisation', ${person.organisationId}, true),
      set_config('toguna.person', ${person.personId}, true), set_config('toguna.roles', ${person.roles.join(",")}, true)`;
    return await work(sql);
  })) as Result;
}

describe("rows", () => {
  test("each authority, and the team, sees its own parts and counts no others; of the filing itself it sees nothing", async () => {
    const seen = async (scope: string, person: Person) =>
      await as(scope, person, async (sql) => ({
        addressees: (await sql<{ addressee: string }[]>`select distinct addressee from filing_parts`).map(
          (row) => row.addressee,
        ),
        parts: (await sql<{ n: number }[]>`select count(*)::int as n from filing_parts`)[0]?.n,
        others: (
          await sql<
            { n: number }[]
          >`select (select count(*) from filings)::int + (select count(*) from filing_versions)::int
          + (select count(*) from filing_drafts)::int + (select count(*) from duty_statements)::int + (select count(*) from guest_filings)::int as n`
        )[0]?.n,
      }));
    expect(await seen("authority", house.officers.apdp)).toEqual({ addressees: ["apdp"], parts: 1, others: 0 });
    expect(await seen("authority", house.officers.amrtp)).toEqual({ addressees: ["amrtp"], parts: 1, others: 0 });
    expect(await seen("staff", house.analyst)).toEqual({ addressees: ["ml-cert"], parts: 2, others: 0 });
    expect((await seen("constituent", rival)).parts).toBe(1);
  });

  test("no column of a part holds what only another addressee may see", async () => {
    const text = await as(
      "authority",
      house.officers.amrtp,
      async (sql) => (await sql<{ text: string }[]>`select row_to_json(p)::text as text from filing_parts p`)[0]?.text,
    );
    expect(text).toContain("SECRET-FOR-TELECOM");
    expect(text).not.toContain("SECRET-FOR-APDP");
    expect(text).not.toContain("apdp");
  });

  test("neither an officer, the team nor a job writes a filing in an entity's place; an entity writes none for another, and none to a body that is not the addressee", async () => {
    const insert = (sql: TransactionSql, more: { entity: string; body: string | null; addressee?: string }) => sql`
      insert into filing_parts (id, filing_id, number, filing_reference, receipt_number, organisation_id, addressee, entity_organisation_id, entity_name, channel,
        language, pack_id, pack_version, pack_sha256, stage, fields, content_sha256, submitted_at, entered_at, clock_kind, lateness, standing, delivery)
      values (gen_random_uuid(), ${filingId}, 9, 'x', gen_random_uuid()::text, ${more.body}, ${more.addressee ?? "apdp"}, ${more.entity}, 'Bank', 'console', 'fr',
        'ml.cybercrime', '1.0.0', ${"ab".repeat(32)}, 'report', '[]', ${"ab".repeat(32)}, now(), now(), 'none_in_law', 'no_time', 'confirmed', 'paper')`;
    const { apdp } = house.authorities;
    const entity = house.bank.organisationId;
    for (const [scope, person] of [
      ["authority", house.officers.apdp],
      ["staff", house.analyst],
      ["system", house.analyst],
      ["constituent", rival],
    ] as const)
      await expect(as(scope, person, async (sql) => await insert(sql, { entity, body: apdp }))).rejects.toThrow(
        /only the entity itself|row-level security/,
      );
    await expect(
      as("constituent", house.bank.dpo, async (sql) => await insert(sql, { entity, body: apdp, addressee: "amrtp" })),
    ).rejects.toThrow(/does not stand for the addressee/);
  });
});

describe("verbs", () => {
  test("an officer prints the receipt and takes the proof of the own part, and of no other", async () => {
    const mine = house.world.context(house.officers.apdp);
    expect((await printPart(mine, "shared.read", partOf("apdp"), "en")).bytes.length).toBeGreaterThan(1000);
    for (const addressee of ["amrtp", "ml-cert"]) {
      await expect(printPart(mine, "shared.read", partOf(addressee), "en")).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(proveFiling(mine, "shared.read", partOf(addressee))).rejects.toMatchObject({ code: "not_found" });
    }
  });

  test("another entity finds nothing by id, in lists, drafts and deadlines; an officer has no door to an entity's side", async () => {
    const ctx = house.world.context(rival);
    const { id } = await openDraft(house.world.context(house.bank.dpo), {});
    await expect(readFiling(ctx, filingId, en)).rejects.toMatchObject({ code: "not_found" });
    await expect(readDraft(ctx, id, en)).rejects.toMatchObject({ code: "not_found" });
    await expect(openDraft(ctx, { kind: "correction", filingId })).rejects.toMatchObject({ code: "not_found" });
    const list = await listFilings(ctx, en);
    expect([list.filings.length, list.drafts.length]).toEqual([1, 0]);
    expect((await readCalendar(ctx, en)).deadlines.every((line) => !line.id.includes(filingId))).toBe(true);
    await expect(listFilings(house.world.context(house.officers.apdp), en)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(listFilings(house.world.context(house.analyst), en)).rejects.toMatchObject({ code: "forbidden" });
  });
});
