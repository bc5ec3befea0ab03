// All contacts of the register as rows, and its network claims' holders by name: for exports, under the act and the scope of the page that shows them.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { type ContactView, DirectoryQuery } from "../directory/model.ts";
import type { Page } from "../model.ts";

export const ContactsQuery = z.strictObject({
  sector: DirectoryQuery.shape.sector,
  cursor: z.uuid("Expected the `next` of an earlier page.").optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});

export type ContactLine = ContactView & { reference: string; constituent: string; sector: string };

/** Those who answer now, by id. No key may: contacts are people, whom only people read. @throws forbidden. */
export async function listContacts(ctx: Context, input: z.input<typeof ContactsQuery>): Promise<Page<ContactLine>> {
  requirePermission(ctx, "contact.export");
  const query = ContactsQuery.parse(input);
  return await readOnly(
    ctx,
    async (tx) => {
      const found = await tx.execute<ContactLine & Record<string, unknown>>(sql`
        select k.id, c.reference, c.name as constituent, c.sector, k.name, k.role, k.email, k.phone, k.languages, k.hours,
          k.is_safe_channel as "isSafeChannel", ${iso(sql`k.ended_at`)} as "endedAt"
        from contacts k join constituents c on c.id = k.constituent_id
        where k.ended_at is null and c.ended_at is null ${query.sector ? sql`and c.sector = ${query.sector}` : sql``}
          ${query.cursor ? sql`and k.id > ${query.cursor}` : sql``}
        order by k.id limit ${query.limit + 1}`);
      const rows = found.slice(0, query.limit);
      return { rows, next: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null };
    },
    "staff",
  );
}
