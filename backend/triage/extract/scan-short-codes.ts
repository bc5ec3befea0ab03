// Finds the short codes of mobile money and operators: what is dialled as USSD, and short numbers that are called so.
import { type Sheet, take } from "./sheet.ts";

// "*144#", "#144#", "*144*1*76123456#": star or number sign, the service's digits, what was chosen in its menus, a number sign.
const dialled = /(?<![\p{L}\p{N}*#])([*#]\d{2,6})(?:\*[\d*]{0,40})?#(?![\p{L}\p{N}#])/gu;
const called =
  /(?<!\p{L})(?:codes? courts?|num[ée]ros? courts?|short ?codes?|short numbers?|богино дугаар(?:ын|аас|ыг|т)?)(?: (?:le|du|is|of|nn?°))?[ :«"(]{1,3}(\d{3,6})(?![\p{N}.,*#]|[ ]?\d)/giu;

/** The value is the service's own code: "*144#" whatever was chosen in its menus, which may hold a number of the victim's. */
export function scanShortCodes(sheet: Sheet): void {
  for (const match of sheet.text.matchAll(dialled)) {
    const [whole, service = ""] = match;
    const [start, end] = [match.index, match.index + whole.length];
    take(sheet, { kind: "short_code", value: `${service}#`, start, end, isChecked: false });
  }
  for (const match of sheet.text.matchAll(called)) {
    const [whole, digits = ""] = match;
    const end = match.index + whole.length;
    take(sheet, { kind: "short_code", value: digits, start: end - digits.length, end, isChecked: false });
  }
}
