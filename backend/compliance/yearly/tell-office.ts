// Tells an authority by mail that a yearly record came, or that an organisation disowns a filing: that it waits and where, never a word of what it says.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";

export const tellJob = "yearly.tell_office";
const Payload = z.object({ kind: z.enum(["record", "disowned"]), id: z.string() });

interface Waiting extends Record<string, unknown> {
  receipt: string;
  name: string;
  /** "cert" for the national team, which reads at its desk. */
  body: string;
  email: string;
  language: WordsLanguage;
}

/** One mail a thing, to the body's own office; a body without an address finds it in its list. */
export async function tellOffice(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "filing.make");
  const { kind, id } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const from = kind === "record" ? sql`yearly_records` : sql`filing_parts`;
    const [row] = await tx.execute<Waiting>(
      sql`select r.receipt_number as receipt, r.entity_name as name, o.kind as body, o.email, o.language from ${from} r join organisations o on o.id = r.organisation_id
        where r.id = ${id} and o.email is not null`,
    );
    if (!row) return;
    const words = wordsIn(row.language);
    const room = row.body === "cert" ? "desk" : "office";
    const path = kind === "record" ? `yearly/${id}` : row.body === "cert" ? "filings" : `filings/${id}`;
    const values = { receipt: row.receipt, entity: row.name, url: `${ctx.config.publicUrl}/${room}/${path}` };
    const queued = await queueMail(tx, ctx, {
      cause: `${kind}:${id}`,
      kind: "notice",
      reportId: null,
      to: row.email,
      language: row.language,
      subject: words(`yearly.mail.${kind}.subject`, values),
      body: `${[words(`yearly.mail.${kind}.body`, values), words("mail.signature")].join("\n\n")}\n`,
    });
    if (queued !== undefined)
      await writeAudit(tx, ctx, {
        action: kind === "record" ? "yearly_record.announce" : "filing.tell_disowned",
        objectType: kind === "record" ? "yearly_record" : "filing_part",
        objectId: id,
      });
  });
}
