// Transfers as a person types them, one country a line: "FR contract". Pure.
import type { ProcessingContent } from "../../../backend/compliance/processing/model.ts";

type Transfers = ProcessingContent["transfers"];

export function writeTransfers(transfers: Transfers): string {
  return transfers.map(({ country, basis }) => `${country} ${basis}`.trim()).join("\n");
}

/** The first word is the country; the server says what is none. */
export function readTransfers(text: string): Transfers {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [country = "", ...basis] = line.split(/[\s:,;]+/);
      return { country: country.toUpperCase(), basis: basis.join(" ") };
    });
}
