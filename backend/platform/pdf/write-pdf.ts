// Writes a document as PDF: A4, tagged, fonts embedded by the letters that are used, black on white so that it prints and stamps well.
import { buffer } from "node:stream/consumers";
import { encode } from "uqr";
import { drawFacts, drawHeading, drawList, drawNotice, drawParagraph, drawSignatures } from "./draw-text.ts";
import { drawTable } from "./draw-table.ts";
import type { PdfBlock, PdfDocument, PdfProof } from "./model.ts";
import { keepTogether, margins, openSheet, type Sheet, sizes } from "./page.ts";

/** The bytes of the document. The same document gives the same bytes, so that its hash can stand in the log. */
export async function writePdf(document: PdfDocument): Promise<Buffer> {
  const sheet = openSheet(document);
  const { pdf } = sheet;
  const whole = buffer(pdf);
  pdf.font("body").fontSize(sizes.body);
  pdf.addStructure(
    pdf.struct("P", {}, () => void pdf.text(sheet.clean(document.issuer), sheet.left, pdf.y, { width: sheet.width })),
  );
  pdf.y += 10;
  drawHeading(sheet, 1, document.title);
  for (const block of document.blocks) drawBlock(sheet, block);
  if (document.proof) drawProof(sheet, document.proof);
  drawFeet(sheet, document.reference);
  pdf.end();
  return await whole;
}

function drawBlock(sheet: Sheet, block: PdfBlock): void {
  switch (block.kind) {
    case "heading":
      return drawHeading(sheet, block.level, block.text);
    case "paragraph":
      return drawParagraph(sheet, block.text);
    case "notice":
      return drawNotice(sheet, block.text);
    case "list":
      return drawList(sheet, block.items, block.isNumbered ?? false);
    case "facts":
      return drawFacts(sheet, block.rows);
    case "table":
      return drawTable(sheet, block.columns, block.rows);
    case "signatures":
      return drawSignatures(sheet, block.boxes);
    case "page_break":
      sheet.pdf.addPage();
  }
}

const codeSide = 84;

/** The code holds the address with the leaf behind `#`: opened, it leads to the check; read, it shows the hash without any network. */
function drawProof(sheet: Sheet, { address, leafHash, caption }: PdfProof): void {
  const { pdf, left, width } = sheet;
  keepTogether(sheet, codeSide + 14);
  const top = pdf.y + 8;
  const link = `${address}#${leafHash}`;
  const { data } = encode(link, { ecc: "M", border: 0 });
  const side = codeSide / data.length;
  pdf.addStructure(
    pdf.struct("Figure", { alt: link }, () => {
      for (const [y, row] of data.entries())
        for (const [x, isDark] of row.entries()) if (isDark) pdf.rect(left + x * side, top + y * side, side, side);
      pdf.fill("#000");
    }),
  );
  const x = left + codeSide + 14;
  pdf.font("body").fontSize(sizes.small);
  const text = [sheet.clean(caption), sheet.clean(address), leafHash].join("\n");
  pdf.addStructure(pdf.struct("P", {}, () => void pdf.text(text, x, top, { width: width - codeSide - 14 })));
  pdf.x = left;
  pdf.y = Math.max(pdf.y, top + codeSide) + 8;
}

/** Reference and number of each page, as an artifact: readers aloud pass over it. */
function drawFeet({ pdf, left, width, clean }: Sheet, reference: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    const bottom = pdf.page.margins.bottom;
    // Below the margin PDFKit would begin a new page.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - margins.bottom + 24;
    pdf.markContent("Artifact", { type: "Pagination", attached: ["Bottom"] });
    pdf.font("body").fontSize(sizes.small);
    pdf.text(clean(reference), left, y, { width: width - 80, lineBreak: false });
    pdf.text(`${page - start + 1} / ${count}`, left + width - 80, y, { width: 80, align: "right", lineBreak: false });
    pdf.endMarkedContent();
    pdf.page.margins.bottom = bottom;
  }
}
