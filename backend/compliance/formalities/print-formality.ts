// The receipt of a formality and its decision as documents that print and stamp, with the leaf of the log as a square code.
import type { Context } from "../../platform/context/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type PdfBlock, writePdf } from "../../platform/pdf/index.ts";
import { type Translator, type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { writeDay, writeMoment } from "../../platform/words/say-instant.ts";
import { type LawOfCountry, lawOfCountry } from "../duties/law-of-country.ts";
import { nameCountry } from "../processing/print-processing.ts";
import type { FormalityPage } from "./answers/model.ts";
import { readFormality } from "./read-formalities.ts";

export interface Printed {
  name: string;
  bytes: Buffer;
}

/** Under the asker's own rows: the entity's, or the authority's that it was filed with. A draft prints without number, to be brought on paper. @throws AppError not_found. */
export async function printReceipt(
  ctx: Context,
  side: "entity" | "authority",
  id: string,
  language: WordsLanguage,
): Promise<Printed> {
  const page = await readFormality(ctx, side, id, language);
  const words = wordsFor(ctx, language);
  const law = lawOfCountry(ctx.config.country);
  const content = page.contents[0];
  const name = page.receiptNumber ?? "draft";
  const bytes = await writePdf({
    language: words.tag,
    title: words(page.receiptNumber === null ? "formalities.pdf.draft" : "formalities.pdf.receipt", {
      kind: words(`formalities.kind.${page.kind}`),
    }),
    issuer: page.receiptNumber === null ? page.entity : page.authority,
    reference: `${name} · ${page.authority}`,
    createdAt: new Date(page.submittedAt ?? ctx.now()),
    blocks: [
      {
        kind: "facts",
        rows: [
          ...(page.receiptNumber === null ? [] : [row(words, "receiptNumber", page.receiptNumber)]),
          row(words, "kind", words(`formalities.kind.${page.kind}`)),
          row(words, "entity", `${page.entity} (${page.entityReference})`),
          row(words, "authority", page.authority),
          row(words, "duty", page.law.obligation),
          ...(page.submittedAt === null
            ? []
            : [row(words, "submittedAt", sayAt(page.submittedAt, law, page.channel === "paper"))]),
          row(words, "contact", page.contact),
          row(words, "fee", sayFee(page, words)),
        ],
      },
      ...page.items.flatMap((item): PdfBlock[] => [
        { kind: "heading", level: 2, text: item.title },
        {
          kind: "facts",
          rows: [
            row(words, "traits", sayTraits(item.traits, page, language)),
            ...item.fields.map((field) => ({ label: field.name[language], text: field.value })),
          ],
        },
      ]),
      ...lawBlocks(page, words),
      {
        kind: "signatures",
        boxes: [
          { label: words("formalities.pdf.sign_entity"), name: page.entity },
          { label: words("formalities.pdf.sign_authority"), name: page.authority },
        ],
      },
    ],
    ...(content ? { proof: proofOf(ctx, content.leafHash, words) } : {}),
  });
  return { name: `${name}.pdf`, bytes };
}

/** @throws AppError not_found while nothing is decided. */
export async function printDecision(
  ctx: Context,
  side: "entity" | "authority",
  id: string,
  language: WordsLanguage,
): Promise<Printed> {
  const page = await readFormality(ctx, side, id, language);
  const { decision } = page;
  if (decision === null) throw notFound("decision");
  const words = wordsFor(ctx, language);
  const law = lawOfCountry(ctx.config.country);
  const countries = [...new Set(page.items.flatMap((item) => item.countries))];
  const bytes = await writePdf({
    language: words.tag,
    title: words(page.kind === "opinion" ? "formalities.pdf.opinion" : "formalities.pdf.decision"),
    issuer: page.authority,
    reference: `${decision.number} · ${page.receiptNumber ?? ""}`,
    createdAt: new Date(decision.at),
    blocks: [
      {
        kind: "facts",
        rows: [
          row(words, "decisionNumber", decision.number),
          row(words, "decidedAt", sayAt(decision.at, law)),
          row(words, "outcome", words(`formalities.outcome.${decision.outcome}`)),
          row(words, "entity", `${page.entity} (${page.entityReference})`),
          row(words, "receiptNumber", page.receiptNumber ?? ""),
          row(words, "kind", words(`formalities.kind.${page.kind}`)),
          row(words, "processings", page.items.map(({ title }) => title).join("\n")),
          ...(countries.length === 0
            ? []
            : [row(words, "countries", countries.map((code) => nameCountry(code, language)).join(", "))]),
        ],
      },
      { kind: "heading", level: 2, text: words("formalities.field.decision") },
      { kind: "paragraph", text: decision.text },
      ...(decision.conditions === ""
        ? []
        : ([
            { kind: "heading", level: 2, text: words("formalities.field.conditions") },
            { kind: "paragraph", text: decision.conditions },
          ] satisfies PdfBlock[])),
      ...lawBlocks(page, words),
      { kind: "signatures", boxes: [{ label: words("formalities.pdf.sign_authority"), name: page.authority }] },
    ],
    ...(decision.leafHash === null ? {} : { proof: proofOf(ctx, decision.leafHash, words) }),
  });
  return { name: `${decision.number}.pdf`, bytes };
}

const row = (words: Translator, field: string, text: string) => ({
  label: words(`formalities.field.${field}`),
  text,
});
const proofOf = (ctx: Context, leafHash: string, words: Translator) => ({
  address: `${ctx.config.publicUrl}/verify`,
  leafHash,
  caption: words("formalities.pdf.proof"),
});

/** The same digits in every language; a paper says no hour. */
function sayAt(at: string, { timeZone }: LawOfCountry, isDayOnly = false): string {
  return (isDayOnly ? writeDay : writeMoment)(new Date(at), timeZone);
}

function sayTraits(traits: readonly string[], page: FormalityPage, language: WordsLanguage): string {
  return traits.map((id) => page.traits.find((trait) => trait.id === id)?.name[language] ?? id).join(", ");
}

function sayFee({ fee }: FormalityPage, words: Translator): string {
  if (fee.set === null) return words("formalities.fee.none_stated");
  const set = words("formalities.fee.set", fee.set);
  return fee.paid === null ? set : `${set} ${words("formalities.fee.paid", { on: fee.paid.on })}`;
}

/** The pinned law, each article with how far it was checked. */
function lawBlocks(page: FormalityPage, words: Translator): PdfBlock[] {
  const { law } = page;
  const content = page.contents[0];
  return [
    { kind: "heading", level: 2, text: words("formalities.page.law") },
    {
      kind: "list",
      items: law.cites.map((cite) =>
        [
          cite.article === null
            ? cite.instrument
            : words("formalities.article", { article: cite.article, instrument: cite.instrument }),
          cite.paraphrase,
          words(`committee.verification.${cite.verification}`),
        ].join(" · "),
      ),
    },
    {
      kind: "facts",
      rows: [
        row(words, "pack", `${law.packTitle} · ${law.packId} ${law.packVersion}`),
        row(words, "packHash", law.packSha256),
        ...(content ? [row(words, "contentHash", content.contentSha256)] : []),
      ],
    },
  ];
}
