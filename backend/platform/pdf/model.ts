// What a printed document is made of: plain data that any domain can compose and the writer draws.

/** One part of a document. All texts are plain: nothing in them is ever read as markup. */
export type PdfBlock =
  | { kind: "heading"; level: 1 | 2 | 3; text: string }
  | { kind: "paragraph"; text: string }
  /** A paragraph in a frame: what a reader must not miss. */
  | { kind: "notice"; text: string }
  | { kind: "list"; items: string[]; isNumbered?: boolean }
  /** Label and answer, one below the other; an empty answer prints as a dash. */
  | { kind: "facts"; rows: { label: string; text: string }[] }
  | { kind: "table"; columns: PdfColumn[]; rows: string[][] }
  /** Boxes to sign and stamp in, two a line. */
  | { kind: "signatures"; boxes: { label: string; name?: string }[] }
  | { kind: "page_break" };

export interface PdfColumn {
  header: string;
  /** Share of the width; 1 unless said. */
  share?: number;
  align?: "left" | "right";
}

/** The square code at the end: where the document can be checked, and the hash of its row in the log. */
export interface PdfProof {
  /** An https address that a telephone opens. */
  address: string;
  /** Lower-case hex, 64 digits: the leaf of the transparency log that this document goes with. */
  leafHash: string;
  /** One sentence in the reader's language that says what to do with it. */
  caption: string;
}

/** One thing at its place, in points from the upper left corner. */
export type FixedItem =
  | {
      kind: "text";
      x: number;
      y: number;
      width: number;
      size: number;
      text: string;
      isBold?: boolean;
      align?: "left" | "right" | "center";
      /** Of one line unless said; what does not fit ends with an ellipsis. */
      height?: number;
    }
  | { kind: "line"; x: number; y: number; toX: number; toY: number; isDashed?: boolean }
  /** A square code that a telephone reads. */
  | { kind: "code"; x: number; y: number; side: number; text: string };

/** Sheets whose every line has its place: slips to cut, pages of a book. */
export interface FixedDocument extends Pick<PdfDocument, "language" | "title" | "issuer" | "reference" | "createdAt"> {
  paper: "A4" | "A5";
  pages: FixedItem[][];
}

export interface PdfDocument {
  /** BCP 47, for readers aloud and hyphenation. */
  language: string;
  title: string;
  /** Who issues it: head of every first page. */
  issuer: string;
  /** A reference that stands at the foot of every page. */
  reference: string;
  /** Goes into the file's data and nowhere else; the same document with the same instant gives the same bytes. */
  createdAt: Date;
  blocks: PdfBlock[];
  proof?: PdfProof;
}
