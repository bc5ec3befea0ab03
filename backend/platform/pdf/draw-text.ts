// Draws words: headings, paragraphs, notices, lists, labels with answers, boxes to sign in.
import { keepTogether, type Sheet, sizes } from "./page.ts";

export function drawHeading(sheet: Sheet, level: 1 | 2 | 3, text: string): void {
  const { pdf } = sheet;
  const size = level === 1 ? sizes.h1 : level === 2 ? sizes.h2 : sizes.h3;
  pdf.font("bold").fontSize(size);
  // A heading is never the last line of a page.
  keepTogether(sheet, pdf.heightOfString(sheet.clean(text), { width: sheet.width }) + 45);
  pdf.y += level === 1 ? 4 : 8;
  addText(sheet, `H${level}`, text);
  pdf.y += level === 1 ? 8 : 3;
}

export function drawParagraph(sheet: Sheet, text: string): void {
  sheet.pdf.font("body").fontSize(sizes.body);
  addText(sheet, "P", text);
  sheet.pdf.y += 6;
}

export function drawNotice(sheet: Sheet, text: string): void {
  const { pdf, left, width } = sheet;
  pdf.font("bold").fontSize(sizes.body);
  const height = pdf.heightOfString(sheet.clean(text), { width: width - 20 }) + 16;
  keepTogether(sheet, height);
  const top = pdf.y;
  const isWhole = top + height <= sheet.bottom;
  if (isWhole) {
    pdf.markContent("Artifact", { type: "Layout" });
    pdf.rect(left, top, width, height).lineWidth(1).stroke("#000");
    pdf.endMarkedContent();
  }
  pdf.y = top + 8;
  addText(sheet, "P", text, { x: left + 10, width: width - 20 });
  pdf.x = left;
  pdf.y = isWhole ? top + height + 8 : pdf.y + 8;
}

export function drawList(sheet: Sheet, items: string[], isNumbered: boolean): void {
  const { pdf, left, width } = sheet;
  // Attached before anything is in it: PDFKit draws the content of a loose element only when it is attached.
  const list = pdf.struct("L");
  pdf.addStructure(list);
  pdf.font("body").fontSize(sizes.body);
  const indent = isNumbered ? 24 : 14;
  for (const [index, item] of items.entries()) {
    keepTogether(sheet, Math.min(pdf.heightOfString(sheet.clean(item), { width: width - indent }), 60));
    const entry = pdf.struct("LI");
    list.add(entry);
    const top = pdf.y;
    entry.add(pdf.struct("Lbl", {}, () => void pdf.text(isNumbered ? `${index + 1}.` : "•", left, top)));
    entry.add(
      pdf.struct(
        "LBody",
        {},
        () => void pdf.text(sheet.clean(item) || " ", left + indent, top, { width: width - indent }),
      ),
    );
    entry.end();
    pdf.y += 3;
  }
  list.end();
  pdf.x = left;
  pdf.y += 4;
}

export function drawFacts(sheet: Sheet, rows: { label: string; text: string }[]): void {
  const { pdf, left, width } = sheet;
  const labelWidth = width * 0.34;
  for (const { label, text } of rows) {
    const answer = sheet.clean(text.trim()) || "—";
    pdf.font("bold").fontSize(sizes.small + 1);
    const labelHeight = pdf.heightOfString(sheet.clean(label), { width: labelWidth - 10 });
    pdf.font("body").fontSize(sizes.body);
    const height = Math.max(labelHeight, pdf.heightOfString(answer, { width: width - labelWidth })) + 5;
    keepTogether(sheet, Math.min(height, 120));
    const top = pdf.y;
    const isLong = top + height > sheet.bottom;
    const part = pdf.struct("P");
    pdf.addStructure(part);
    part.add(
      pdf.struct("Span", {}, () => {
        pdf.font("bold").fontSize(sizes.small + 1);
        pdf.text(sheet.clean(label), left, top + 1, { width: isLong ? width : labelWidth - 10 });
      }),
    );
    const below = pdf.y;
    part.add(
      pdf.struct("Span", {}, () => {
        pdf.font("body").fontSize(sizes.body);
        if (isLong) pdf.text(answer, left, below, { width });
        else pdf.text(answer, left + labelWidth, top, { width: width - labelWidth });
      }),
    );
    part.end();
    pdf.x = left;
    pdf.y = isLong ? pdf.y + 5 : Math.max(pdf.y, below, top + height);
  }
  pdf.y += 4;
}

export function drawSignatures(sheet: Sheet, boxes: { label: string; name?: string }[]): void {
  const { pdf, left, width } = sheet;
  const boxWidth = (width - 16) / 2;
  const boxHeight = 92;
  for (let index = 0; index < boxes.length; index += 2) {
    keepTogether(sheet, boxHeight + 8);
    const top = pdf.y;
    for (const [place, box] of boxes.slice(index, index + 2).entries()) {
      const x = left + place * (boxWidth + 16);
      pdf.markContent("Artifact", { type: "Layout" });
      pdf.rect(x, top, boxWidth, boxHeight).lineWidth(0.8).stroke("#000");
      pdf.endMarkedContent();
      const text = sheet.clean(box.name === undefined ? box.label : `${box.label}\n${box.name}`);
      pdf.font("body").fontSize(sizes.small + 1);
      pdf.addStructure(
        pdf.struct(
          "P",
          {},
          () => void pdf.text(text, x + 6, top + 5, { width: boxWidth - 12, height: 40, ellipsis: true }),
        ),
      );
    }
    pdf.x = left;
    pdf.y = top + boxHeight + 10;
  }
}

function addText(sheet: Sheet, tag: string, text: string, at?: { x: number; width: number }): void {
  const { pdf, left, width } = sheet;
  pdf.addStructure(
    pdf.struct(
      tag,
      {},
      () => void pdf.text(sheet.clean(text) || " ", at?.x ?? left, pdf.y, { width: at?.width ?? width }),
    ),
  );
  pdf.x = left;
}
