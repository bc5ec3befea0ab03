// Tables as a backup reads them: large ones, by a reader that is slower than the server, in one snapshot.
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { readInSnapshot, type TableReader } from "../../../backend/platform/backup/copy-out.ts";
import { connectDatabase } from "../../../backend/platform/db/index.ts";
import { makeTestDatabase } from "../../support/database.ts";

const { ownerAddress } = await makeTestDatabase();
const db = connectDatabase(ownerAddress, { max: 2 });
const { sql } = db;
afterAll(async () => await db.close());

async function readSlowly(reader: TableReader, table: string, columns: string[]): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of reader.read(table, columns)) {
    chunks.push(chunk);
    if (chunks.length % 3 === 0) await turn();
  }
  return Buffer.concat(chunks).toString("utf8");
}

test("a table of any size comes to its end, however slowly it is read, and the next one follows", async () => {
  await sql`create table "wide ""one" as select n, repeat('ө', 1 + n % 150) as "a text" from generate_series(1, 9000) n`;
  await sql.begin("isolation level repeatable read read only", async (tx) => {
    const [row] = await tx<{ snapshot: string }[]>`select pg_export_snapshot() as snapshot`;
    const reader = await readInSnapshot(ownerAddress, row!.snapshot);
    try {
      for (let round = 0; round < 40; round++) {
        const lines = (await readSlowly(reader, 'wide "one', ["n", "a text"])).split("\n");
        expect([lines.length, lines[149], lines.at(-1)]).toEqual([9001, "150\tө", ""]);
      }
    } finally {
      await reader.close();
    }
  });
});

test("what others commit after the snapshot is not read, and an unknown snapshot is refused", async () => {
  await sql`create table grows as select 1 as n`;
  await sql.begin("isolation level repeatable read read only", async (tx) => {
    const [row] = await tx<{ snapshot: string }[]>`select pg_export_snapshot() as snapshot`;
    await sql`insert into grows values (2)`;
    const reader = await readInSnapshot(ownerAddress, row!.snapshot);
    expect(await readSlowly(reader, "grows", ["n"])).toBe("1\n");
    await reader.close();
  });
  await expect(readInSnapshot(ownerAddress, "00000003-0000001B-1")).rejects.toThrow("snapshot");
});
