// Names for choosing: people who work cases, and constituents whose name holds what was typed.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { holdsText, readOnly } from "../platform/db/index.ts";
import type { Directory, PersonRef } from "./model.ts";

export async function readDirectory(ctx: Context): Promise<Directory> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => {
    const people = await tx.execute<{ id: string; name: string }>(
      sql`select distinct p.id, p.name from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
        where p.disabled_at is null and g.role in ('analyst', 'senior', 'lead', 'on_call') order by p.name, p.id`,
    );
    return { people: [...people] };
  });
}

/** At most 20 constituents whose name or other name holds the text. */
export async function findConstituents(ctx: Context, text: string): Promise<PersonRef[]> {
  requirePermission(ctx, "registry.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const rows = await tx.execute<{ id: string; name: string }>(
        sql`select c.id, c.name from constituents c where c.ended_at is null and (${holdsText(text, sql`c.name`)}
        or exists (select 1 from unnest(c.other_names) n where ${holdsText(text, sql`n`)})) order by c.name, c.id limit 20`,
      );
      return [...rows];
    },
    // A key that may read the register sees its names, and nothing more of the house than a person without cases does.
    ctx.actor.kind === "api_key" ? "person" : undefined,
  );
}
