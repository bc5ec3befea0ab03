// Draws tables: a row stays on one page, the head comes back on the next; a row that no page holds is told as label and text.
import { drawFacts } from "./draw-text.ts";
import type { PdfColumn } from "./model.ts";
import { type FontName, margins, type Sheet, sizes } from "./page.ts";

const padding = 4;

export function drawTable(sheet: Sheet, columns: PdfColumn[], rows: string[][]): void {
  const { pdf } = sheet;
  const widths = shareOut(columns, sheet.width);
  const headers = columns.map((it) => it.header);
  const table = pdf.struct("Table");
  // Attached before anything is in it, so that each cell is drawn at once, on its own page.
  pdf.addStructure(table);
  const drawHead = (): void =>
    drawRow(sheet, { cells: headers, columns, widths, font: "bold", tag: "TH", into: table });
  const headHeight = heightOf(sheet, headers, widths, "bold");
  if (pdf.y + headHeight * 3 > sheet.bottom) pdf.addPage();
  drawHead();
  for (const cells of rows) {
    const height = heightOf(sheet, cells, widths, "body");
    if (height > sheet.bottom - margins.top - headHeight) {
      pdf.y += padding;
      drawFacts(
        sheet,
        columns.map(({ header }, index) => ({ label: header, text: cells[index] ?? "" })),
      );
      continue;
    }
    if (pdf.y + height > sheet.bottom) {
      pdf.addPage();
      drawHead();
    }
    drawRow(sheet, { cells, columns, widths, font: "body", tag: "TD", into: table });
  }
  table.end();
  pdf.y += 8;
  pdf.x = sheet.left;
}

interface Row {
  cells: string[];
  columns: PdfColumn[];
  widths: number[];
  font: FontName;
  tag: "TH" | "TD";
  into: PDFKit.PDFStructureElement;
}

function drawRow(sheet: Sheet, { cells, columns, widths, font, tag, into }: Row): void {
  const { pdf, left } = sheet;
  const top = pdf.y;
  const height = heightOf(sheet, cells, widths, font);
  const row = pdf.struct("TR");
  into.add(row);
  let x = left;
  for (const [index, column] of columns.entries()) {
    const width = widths[index] ?? 0;
    const at = x;
    row.add(
      pdf.struct(tag, {}, () => {
        pdf.font(font).fontSize(sizes.small + 1);
        pdf.text(sheet.clean(cells[index] ?? ""), at + padding, top + padding, {
          width: width - 2 * padding,
          align: column.align ?? "left",
        });
      }),
    );
    x += width;
  }
  row.end();
  pdf.markContent("Artifact", { type: "Layout" });
  const lineAt = top + height;
  pdf
    .moveTo(left, lineAt)
    .lineTo(left + sheet.width, lineAt)
    .lineWidth(tag === "TH" ? 1 : 0.4)
    .stroke("#000");
  pdf.endMarkedContent();
  pdf.x = left;
  pdf.y = lineAt;
}

function heightOf(sheet: Sheet, cells: string[], widths: number[], font: FontName): number {
  sheet.pdf.font(font).fontSize(sizes.small + 1);
  const heights = cells.map((text, index) =>
    sheet.pdf.heightOfString(sheet.clean(text) || " ", { width: (widths[index] ?? sheet.width) - 2 * padding }),
  );
  return Math.max(...heights, sizes.small + 1) + 2 * padding;
}

function shareOut(columns: PdfColumn[], width: number): number[] {
  const total = columns.reduce((sum, it) => sum + (it.share ?? 1), 0);
  return columns.map((it) => (width * (it.share ?? 1)) / total);
}
