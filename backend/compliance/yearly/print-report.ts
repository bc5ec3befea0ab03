// A report as a document: the office's with every number, the public's without small ones, a draft marked as such. Queries and hashes stand at its end.
import { type PdfBlock, writePdf } from "../../platform/pdf/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import type { PublicFigure, UsedLaw } from "./model.ts";
import { sayKey, sayValue } from "./say-rows.ts";

export interface PrintedReport {
  authority: string;
  year: number;
  figures: readonly PublicFigure[];
  laws: readonly UsedLaw[];
  /** Said in a frame at the top. */
  status: string;
  /** Foot of each page. */
  reference: string;
  createdAt: Date;
  sha256: string | null;
  /** The leaf of the log that the freezing is, with where it is checked. */
  proof?: { address: string; leafHash: string };
}

/** @returns the bytes; the same report gives the same bytes. */
export async function printReport(report: PrintedReport, language: WordsLanguage): Promise<Buffer> {
  const words = wordsIn(language);
  const blocks: PdfBlock[] = [
    { kind: "notice", text: report.status },
    { kind: "paragraph", text: words("yearly.print.law") },
    ...report.figures.flatMap(({ name, unit, rows }): PdfBlock[] => {
      const only = rows.length === 1 && rows[0]?.key === "all" ? rows[0] : undefined;
      if (only)
        return [
          {
            kind: "facts",
            rows: [{ label: words(`yearly.figure.${name}`), text: sayValue(only.value, only.isHidden, unit, words) }],
          },
        ];
      return [
        { kind: "heading", level: 3, text: words(`yearly.figure.${name}`) },
        rows.length === 0
          ? { kind: "paragraph", text: words("yearly.nothing") }
          : {
              kind: "table",
              columns: [
                { header: words("yearly.column.key"), share: 3 },
                { header: words(`yearly.unit.${unit}`), align: "right" },
              ],
              rows: rows.map(({ key, value, isHidden }) => [
                sayKey(key, words),
                sayValue(value, isHidden, unit, words),
              ]),
            },
      ];
    }),
    { kind: "heading", level: 2, text: words("yearly.laws") },
    report.laws.length === 0
      ? { kind: "paragraph", text: words("yearly.nothing") }
      : {
          kind: "list",
          items: report.laws.map(
            ({ id, version, sha256, title }) => `${title[language]} · ${id} ${version} · SHA-256 ${sha256}`,
          ),
        },
    { kind: "heading", level: 2, text: words("yearly.print.queries") },
    ...(report.sha256 === null
      ? []
      : [{ kind: "paragraph" as const, text: `${words("yearly.column.sha256")}: ${report.sha256}` }]),
    {
      kind: "facts",
      rows: report.figures.map(({ name, query }) => ({ label: name, text: query.replaceAll(/\s+/g, " ") })),
    },
    { kind: "signatures", boxes: [{ label: words("yearly.print.sign"), name: report.authority }] },
  ];
  return await writePdf({
    language,
    title: words("yearly.report_of", { year: String(report.year) }),
    issuer: report.authority,
    reference: report.reference,
    createdAt: report.createdAt,
    blocks,
    ...(report.proof ? { proof: { ...report.proof, caption: words("filings.pdf.proof") } } : {}),
  });
}
