// Finds values that are one word of letters and digits: hashes, CVE and AS numbers.
import type { ObservableKind } from "../model.ts";
import { type Sheet, take } from "./sheet.ts";

const hashKinds: Record<number, ObservableKind> = { 32: "md5", 40: "sha1", 64: "sha256", 128: "sha512" };
const words = /[0-9A-Za-z]{32,}/g;
const cves = /(?<![0-9A-Za-z])CVE[-_ ]{1,2}(\d{4})[-_ ](\d{4,19})(?![0-9])/gi;
const asns = /(?<![0-9A-Za-z])ASN?[ :]{0,2}(\d{3,10})(?![0-9A-Za-z]|\.\d)/g;

/** Takes MD5, SHA-1, SHA-256 and SHA-512 in hexadecimal, all in one case, with both letters and digits. */
export function scanHashes(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(words)) {
    const word = match[0];
    const kind = hashKinds[word.length];
    if (kind === undefined || !/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(word)) continue;
    if (!/\d/.test(word) || !/[a-f]/i.test(word) || new Set(word).size < 5) continue;
    take(sheet, {
      kind,
      value: word.toLowerCase(),
      start: match.index,
      end: match.index + word.length,
      isChecked: false,
    });
  }
}

/** Takes CVE numbers (four digits or more in the second part, years from 1999). */
export function scanCves(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(cves)) {
    const [whole, year = "", number = ""] = match;
    if (Number(year) < 1999 || Number(year) > 2099) continue;
    take(sheet, {
      kind: "cve",
      value: `CVE-${year}-${number}`,
      start: match.index,
      end: match.index + whole.length,
      isChecked: false,
    });
  }
}

/** Takes AS numbers (RFC 6793, up to 32 bits) written "AS64500", "ASN 64500". */
export function scanAsns(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(asns)) {
    const number = Number(match[1]);
    if (number < 1 || number > 4294967295 || (match[0].includes(" ") && number < 1000)) continue;
    take(sheet, {
      kind: "asn",
      value: `AS${number}`,
      start: match.index,
      end: match.index + match[0].length,
      isChecked: false,
    });
  }
}
