// Authorities' annual reports for the public over the real core: as they were published, as open data and as a document.
import type { AnnualCore, AnnualReportView } from "../frontend/portal/core-annual.ts";
import {
  listPublicReports,
  printReport,
  type PublishedReport,
  readPublicReport,
  reportColumns,
  rowsOf,
  sayKey,
  sayValue,
} from "./compliance/index.ts";
import type { Context } from "./platform/context/index.ts";
import { isId } from "./platform/ids/index.ts";
import { sheetResponse } from "./platform/sheets/index.ts";
import { wordsIn } from "./platform/words/index.ts";

export function makeAnnualCore(ctx: () => Context): AnnualCore {
  const find = async (id: string): Promise<PublishedReport | undefined> =>
    isId(id) ? await readPublicReport(ctx(), id) : undefined;
  return {
    list: async () => await listPublicReports(ctx()),
    read: async (id) => {
      const found = await find(id);
      return found && viewOf(found);
    },
    sheet: async (id, format, language) => {
      const found = await find(id);
      if (!found) return undefined;
      const { content } = found;
      return sheetResponse({
        format,
        fileName: `annual-report-${content.year}`,
        title: wordsIn(language)("yearly.report"),
        columns: reportColumns,
        rows: rowsOf(content.figures, content.snapshot),
        words: wordsIn(language),
        zone: "UTC",
      });
    },
    pdf: async (id, language) => {
      const found = await find(id);
      if (!found) return undefined;
      const { content, sha256, publishedAt } = found;
      const words = wordsIn(language);
      const bytes = await printReport(
        {
          ...content,
          status: words("yearly.print.public", { revision: content.revision, least: content.leastPublic, sha256 }),
          reference: `${content.year} · ${sha256.slice(0, 16)}`,
          createdAt: new Date(publishedAt),
          sha256: content.snapshot.sha256,
        },
        language,
      );
      return { name: `annual-report-${content.year}-${language}.pdf`, bytes };
    },
  };
}

function viewOf(found: PublishedReport): AnnualReportView {
  return {
    ...found,
    figures: (language) => {
      const words = wordsIn(language);
      return found.content.figures.map(({ name, unit, query, rows }) => ({
        title: words(`yearly.figure.${name}`),
        query,
        rows: rows.map(({ key, value, isHidden }) => ({
          label: key === "all" ? words(`yearly.unit.${unit}`) : sayKey(key, words),
          value: sayValue(value, isHidden, unit, words),
        })),
      }));
    },
  };
}
