// The sheet that the blocks are drawn on: A4, fonts, measures, what fits, what begins a new page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import PdfKit from "pdfkit";
import { cleanText } from "./clean-text.ts";
import type { PdfDocument } from "./model.ts";

/** Points; 72 to the inch. Margins leave room for a stamp and for a punch. */
export const margins = { top: 57, bottom: 71, left: 57, right: 57 };
export const sizes = { body: 10, small: 8, h1: 16, h2: 12.5, h3: 10.5 } as const;
export type FontName = "body" | "bold";

const fonts = new Map<FontName, Buffer>();

function loadFont(name: FontName): Buffer {
  const known = fonts.get(name);
  if (known) return known;
  const require = createRequire(import.meta.url);
  const path =
    name === "bold"
      ? require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf")
      : require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
  const font = readFileSync(path);
  fonts.set(name, font);
  return font;
}

export interface Sheet {
  pdf: PDFKit.PDFDocument;
  left: number;
  width: number;
  /** Lowest point that a block may reach. */
  bottom: number;
  clean: (text: string) => string;
}

export function openSheet(document: Omit<PdfDocument, "blocks" | "proof">, paper: "A4" | "A5" = "A4"): Sheet {
  const pdf = new PdfKit({
    size: paper,
    margins,
    bufferPages: true,
    pdfVersion: "1.7",
    tagged: true,
    displayTitle: true,
    lang: document.language,
    info: {
      Title: document.title,
      Author: document.issuer,
      Subject: document.reference,
      CreationDate: document.createdAt,
      ModDate: document.createdAt,
    },
  });
  pdf.registerFont("body", loadFont("body"));
  pdf.registerFont("bold", loadFont("bold"));
  pdf.font("body");
  const hasGlyph = glyphTest(pdf);
  return {
    pdf,
    left: margins.left,
    width: pdf.page.width - margins.left - margins.right,
    bottom: pdf.page.height - margins.bottom,
    clean: (text) => cleanText(text, hasGlyph),
  };
}

/** Begins a new page unless `height` still fits on this one. */
export function keepTogether({ pdf, bottom }: Sheet, height: number): void {
  if (pdf.y + Math.min(height, bottom - margins.top) > bottom) pdf.addPage();
}

/** PDFKit keeps the opened font to itself; a font that cannot be asked is asked to draw everything. */
function glyphTest(pdf: PDFKit.PDFDocument): (codePoint: number) => boolean {
  const own: unknown = Reflect.get(pdf, "_font");
  const font: unknown = typeof own === "object" && own !== null ? Reflect.get(own, "font") : null;
  const test: unknown =
    typeof font === "object" && font !== null ? Reflect.get(font, "hasGlyphForCodePoint") : undefined;
  if (typeof test !== "function") return () => true;
  return (codePoint) => Reflect.apply(test, font, [codePoint]) === true;
}
