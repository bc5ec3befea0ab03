// A year's review as documents: PDF that prints and stamps, DOCX that an office works on; both from the same plain parts, live or frozen.
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from "docx";
import type { Context } from "../../platform/context/index.ts";
import { type PdfBlock, writePdf } from "../../platform/pdf/index.ts";
import { wordsIn, type wordsLanguages } from "../../platform/words/index.ts";
import type { ReviewView, TargetView } from "./model.ts";

type Language = (typeof wordsLanguages)[number];

/** The text in the reader's language, else in the first there is. */
export function inLanguage(texts: Record<string, string>, language: string): string {
  return texts[language] ?? Object.values(texts)[0] ?? "";
}

/** One line of the table of targets: name, unit, baseline, last year, this year, target, outlook. */
function rowOf(target: TargetView, language: Language): string[] {
  const words = wordsIn(language);
  return [
    inLanguage(target.names, language),
    unitName(words, target.unit),
    target.baseline ?? "–",
    target.lastYear?.value ?? "–",
    target.thisYear?.value ?? "–",
    target.target === null ? "–" : target.byYear === null ? target.target : `${target.target} (${target.byYear})`,
    words(`committee.outlook.${target.narrative?.outlook ?? "unknown"}`),
  ];
}

function unitName(words: ReturnType<typeof wordsIn>, unit: string): string {
  return shippedUnits.has(unit) ? words(`committee.unit.${unit}`) : unit;
}

/** Units of shipped strategies and figures; the committee writes its own as text. */
export const shippedUnits: ReadonlySet<string> = new Set([
  "km",
  "percent",
  "jobs",
  "services",
  "centres",
  "laws",
  "reviews_a_year",
  "users",
  "organisations",
  "people",
  "shops",
  "products",
  "projects",
]);

const columns = ["target", "unit", "baseline", "last_year", "this_year", "wanted", "outlook"] as const;

/** Everything that the review says, as blocks that both writers draw. */
export function composeReview(review: ReviewView, language: Language): PdfBlock[] {
  const words = wordsIn(language);
  const told = review.targets.filter(
    (target) => target.narrative && inLanguage(target.narrative.text, language) !== "",
  );
  const signed =
    review.sha256 === null
      ? words("committee.print.draft")
      : words("committee.print.signed", { sha256: review.sha256 });
  return [
    { kind: "notice", text: signed },
    ...(inLanguage(review.summary, language) === "" ? [] : paragraphs(inLanguage(review.summary, language))),
    { kind: "heading", level: 2, text: words("committee.targets") },
    {
      kind: "table",
      columns: columns.map((name, at) => ({ header: words(`committee.column.${name}`), share: at === 0 ? 3 : 1.2 })),
      rows: review.targets.map((target) => rowOf(target, language)),
    },
    ...told.flatMap((target): PdfBlock[] => [
      { kind: "heading", level: 3, text: inLanguage(target.names, language) },
      ...paragraphs(inLanguage(target.narrative?.text ?? {}, language)),
      { kind: "facts", rows: [{ label: words("committee.column.source"), text: sourceOf(target, words) }] },
    ]),
    { kind: "heading", level: 2, text: words("committee.laws") },
    {
      kind: "table",
      columns: [
        { header: words("committee.column.law"), share: 3 },
        ...["adopted", "decree_issued", "body_running", "entities_filing", "sanction_used"].map((step) => ({
          header: words(`committee.step.${step}`),
        })),
      ],
      rows: review.laws.map((law) => [
        law.names[language] ?? Object.values(law.names)[0] ?? law.instrument,
        ...law.steps.map((step) => words(`committee.state.${step.state}`)),
      ]),
    },
  ];
}

function sourceOf(target: TargetView, words: ReturnType<typeof wordsIn>): string {
  const verified = words(`committee.verification.${target.verification}`);
  return target.thisYear
    ? `${target.thisYear.source} · ${target.source} (${verified})`
    : `${target.source} (${verified})`;
}

const paragraphs = (text: string): PdfBlock[] =>
  text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== "")
    .map((part) => ({ kind: "paragraph", text: part }));

export async function reviewPdf(ctx: Context, review: ReviewView, language: Language): Promise<Uint8Array> {
  const words = wordsIn(language);
  const signed = review.signedAt === null ? undefined : new Date(review.signedAt);
  return await writePdf({
    language,
    title: words("committee.print.title", { year: String(review.year) }),
    issuer: words("committee.print.issuer"),
    reference: `${review.year}${review.sha256 === null ? "" : ` · ${review.sha256.slice(0, 16)}`}`,
    createdAt: signed ?? ctx.now(),
    blocks: [
      ...composeReview(review, language),
      {
        kind: "signatures",
        boxes: [
          { label: words("committee.print.submitted"), name: review.submittedBy ?? "" },
          { label: words("committee.print.signed_by"), name: review.signedBy ?? "" },
        ],
      },
    ],
  });
}

export async function reviewDocx(review: ReviewView, language: Language): Promise<Uint8Array> {
  const words = wordsIn(language);
  const title = new Paragraph({
    heading: HeadingLevel.TITLE,
    children: [new TextRun(words("committee.print.title", { year: String(review.year) }))],
  });
  const document = new Document({
    title: words("committee.print.title", { year: String(review.year) }),
    creator: words("committee.print.issuer"),
    sections: [{ children: [title, ...composeReview(review, language).flatMap(drawBlock)] }],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

const levels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

function drawBlock(block: PdfBlock): (Paragraph | Table)[] {
  if (block.kind === "heading")
    return [new Paragraph({ heading: levels[block.level], children: [new TextRun(block.text)] })];
  if (block.kind === "facts")
    return block.rows.map(
      ({ label, text }) =>
        new Paragraph({ children: [new TextRun({ text: `${label}: `, bold: true }), new TextRun(text)] }),
    );
  if (block.kind === "table") {
    const line = (cells: string[], isHead: boolean) =>
      new TableRow({
        tableHeader: isHead,
        children: cells.map(
          (text) => new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold: isHead })] })] }),
        ),
      });
    const rows = [
      line(
        block.columns.map((column) => column.header),
        true,
      ),
      ...block.rows.map((cells) => line(cells, false)),
    ];
    return [new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows })];
  }
  if (block.kind === "paragraph" || block.kind === "notice")
    return [new Paragraph({ children: [new TextRun({ text: block.text, bold: block.kind === "notice" })] })];
  return [];
}
