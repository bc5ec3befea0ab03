// What somebody is writing at the desk and has not sent: the text under its place. Pure.
import { z } from "zod";

/** Drafts that one person may have at once; a longer list is somebody who never sends. */
export const mostDrafts = 200;
/** Forgotten when nobody touched them for so long. */
export const draftDays = 60;

/** Where a text belongs: "answer." or "note." or "report_note." or "talk.", and the id of its report, case or conversation. */
export const draftPlace = /^(answer|note|report_note|talk)\.[0-9a-f-]{36}$/;

export const KeepDraft = z.strictObject({
  place: z.string("Expected a place.").regex(draftPlace, "Expected a place such as answer.<id of the report>."),
  /** Empty forgets it. */
  body: z.string("Expected a text.").max(20_000, "Expected at most 20,000 characters."),
});
export type KeepDraft = z.input<typeof KeepDraft>;

export const DraftRow = z.object({ place: z.string(), body: z.string(), updatedAt: z.string() });
export type DraftRow = z.infer<typeof DraftRow>;
