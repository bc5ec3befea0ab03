// Lays slips out: four of A6 on a sheet, each in two halves. The upper one, with the code, goes home with the person; the lower one stays with what was written. Pure.
import type { FixedDocument, FixedItem } from "../../platform/pdf/index.ts";
import type { Translator } from "../../platform/words/index.ts";

export interface SlipToPrint {
  position: number;
  slipNumber: string;
  digits: string;
  /** What a telephone opens: the page that asks for the digits, with the number that finds the slip. */
  address: string;
}

export interface RangeToPrint {
  number: string;
  place: string;
  count: number;
  language: string;
  issuer: string;
  madeAt: Date;
  /** Without its scheme, as people type it. */
  portal: string;
}

const slipWidth = 297.6;
const slipHeight = 420.9;

export function layOutSlips(range: RangeToPrint, slips: readonly SlipToPrint[], say: Translator): FixedDocument {
  const pages: FixedItem[][] = [];
  for (let first = 0; first < slips.length; first += 4) {
    const page: FixedItem[] = [
      { kind: "line", x: slipWidth, y: 0, toX: slipWidth, toY: 2 * slipHeight, isDashed: true },
      { kind: "line", x: 0, y: slipHeight, toX: 2 * slipWidth, toY: slipHeight, isDashed: true },
    ];
    for (const [index, slip] of slips.slice(first, first + 4).entries())
      page.push(...drawSlip(range, slip, say, (index % 2) * slipWidth, Math.floor(index / 2) * slipHeight));
    pages.push(page);
  }
  return {
    language: range.language,
    title: say("crisis.slip.title"),
    issuer: range.issuer,
    reference: range.number,
    createdAt: range.madeAt,
    paper: "A4",
    pages,
  };
}

function drawSlip(range: RangeToPrint, slip: SlipToPrint, say: Translator, left: number, top: number): FixedItem[] {
  const items: FixedItem[] = [];
  const x = left + 20;
  const width = slipWidth - 40;
  const text = (
    y: number,
    size: number,
    said: string,
    more: { isBold?: boolean; width?: number; height?: number } = {},
  ) => void items.push({ kind: "text", x, y: top + y, width, size, text: said, ...more });
  const blank = (y: number, label: string): void => {
    text(y, 7.5, label);
    items.push({ kind: "line", x, y: top + y + 26, toX: x + width, toY: top + y + 26 });
  };
  const groups = slip.digits.split(" ");
  text(16, 8, range.issuer);
  text(27, 13, say("crisis.slip.title"), { isBold: true });
  text(46, 8, say("crisis.slip.keep"), { height: 32 });
  // Two lines, so that it is read aloud without losing the place.
  text(82, 19, groups.slice(0, 3).join("  "), { isBold: true });
  text(106, 19, groups.slice(3).join("  "), { isBold: true });
  items.push({ kind: "code", x: x + width - 74, y: top + 136, side: 74, text: slip.address });
  text(138, 8, say("crisis.slip.honest", { place: range.place }), { width: width - 86, height: 58 });
  text(198, 8, range.portal, { width: width - 86, isBold: true });
  blank(216, say("crisis.slip.about"));
  text(246, 7, say("crisis.slip.place", { range: range.number, position: slip.position, count: range.count }));
  items.push({ kind: "line", x: left, y: top + 260, toX: left + slipWidth, toY: top + 260, isDashed: true });
  text(270, 10, say("crisis.slip.stub"), { isBold: true });
  text(284, 7.5, say("crisis.slip.stub_text"), { height: 22 });
  text(308, 17, slip.slipNumber.replace(/(\d{3})(?=\d)/g, "$1 "), { isBold: true });
  blank(330, say("crisis.slip.written"));
  blank(362, say("crisis.slip.clerk"));
  text(396, 7, say("crisis.slip.place", { range: range.number, position: slip.position, count: range.count }));
  return items;
}
