// The sectors of constituents, for lists and choices that need no more of the register. Pure.

export const sectors = [
  "public_administration",
  "finance",
  "telecom",
  "energy",
  "health",
  "transport",
  "education",
  "commerce",
  "water",
  "media",
  "other",
] as const;
export type Sector = (typeof sectors)[number];

/** Sectors whose failure touches everybody: their incidents weigh more. */
export const criticalSectors: readonly Sector[] = [
  "public_administration",
  "finance",
  "telecom",
  "energy",
  "health",
  "transport",
  "water",
];
