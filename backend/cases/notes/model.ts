// Notes of a case with their past and comments. Pure; adding one is in cases/model.ts.
import { z } from "zod";
import { deskLimits } from "../model.ts";
import { id, line, PersonShape, version } from "../work/shapes.ts";

export const ChangeNote = z.strictObject({ noteId: id, version, body: line(deskLimits.note) });
export type ChangeNote = z.infer<typeof ChangeNote>;

export const AddComment = z.strictObject({ noteId: id, body: line(deskLimits.note) });
export type AddComment = z.infer<typeof AddComment>;

export const NoteView = z.object({
  id: z.string(),
  author: PersonShape.nullable(),
  body: z.string(),
  at: z.string(),
  changedBy: PersonShape.nullable(),
  changedAt: z.string().nullable(),
  version: z.int(),
  /** What it said before, newest first. */
  revisions: z.array(
    z.object({ version: z.int(), body: z.string(), writtenBy: PersonShape.nullable(), writtenAt: z.string() }),
  ),
  comments: z.array(z.object({ id: z.string(), author: PersonShape.nullable(), body: z.string(), at: z.string() })),
});
export type NoteView = z.infer<typeof NoteView>;
