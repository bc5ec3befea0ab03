// What a person sees in a cell of an XLSX, as plain text: dates by their number format, numbers without exponents. Pure.
import type { ReadPart } from "./parse-part.ts";

/** What the format of a style says of numbers. `zeros`: so many digits at least, as telephone and postal numbers are kept. */
export type NumberFormat =
  | { kind: "date" }
  | { kind: "time" }
  | { kind: "instant" }
  | { kind: "zeros"; digits: number };
export type NumberFormats = Map<number, NumberFormat>;

/** ECMA-376 Part 1 §18.8.30: the formats that every program knows by number. */
const builtIn = new Map<number, NumberFormat>([
  ...[14, 15, 16, 17].map((id) => [id, { kind: "date" }] as const),
  ...[18, 19, 20, 21, 45, 46, 47].map((id) => [id, { kind: "time" }] as const),
  [22, { kind: "instant" }],
]);

/** Reads styles: which of them show a number as a date, a time, or with leading zeros. */
export async function readNumberFormats(read: ReadPart): Promise<NumberFormats> {
  const own = new Map<number, NumberFormat>();
  const formats: NumberFormats = new Map();
  let isCells = false;
  let style = 0;
  await read("xl/styles.xml", {
    open: (name, attributes) => {
      const id = Number(attributes["numFmtId"] ?? 0);
      if (name === "numFmt") {
        const judged = judgeFormat(attributes["formatCode"] ?? "");
        if (judged) own.set(id, judged);
      }
      if (name === "cellXfs") isCells = true;
      if (name !== "xf" || !isCells) return;
      const format = own.get(id) ?? builtIn.get(id);
      if (format) formats.set(style, format);
      style++;
    },
    close: (name) => {
      if (name === "cellXfs") isCells = false;
    },
  });
  return formats;
}

/** §18.8.31: letters outside quotes, brackets and after a backslash say what is shown; "m" beside hours is minutes. */
function judgeFormat(code: string): NumberFormat | undefined {
  const bare = (code.split(";")[0] ?? "")
    .toLowerCase()
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?![hms]+\])[^\]]*\]/g, "");
  const hasTime = /[hs]/.test(bare);
  const hasDate = /[yd]/.test(bare) || (!hasTime && bare.includes("m"));
  if (hasDate) return { kind: hasTime ? "instant" : "date" };
  if (hasTime) return { kind: "time" };
  const zeros = bare.replace(/[ \-.()/]/g, "");
  return /^0{2,}$/.test(zeros) && !bare.includes(".") ? { kind: "zeros", digits: zeros.length } : undefined;
}

/** "BC12" is column 55, counted from 1; 0 for what is no address. */
export function columnOf(address: string): number {
  const letters = /^\$?([A-Z]{1,3})/i.exec(address)?.[1]?.toUpperCase() ?? "";
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** @param type the cell's `t` (§18.18.11): s, str, inlineStr, b, e, d or n. */
export function cellText(
  raw: string,
  type: string,
  format: NumberFormat | undefined,
  shared: readonly string[],
  is1904: boolean,
): string {
  if (type === "s") return unescapeText(shared[Number(raw)] ?? "");
  if (type === "b") return raw === "1" || raw === "true" ? "true" : "false";
  if (type !== "n") return unescapeText(raw);
  const number = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(number)) return raw;
  if (format?.kind === "zeros") return plainNumber(number).padStart(format.digits, "0");
  return format && number >= 0 && number < 2_958_466 ? dateText(number, format.kind, is1904) : plainNumber(number);
}

/** Programs keep 0.1 + 0.2 with 17 digits; a person typed 15 at the most. */
function plainNumber(number: number): string {
  if (Number.isInteger(number)) return BigInt(number).toString();
  const short = Number(number.toPrecision(15));
  return String(short).includes("e") ? short.toFixed(12).replace(/0+$/, "") : String(short);
}

/** Days since 1899-12-30 (the 1900 system with its 29 February that never was, §18.17.4.1) or since 1904-01-01. */
function dateText(serial: number, kind: "date" | "time" | "instant", is1904: boolean): string {
  const days = is1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const at = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1000).toISOString();
  if (kind === "time") return at.slice(11, 19);
  return kind === "date" && at.slice(11, 19) === "00:00:00" ? at.slice(0, 10) : at.slice(0, 19);
}

/** §22.9.2.19: characters that XML cannot hold stand as _x000D_. */
function unescapeText(text: string): string {
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll("\0", "");
}
