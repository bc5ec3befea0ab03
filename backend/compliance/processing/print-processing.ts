// The register of processing as a document: one entry, or all that run, to be shown to whoever asks.
import { requirePermission, requirePerson } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { type PdfBlock, writePdf } from "../../platform/pdf/index.ts";
import { type Translator, type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { readEntity } from "../duties/read-entity.ts";
import { dayOf } from "../offices/store.ts";
import type { ProcessingContent } from "./model.ts";
import { type EntryRow, knownTraits, loadEntries, loadEntry } from "./store.ts";

/** The name of a country in a language, else its two letters. */
export function nameCountry(code: string, language: string): string {
  return new Intl.DisplayNames([language, "en"], { type: "region", fallback: "code" }).of(code) ?? code;
}

/** Label and text of each part of an entry, in the order of the form. */
export function sayContent(content: ProcessingContent, words: Translator): { label: string; text: string }[] {
  const { language } = words;
  const traits = knownTraits()
    .filter(({ id }) => content.traits.includes(id))
    .map(({ name }) => name[language]);
  const transfers = content.transfers.map(({ country, basis }) =>
    basis === "" ? nameCountry(country, language) : `${nameCountry(country, language)}: ${basis}`,
  );
  const row = (field: string, text: string) => ({ label: words(`processing.field.${field}`), text });
  return [
    row("role", words(`processing.role.${content.role}`)),
    ...(content.role === "processor" ? [row("forWhom", content.forWhom)] : []),
    row("purposes", content.purposes),
    row("legalBasis", content.legalBasis),
    row("dataCategories", content.dataCategories),
    row("peopleCategories", content.peopleCategories),
    row("traits", traits.join(", ")),
    row("recipients", content.recipients),
    row("transfers", transfers.join("\n")),
    row("retention", content.retention),
    row("securityMeasures", content.securityMeasures),
  ];
}

function drawEntry(ctx: Context, row: EntryRow, words: Translator): PdfBlock[] {
  return [
    { kind: "heading", level: 2, text: `${row.number}. ${row.content.title}` },
    {
      kind: "paragraph",
      text: words("processing.pdf.version", { number: row.version, day: dayOf(ctx, new Date(row.changedAt)) }),
    },
    { kind: "facts", rows: sayContent(row.content, words) },
  ];
}

/** @param id one entry; without it the whole register. @throws AppError not_found for an entry of somebody else. */
export async function printProcessing(
  ctx: Context,
  language: WordsLanguage,
  id?: string,
): Promise<{ name: string; bytes: Buffer }> {
  requirePermission(ctx, "processing.read");
  const words = wordsFor(ctx, language);
  const { organisationId } = requirePerson(ctx);
  const { entity, rows } = await readOnly(ctx, async (tx) => ({
    entity: await readEntity(tx, ctx, ctx.now()),
    rows:
      id === undefined
        ? (await loadEntries(tx, organisationId)).filter(({ endedAt }) => endedAt === null)
        : [await loadEntry(tx, organisationId, id)],
  }));
  const day = dayOf(ctx);
  const bytes = await writePdf({
    language: words.tag,
    title: words("processing.title"),
    issuer: entity.name,
    reference: `${entity.reference} · ${day}`,
    createdAt: ctx.now(),
    blocks: [
      { kind: "paragraph", text: words("processing.pdf.lead", { name: entity.name, day, count: rows.length }) },
      ...rows.flatMap((row) => drawEntry(ctx, row, words)),
    ],
  });
  return { name: id === undefined ? `processing-${day}.pdf` : `processing-${rows[0]?.number ?? 0}-${day}.pdf`, bytes };
}
