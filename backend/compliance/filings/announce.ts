// Tells an authority by mail that something was filed with it: that it waits and where, never a word of what it says.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { wordsIn, type WordsLanguage } from "../../platform/words/index.ts";

export const announceJob = "filings.announce";
const Payload = z.object({ partIds: z.array(z.string()) });

interface Waiting extends Record<string, unknown> {
  id: string;
  receiptNumber: string;
  entityName: string;
  kind: string;
  email: string | null;
  language: WordsLanguage;
}

/** One mail a part, to the body's own office; a body without an address finds it in its list. */
export async function announceFilings(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "filing.make");
  const { partIds } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const rows = await tx.execute<Waiting>(
      sql`select p.id, p.receipt_number as "receiptNumber", p.entity_name as "entityName", o.kind, o.email, o.language from filing_parts p
        join organisations o on o.id = p.organisation_id where p.id = any(${sql.param(partIds)}::uuid[]) and o.email is not null`,
    );
    for (const { id, receiptNumber, entityName, kind, email, language } of rows) {
      const words = wordsIn(language);
      const room = kind === "cert" ? "desk" : "office";
      const queued = await queueMail(tx, ctx, {
        cause: `filing:${id}`,
        kind: "notice",
        reportId: null,
        to: email,
        language,
        subject: words("filings.mail.subject", { receipt: receiptNumber }),
        body: words("filings.mail.body", {
          receipt: receiptNumber,
          entity: entityName,
          address: `${ctx.config.publicUrl}/${room}/filings/${id}`,
        }),
      });
      if (queued !== undefined)
        await writeAudit(tx, ctx, { action: "filing.announce", objectType: "filing_part", objectId: id });
    }
  });
}
