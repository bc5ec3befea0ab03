// A yearly record as a document, for the entity and its addressee: it prints and stamps, with the leaf of the log as a square code.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import type { Act } from "../../../identity/model.ts";
import type { Context } from "../../../platform/context/index.ts";
import { readOnly } from "../../../platform/db/index.ts";
import { notFound } from "../../../platform/errors/index.ts";
import { type PdfBlock, writePdf } from "../../../platform/pdf/index.ts";
import { type WordsLanguage, wordsFor } from "../../../platform/words/index.ts";
import { loadCountry } from "../../../registry/country/index.ts";
import { nameAddressee } from "../../duties/judge-duties.ts";
import { lawOfCountry } from "../../duties/law-of-country.ts";
import { sayMoment } from "../../filings/view-draft.ts";
import { loadRecords } from "./read-own.ts";

interface Head extends Record<string, unknown> {
  entity: string;
  reference: string;
  addressee: string;
  pack: string;
  contentSha256: string;
  leafHash: string;
}

/** Under the asker's own rows. @throws AppError not_found for a record that is neither theirs nor filed with them. */
export async function printRecord(
  ctx: Context,
  act: Act,
  recordId: string,
  language: WordsLanguage,
): Promise<{ name: string; bytes: Buffer }> {
  requirePermission(ctx, act);
  const words = wordsFor(ctx, language);
  const law = lawOfCountry(ctx.config.country);
  const { head, view } = await readOnly(ctx, async (tx) => {
    const [found] = await tx.execute<Head>(
      sql`select entity_name as entity, entity_reference as reference, addressee, pack_id || ' ' || pack_version as pack, content_sha256 as "contentSha256", leaf_hash as "leafHash"
        from yearly_records where id = ${recordId}`,
    );
    const [record] = await loadRecords(tx, sql`r.id = ${recordId}`);
    if (!found || !record) throw notFound("record");
    return { head: found, view: record };
  });
  const { record } = view;
  const addressee = nameAddressee(head.addressee, language, law);
  const lines: PdfBlock[] =
    record.lines.length === 0
      ? []
      : [
          { kind: "heading", level: 2, text: words("yearly.record.lines") },
          {
            kind: "table",
            columns: (["day", "nature", "dataCategories", "peopleCount", "measures"] as const).map((name) => ({
              header: words(`yearly.record.${name}`),
              share: name === "nature" || name === "measures" ? 3 : 1.5,
            })),
            rows: record.lines.map(({ day, nature, dataCategories, peopleCount, measures }) => [
              day,
              nature,
              dataCategories,
              peopleCount,
              measures,
            ]),
          },
        ];
  const bytes = await writePdf({
    language: words.tag,
    title: words("yearly.record.of", { year: String(view.year) }),
    issuer: `Toguna · ${loadCountry(ctx.config.country).cert.fullName}`,
    reference: `${view.receiptNumber} · ${addressee}`,
    createdAt: new Date(view.submittedAt),
    blocks: [
      {
        kind: "facts",
        rows: [
          { label: words("filings.pdf.receipt"), text: view.receiptNumber },
          { label: words("filings.pdf.entity"), text: `${head.entity} (${head.reference})` },
          { label: words("filings.pdf.addressee"), text: addressee },
          { label: words("filings.pdf.submitted_at"), text: sayMoment(view.submittedAt, law) },
          {
            label: words("filings.pdf.lateness"),
            text: `${words(`filings.lateness.${view.lateness}`)}${view.dueAt === null ? "" : ` (${words("filings.pdf.due", { at: sayMoment(view.dueAt, law) })})`}`,
          },
          ...(view.reason === null ? [] : [{ label: words("filings.pdf.corrects"), text: view.reason }]),
          { label: words("yearly.record.violations"), text: String(record.violations) },
          { label: words("yearly.record.measures"), text: record.measures },
          { label: words("yearly.record.contact"), text: record.contact },
          { label: words("filings.pdf.pack"), text: head.pack },
          { label: words("filings.pdf.content_hash"), text: head.contentSha256 },
        ],
      },
      ...lines,
      {
        kind: "signatures",
        boxes: [
          { label: words("filings.pdf.sign_entity"), name: head.entity },
          { label: words("filings.pdf.sign_addressee"), name: addressee },
        ],
      },
    ],
    proof: {
      address: `${ctx.config.publicUrl}/verify`,
      leafHash: head.leafHash,
      caption: words("filings.pdf.proof"),
    },
  });
  return { name: `${view.receiptNumber}.pdf`, bytes };
}
