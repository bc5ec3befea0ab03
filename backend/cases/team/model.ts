// Who works on a case beside its owner, and who follows it. Pure.
import { z } from "zod";
import { id, oneOf, PersonShape } from "../work/shapes.ts";

export const teamParts = ["team", "follower"] as const;

export const SetPart = z.strictObject({
  caseId: id,
  personId: id,
  /** null: neither any more. */
  part: oneOf(teamParts).nullable(),
});
export type SetPart = z.infer<typeof SetPart>;

export const PartView = z.object({ person: PersonShape, part: z.enum(teamParts), addedAt: z.string() });
export type PartView = z.infer<typeof PartView>;
