// The door to printed documents: compose blocks, get bytes.
export type { FixedDocument, FixedItem, PdfBlock, PdfColumn, PdfDocument, PdfProof } from "./model.ts";
export { writeFixedPdf } from "./write-fixed.ts";
export { writePdf } from "./write-pdf.ts";
