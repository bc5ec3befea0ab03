// Mails that went out, wait, are kept (no mail server is set) or failed.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { MailsQuery } from "./lists/model.ts";
import type { MailView, Page } from "./model.ts";
import { mailColumns } from "./report-parts.ts";
import { exact } from "./store.ts";
import { maskAddress, readCursor, writeCursor } from "./rules.ts";

/** @throws forbidden, invalid_input for a foreign cursor. Addresses are masked. */
export async function listMails(ctx: Context, input: MailsQuery): Promise<Page<MailView>> {
  requirePermission(ctx, "mail.read");
  const query = MailsQuery.parse(input);
  const conditions: SQL[] = [sql`true`];
  if (query.state !== "all") conditions.push(sql`m.state = ${query.state}`);
  if (query.cursor !== undefined) {
    const [at, id] = readCursor(query.cursor, ["instant", "id"]);
    conditions.push(sql`(m.created_at, m.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return await readOnly(ctx, async (tx) => {
    const found = await tx.execute<MailView & { cursorAt: string } & Record<string, unknown>>(
      sql`select ${mailColumns}, ${exact(sql`m.created_at`)} as "cursorAt" from outgoing_mails m where ${sql.join(conditions, sql` and `)} order by m.created_at desc, m.id desc limit ${query.limit + 1}`,
    );
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    return {
      rows: rows.map(({ cursorAt: _cursorAt, ...row }) => ({ ...row, to: maskAddress(row.to) })),
      next: found.length > query.limit && last ? writeCursor([last.cursorAt, last.id]) : null,
    };
  });
}
