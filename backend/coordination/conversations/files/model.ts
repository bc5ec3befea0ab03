// Files of a message to a party: where they come from, how much goes, and which message may bear them. Pure.
import { z } from "zod";
import { type Marking, markings } from "../../../intake/model.ts";

/** Of one message, together: what mail servers take. */
export const mostMessageBytes = 10_000_000;
export const mostMessageFiles = 10;
/** Files of a draft that nobody sent are kept so long. */
export const draftDays = 7;

export const fileSources = ["upload", "report", "evidence", "artefact"] as const;
export type FileSource = (typeof fileSources)[number];

export const AttachFromCase = z.strictObject({
  from: z.enum(["report", "evidence", "artefact"], "Expected report, evidence or artefact."),
  id: z.uuid("Expected the id of a file of the case."),
});
export type AttachFromCase = z.input<typeof AttachFromCase>;

/** Why a message that waited for its hour did not leave: what became of the labels of its files meanwhile. */
export const heldBackReasons = ["pap_red", "too_strict", "confidential"] as const;
export type HeldBack = (typeof heldBackReasons)[number];

const text = z.string();
export const MessageFile = z.object({
  id: text,
  name: text,
  size: z.number().int(),
  marking: z.enum(markings),
  /** An archive under a password. */
  isPacked: z.boolean(),
  source: z.enum(fileSources),
});
export type MessageFile = z.infer<typeof MessageFile>;

/** A file of the case that can be put to a message. */
export const FileOption = z.object({
  from: z.enum(["report", "evidence", "artefact"]),
  id: text,
  name: text,
  /** The report, the piece of evidence or the analysis that it belongs to. */
  reference: text,
  size: z.number().int(),
  marking: z.enum(markings),
});
export type FileOption = z.infer<typeof FileOption>;

export const FilesOfDraft = z.object({ files: z.array(MessageFile), options: z.array(FileOption) });
export type FilesOfDraft = z.infer<typeof FilesOfDraft>;

/** The password is told once and kept nowhere; it goes to the party on another way. */
export const AttachedFile = MessageFile.extend({ password: text.nullable() });
export type AttachedFile = z.infer<typeof AttachedFile>;

const labels: readonly Marking[] = ["clear", "green", "amber", "amber+strict", "red"];

/** The file whose label is stricter than the message's, or undefined where all fit. */
export function findTooStrict<File extends { marking: Marking }>(
  marking: Marking,
  files: readonly File[],
): File | undefined {
  return files.find((file) => labels.indexOf(file.marking) > labels.indexOf(marking));
}
