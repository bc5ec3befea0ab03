// A request on paper, for a partner that is called or visited.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { writePdf } from "../../platform/pdf/index.ts";
import { wordsIn, type WordsLanguage } from "../../platform/words/index.ts";

interface Printed extends Record<string, unknown> {
  reference: string;
  reportId: string;
  partner: string;
  body: string;
  language: WordsLanguage;
  releasedAt: string;
  issuer: string;
}

/** A PDF of exactly what was released. @throws forbidden, not_found. */
export async function printFreeze(ctx: Context, requestId: string): Promise<{ name: string; bytes: Uint8Array }> {
  requirePermission(ctx, "freeze.release");
  if (!isId(requestId)) throw notFound("request");
  const request = await withTransaction(ctx, async (tx) => {
    const [found] = await tx.execute<Printed>(sql`
      select f.reference, f.report_id as "reportId", c.name as partner, f.body, f.language, ${iso(sql`f.released_at`)} as "releasedAt",
        (select o.name from organisations o where o.kind = 'cert') as issuer
      from freeze_requests f join partner_bodies p on p.id = f.partner_id join constituents c on c.id = p.constituent_id where f.id = ${requestId}`);
    if (!found) throw notFound("request");
    await writeAudit(tx, ctx, {
      action: "report.print_freeze",
      objectType: "report",
      objectId: found.reportId,
      detail: { requestId },
    });
    return found;
  });
  const words = wordsIn(request.language);
  const title = words("partners.print.title", { reference: request.reference });
  const bytes = await writePdf({
    language: request.language,
    title,
    issuer: request.issuer,
    reference: request.reference,
    createdAt: new Date(request.releasedAt),
    blocks: [
      { kind: "heading", level: 1, text: title },
      {
        kind: "facts",
        rows: [
          { label: words("partners.print.to"), text: request.partner },
          { label: words("partners.print.at"), text: `${request.releasedAt.slice(0, 16).replace("T", " ")} UTC` },
        ],
      },
      ...request.body.split("\n").map((text) => ({ kind: "paragraph" as const, text })),
      {
        kind: "signatures",
        boxes: [{ label: words("partners.print.signed") }, { label: words("partners.print.received") }],
      },
    ],
  });
  return { name: `${request.reference}.pdf`, bytes };
}
