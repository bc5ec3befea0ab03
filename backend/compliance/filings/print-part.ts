// The receipt of one part, for the entity and for its addressee: a document that prints and stamps, with the leaf of the log as a square code.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Act } from "../../identity/model.ts";
import { readFirstProof, type RowProof } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { type PdfBlock, writePdf } from "../../platform/pdf/index.ts";
import { type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { nameAddressee } from "../duties/judge-duties.ts";
import { lawOfCountry, readPinned } from "../duties/law-of-country.ts";
import { readParts } from "./read-filings.ts";
import { sayMoment } from "./view-draft.ts";

interface Head extends Record<string, unknown> {
  entityName: string;
  entityReference: string | null;
  filingReference: string;
  channel: string;
  standing: string;
  awareAt: string | null;
  replaceReason: string | null;
  contentSha256: string;
}

/** Under the asker's own rows. @throws not_found for a part that is neither theirs nor filed with them. */
export async function printPart(
  ctx: Context,
  act: Act,
  partId: string,
  language: WordsLanguage,
): Promise<{ name: string; bytes: Buffer }> {
  requirePermission(ctx, act);
  const words = wordsFor(ctx, language);
  const law = lawOfCountry(ctx.config.country);
  const { head, part } = await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<Head>(
      sql`select entity_name as "entityName", entity_reference as "entityReference", filing_reference as "filingReference", channel, standing,
        ${iso(sql`aware_at`)} as "awareAt", replace_reason as "replaceReason", content_sha256 as "contentSha256" from filing_parts where id = ${partId}`,
    );
    if (!row) throw notFound("filing");
    const [view] = await readParts(tx, law, words, sql`p.id = ${partId}`);
    if (!view) throw notFound("filing");
    return { head: row, part: view };
  });
  const time = (at: string): string => sayMoment(at, law);
  const { pack } = readPinned({ id: part.packId, version: part.packVersion, sha256: part.packSha256 });
  const entity = head.entityReference === null ? head.entityName : `${head.entityName} (${head.entityReference})`;
  const blocks: PdfBlock[] = [
    ...(head.standing === "unconfirmed" ? [{ kind: "notice" as const, text: words("filings.pdf.unconfirmed") }] : []),
    {
      kind: "facts",
      rows: [
        { label: words("filings.pdf.receipt"), text: part.receiptNumber },
        { label: words("filings.pdf.filing"), text: head.filingReference },
        { label: words("filings.pdf.entity"), text: entity },
        { label: words("filings.pdf.addressee"), text: part.addressee.name },
        { label: words("filings.pdf.duty"), text: part.title },
        { label: words("filings.pdf.submitted_at"), text: time(part.submittedAt) },
        ...(head.awareAt === null ? [] : [{ label: words("filings.pdf.aware_at"), text: time(head.awareAt) }]),
        { label: words("filings.pdf.time"), text: part.clockWords },
        {
          label: words("filings.pdf.lateness"),
          text:
            words(`filings.lateness.${part.lateness}`) +
            (part.due === null ? "" : ` (${words("filings.pdf.due", { at: time(part.due) })})`),
        },
        ...(part.lateReason === null ? [] : [{ label: words("filings.pdf.late_reason"), text: part.lateReason }]),
        ...(head.replaceReason === null ? [] : [{ label: words("filings.pdf.corrects"), text: head.replaceReason }]),
      ],
    },
    { kind: "heading", level: 2, text: words("filings.pdf.content") },
    { kind: "facts", rows: part.fields.map(({ name, value }) => ({ label: name, text: value })) },
    { kind: "heading", level: 2, text: words("filings.pdf.law") },
    {
      kind: "facts",
      rows: [
        { label: words("filings.pdf.pack"), text: `${pack.pack.title[language]} · ${part.packId} ${part.packVersion}` },
        { label: words("filings.pdf.pack_hash"), text: part.packSha256 },
        { label: words("filings.pdf.content_hash"), text: head.contentSha256 },
      ],
    },
    {
      kind: "signatures",
      boxes: [
        { label: words("filings.pdf.sign_entity"), name: head.entityName },
        { label: words("filings.pdf.sign_addressee"), name: part.addressee.name },
      ],
    },
  ];
  const bytes = await writePdf({
    language: words.tag,
    title: words("filings.pdf.title"),
    issuer: `Toguna · ${loadCountry(ctx.config.country).cert.fullName}`,
    reference: `${part.receiptNumber} · ${nameAddressee(part.addressee.id, language, law)}`,
    createdAt: new Date(part.submittedAt),
    blocks,
    ...(part.leafHash === null
      ? {}
      : {
          proof: {
            address: `${ctx.config.publicUrl}/verify`,
            leafHash: part.leafHash,
            caption: words("filings.pdf.proof"),
          },
        }),
  });
  return { name: `${part.receiptNumber}.pdf`, bytes };
}

/** The proof that the part stands in the log: with the document, anybody can check it without us. @throws not_found; conflict for about a second. */
export async function proveFiling(ctx: Context, act: Act, partId: string): Promise<RowProof & { name: string }> {
  requirePermission(ctx, act);
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ receipt: string }>(
        sql`select receipt_number as receipt from filing_parts where id = ${partId}`,
      ),
  );
  if (!row) throw notFound("filing");
  const proof = await readFirstProof(ctx, { action: "filing.submit", objectType: "filing_part", objectId: partId });
  if (typeof proof === "object") return { ...proof, name: `${row.receipt}.tlog-proof` };
  if (proof === undefined) throw notFound("filing");
  throw new AppError("conflict", "This filing gets its proof within a second. Try again.", {
    words: `log.refusal.${proof}`,
  });
}
