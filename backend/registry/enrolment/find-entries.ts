// What a stranger may find of the register to claim an entry: name, sector and area; contacts and networks are never among it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import type { FoundEntry } from "./model.ts";

/** At most ten, by a part of the name of three letters or more, another name in full, or the reference. */
export async function findEntries(ctx: Context, words: string): Promise<FoundEntry[]> {
  requirePermission(ctx, "entry.claim");
  const wanted = words.trim().slice(0, 200);
  if (wanted.length < 3) return [];
  return await readOnly(
    ctx,
    async (tx) => [
      ...(await tx.execute<FoundEntry & Record<string, unknown>>(
        sql`select f.id, f.reference, f.name, f.sector, a.names as "areaNames" from toguna_find_entries(${wanted}) f left join areas a on a.id = f.area_id`,
      )),
    ],
    "enrolment",
  );
}

/** The same facts of one entry that has not ended; none for another id. */
export async function findEntryById(ctx: Context, id: string): Promise<FoundEntry[]> {
  requirePermission(ctx, "entry.claim");
  return await readOnly(
    ctx,
    async (tx) => [
      ...(await tx.execute<FoundEntry & Record<string, unknown>>(
        sql`select c.id, c.reference, c.name, c.sector, a.names as "areaNames" from constituents c left join areas a on a.id = c.area_id
          where c.id = ${id} and c.ended_at is null`,
      )),
    ],
    "enrolment",
  );
}
