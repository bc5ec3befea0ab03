// The door to printed documents: compose blocks, get bytes.
export type { PdfBlock, PdfColumn, PdfDocument, PdfProof } from "./model.ts";
export { writePdf } from "./write-pdf.ts";
