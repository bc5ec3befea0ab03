// Holds a constituent's facts to what is known: areas of the country, classes of the packs of law, a parent that stands in the register.
import { inArray, sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { type FieldError, invalidInput } from "../../platform/errors/index.ts";
import { constituents } from "../tables.ts";
import { loadClasses } from "./load-classes.ts";

interface Told {
  areaId?: string | null | undefined;
  branchAreaIds?: string[] | undefined;
  parentId?: string | null | undefined;
  classes?: string[] | undefined;
}

/** `constituentId` is the one whose parent is told, where it exists already. @throws AppError invalid_input naming each field. */
export async function requireFacts(tx: Tx, told: Told, constituentId?: string): Promise<void> {
  const fields: FieldError[] = [];
  const areas = await knownAreas(tx, [...(told.areaId ? [told.areaId] : []), ...(told.branchAreaIds ?? [])]);
  const message = "Expected the id of an area of this country.";
  if (told.areaId && !areas.has(told.areaId)) fields.push({ path: "areaId", message });
  if (told.branchAreaIds?.some((id) => !areas.has(id))) fields.push({ path: "branchAreaIds", message });
  const classes = new Set(loadClasses().map(({ id }) => id));
  const unknown = (told.classes ?? []).filter((name) => !classes.has(name));
  if (unknown.length > 0)
    fields.push({ path: "classes", message: `Expected classes of the packs of law; ${unknown.join(", ")} is none.` });
  if (told.parentId) {
    const problem = await problemOfParent(tx, told.parentId, constituentId);
    if (problem) fields.push({ path: "parentId", message: problem });
  }
  if (fields.length > 0) throw invalidInput(fields);
}

async function knownAreas(tx: Tx, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const wanted = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  );
  const rows = await tx.execute<{ id: string }>(sql`select id from areas where id in (${wanted})`);
  return new Set(rows.map(({ id }) => id));
}

async function problemOfParent(tx: Tx, parentId: string, constituentId?: string): Promise<string | undefined> {
  const found = await tx
    .select({ id: constituents.id })
    .from(constituents)
    .where(inArray(constituents.id, [parentId]));
  if (found.length === 0) return "Expected a constituent that is in the register.";
  if (constituentId === undefined) return undefined;
  // The database refuses a circle as well; here it is said in words.
  const [circle] = await tx.execute(sql`
    with recursive above as (
      select id, parent_id from constituents where id = ${parentId}
      union select c.id, c.parent_id from constituents c join above a on c.id = a.parent_id)
    select 1 from above where id = ${constituentId}`);
  return circle ? "Expected a constituent that does not itself stand below this one." : undefined;
}
