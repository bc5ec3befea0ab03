// Finds bank accounts in IBAN form (ISO 13616) whose length and check digits hold.
import { type Sheet, take } from "./sheet.ts";

/** Lengths by country, SWIFT IBAN Registry; countries outside it that use the form are included (marked by their banks' practice). */
const lengths: Record<string, number> = Object.fromEntries(
  "AD24 AE23 AL28 AO25 AT20 AZ28 BA20 BE16 BF28 BG22 BH22 BI27 BJ28 BR29 BY28 CF27 CG27 CH21 CI28 CM27 CR22 CV25 CY28 CZ24 DE22 DJ27 DK18 DO28 DZ26 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GA27 GB22 GE22 GI23 GL18 GN28 GQ27 GR27 GT28 GW25 HN28 HR21 HU28 IE22 IL23 IQ23 IR26 IS26 IT27 JO30 KM27 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28 MC27 MD24 ME22 MG27 MK19 ML28 MN20 MR27 MT31 MU30 MZ25 NE28 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SN28 SO23 ST25 SV28 TD27 TG28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const candidates = /(?<![0-9A-Za-z])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,42}/g;
/** Small letters with spaces are read only behind the word itself: hex dumps look like this too. */
const announced = /(?<=\biban[ :]{1,4})[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,42}/gi;
const lowerCandidates = /(?<![0-9A-Za-z])[a-z]{2}\d{2}[a-z0-9]{11,30}(?![0-9A-Za-z])/g;

/** ISO 7064 MOD 97-10 over the rearranged account. */
export function hasIbanCheckDigits(account: string): boolean {
  let remainder = 0;
  for (const char of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    remainder = (value < 10 ? remainder * 10 + value : remainder * 100 + value) % 97;
  }
  return remainder === 1;
}

export function scanIbans(sheet: Sheet): void {
  for (const pattern of [candidates, announced, lowerCandidates])
    for (const match of sheet.text.matchAll(pattern)) {
      const country = match[0].slice(0, 2).toUpperCase();
      const wanted = lengths[country];
      if (wanted === undefined) continue;
      let end = 0;
      let account = "";
      while (end < match[0].length && account.length < wanted) {
        const char = match[0].charAt(end++);
        if (char !== " " && char !== "-") account += char.toUpperCase();
      }
      const next = sheet.text.charAt(match.index + end);
      if (account.length !== wanted || /[0-9A-Za-z]/.test(next) || !hasIbanCheckDigits(account)) continue;
      take(sheet, {
        kind: "iban",
        value: account,
        start: match.index,
        end: match.index + end,
        isChecked: true,
        details: { country },
      });
    }
}
