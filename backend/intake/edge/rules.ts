// Decisions about sealed reports: what is kept of one that an older page wrote, and when one waits to be read later. Pure.
import type { z } from "zod";
import { limits, SubmitReport } from "../model.ts";

/** Reports without a sum that one edge takes in an hour before the rest is kept and read later. */
export const freeWithoutProofAnHour = 200;

/** A report of a flood is kept and read later; one whose sender's machine worked for it is not. */
export function isHeldAtEdge(asked: { hasProof: boolean; withoutProofThisHour: number }): boolean {
  return !asked.hasProof && asked.withoutProofThisHour > freeWithoutProofAnHour;
}

/**
 * A report as today's schema has it, whatever day it was written on: fields that are not understood any more are not dropped but told
 * in the text. @returns `isWhole` false where something had to be moved.
 */
export function migrateReport(written: Record<string, unknown>): { report: SubmitReport; isWhole: boolean } {
  const kept: Record<string, unknown> = { ...written };
  const moved: Record<string, unknown> = {};
  for (let round = 0; round < 5; round++) {
    const read = SubmitReport.safeParse(withText(kept, moved));
    if (read.success) return { report: read.data, isWhole: Object.keys(moved).length === 0 };
    for (const key of namesOf(read.error, kept)) {
      moved[key] = kept[key];
      delete kept[key];
    }
  }
  return { report: SubmitReport.parse(withText({}, written)), isWhole: false };
}

function namesOf(error: z.ZodError, kept: Record<string, unknown>): string[] {
  const names = error.issues.flatMap((issue) =>
    issue.path.length > 0 ? [String(issue.path[0])] : issue.code === "unrecognized_keys" ? issue.keys : [],
  );
  return names.filter((name) => Object.hasOwn(kept, name));
}

function withText(kept: Record<string, unknown>, moved: Record<string, unknown>): Record<string, unknown> {
  const told = Object.entries(moved).map(
    ([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  if (told.length === 0) return kept;
  const text = typeof kept["description"] === "string" ? kept["description"] : "";
  return { ...kept, description: [text, ...told].filter(Boolean).join("\n\n").slice(0, limits.description) };
}
