// Writes sheets whose every line has its place: slips to cut, pages of a book. Tagged, fonts embedded, black on white.
import { buffer } from "node:stream/consumers";
import { encode } from "uqr";
import type { FixedDocument, FixedItem } from "./model.ts";
import { openSheet, type Sheet } from "./page.ts";

/** The bytes of the document: one page for each of `pages`. The same document gives the same bytes. */
export async function writeFixedPdf(document: FixedDocument): Promise<Buffer> {
  const sheet = openSheet(document, document.paper);
  const { pdf } = sheet;
  const whole = buffer(pdf);
  for (const [index, page] of document.pages.entries()) {
    if (index > 0) pdf.addPage();
    // Below a margin PDFKit would begin a new page by itself.
    pdf.page.margins = { top: 0, bottom: 0, left: 0, right: 0 };
    for (const item of page) drawItem(sheet, item);
  }
  pdf.end();
  return await whole;
}

function drawItem(sheet: Sheet, item: FixedItem): void {
  const { pdf } = sheet;
  if (item.kind === "text") {
    const { x, y, width, size, align = "left", height = size * 1.3 } = item;
    pdf.addStructure(
      pdf.struct("P", {}, () => {
        pdf.font(item.isBold ? "bold" : "body").fontSize(size);
        pdf.text(sheet.clean(item.text) || " ", x, y, { width, height, align, ellipsis: true });
      }),
    );
    return;
  }
  if (item.kind === "line") {
    pdf.markContent("Artifact", { type: "Layout" });
    pdf.moveTo(item.x, item.y).lineTo(item.toX, item.toY).lineWidth(0.6);
    if (item.isDashed) pdf.dash(3, { space: 3 });
    pdf.stroke("#000").undash();
    pdf.endMarkedContent();
    return;
  }
  const { data } = encode(item.text, { ecc: "M", border: 0 });
  const side = item.side / data.length;
  pdf.addStructure(
    pdf.struct("Figure", { alt: item.text }, () => {
      for (const [y, row] of data.entries())
        for (const [x, isDark] of row.entries()) if (isDark) pdf.rect(item.x + x * side, item.y + y * side, side, side);
      pdf.fill("#000");
    }),
  );
}
