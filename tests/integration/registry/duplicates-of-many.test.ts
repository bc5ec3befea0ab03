// Duplicates among many names that share their common words: two spellings are found, and the rest is not proposed.
import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test } from "vitest";
import type { Tx } from "../../../backend/platform/db/index.ts";
import { findDuplicates } from "../../../backend/registry/quality/find-duplicates.ts";
import { makeTestWorld } from "../../support/database.ts";

test("of 2,000 banks and town halls the two spellings of one are proposed, and only they", async () => {
  const { owner } = await makeTestWorld();
  await owner`insert into organisations (id, kind, name) select gen_random_uuid(), 'constituent', 'Body ' || n from generate_series(1, 2000) n`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector)
    select o.id, 'K-' || o.id, o.id, case n when 700 then 'Banque Nationale de Sikasso-Kénédougou' when 1400 then 'BANQUE NATIONALE DE SIKASSO KENEDOUGOU'
      else (array['Banque Nationale de', 'Mairie de', 'Société Générale'])[1 + n % 3] || ' ' || left(md5(n::text), 14) end, 'finance'
    from (select id, row_number() over (order by name) as n from organisations where kind = 'constituent') o`;
  const pairs = await drizzle(owner).transaction(async (tx) => await findDuplicates(tx as unknown as Tx, 500));
  expect(pairs.map(({ one, other, reasons }) => [one.name.toLowerCase(), other.name.toLowerCase(), reasons])).toEqual([
    [expect.stringContaining("sikasso"), expect.stringContaining("sikasso"), ["name"]],
  ]);
});
