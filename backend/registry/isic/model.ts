// Codes of ISIC Rev. 4: which exist down to divisions, and which divisions are telecommunication services for the law packs. Pure.

/** Sections of ISIC Rev. 4 with their divisions (United Nations Statistics Division, Series M No. 4/Rev.4). */
const isicSections: Readonly<Record<string, readonly [first: number, last: number]>> = {
  A: [1, 3],
  B: [5, 9],
  C: [10, 33],
  D: [35, 35],
  E: [36, 39],
  F: [41, 43],
  G: [45, 47],
  H: [49, 53],
  I: [55, 56],
  J: [58, 63],
  K: [64, 66],
  L: [68, 68],
  M: [69, 75],
  N: [77, 82],
  O: [84, 84],
  P: [85, 85],
  Q: [86, 88],
  R: [90, 93],
  S: [94, 96],
  T: [97, 98],
  U: [99, 99],
};

/** The section ("J") of a code of one to four places; undefined where its division does not exist. Groups and classes are held to their division. */
export function isicSectionOf(code: string): string | undefined {
  if (/^[A-U]$/.test(code)) return code;
  if (!/^\d{2,4}$/.test(code)) return undefined;
  const division = Number(code.slice(0, 2));
  return Object.entries(isicSections).find(([, [first, last]]) => division >= first && division <= last)?.[0];
}

/** The divisions whose legal entities provide telecommunication services for the Universal Service Obligation Fund (pack mn.usof, from the programme's text, not confirmed elsewhere). */
export const telecomDivisions = ["53", "61", "62", "63"] as const;

export function isTelecomService(isic: string | null): boolean {
  return isic !== null && (telecomDivisions as readonly string[]).includes(isic.slice(0, 2));
}

export interface IsicTitle {
  /** "J" or "61". */
  code: string;
  names: { fr: string; en: string; mn: string };
  /** Of a division: provides telecommunication services. */
  isTelecomService: boolean;
}
