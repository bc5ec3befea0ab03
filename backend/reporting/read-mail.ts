// The words of one mail that went out or waits, for the desk to read; a receipt's digits are never in them.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { noteReading } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { isId } from "../platform/ids/index.ts";
import type { MailView } from "./model.ts";
import { mailColumns } from "./report-parts.ts";
import { maskAddress } from "./rules.ts";

/** @throws not_found, forbidden. */
export async function readMail(ctx: Context, mailId: string): Promise<MailView & { body: string }> {
  requirePermission(ctx, "mail.read");
  if (!isId(mailId)) throw notFound("mail");
  const mail = await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<MailView & { body: string } & Record<string, unknown>>(
      sql`select ${mailColumns}, m.body from outgoing_mails m where m.id = ${mailId}`,
    );
    if (!row) throw notFound("mail");
    return { ...row, to: maskAddress(row.to) };
  });
  await noteReading(ctx, { action: "mail.read", objectType: "mail", objectId: mailId });
  return mail;
}
