// What travels when the core brings recordings of questions to an edge. Pure.
import { z } from "zod";
import { mostRecordingBytes, recordingTypes, RecordingKey } from "../../spoken/model.ts";

/** An edge keeps no more than this of them together, in bytes: two hundred questions of a minute each are a quarter. */
export const mostKeptBytes = 200_000_000;
/** More questions in more languages than there are. */
export const mostListed = 2_000;
/** Bytes are kept, read and sent on in pieces of this size: none is held whole while it is heard. */
export const pieceBytes = 65_536;

/** The first 16 digits of the bytes' SHA-256: what a version is. */
const version = z.string().regex(/^[0-9a-f]{16}$/, "Expected 16 hexadecimal digits.");

export const ListedRecording = RecordingKey.extend({ version });
export type ListedRecording = z.infer<typeof ListedRecording>;

export const BroughtRecording = ListedRecording.extend({
  mediaType: z.enum(recordingTypes),
  /** Base64url. */
  bytes: z
    .string()
    .min(1)
    .max(Math.ceil((mostRecordingBytes * 4) / 3) + 4),
});
export type BroughtRecording = z.infer<typeof BroughtRecording>;

/** A recording as an edge has it. */
export interface KeptAtEdge extends ListedRecording {
  mediaType: string;
  size: number;
}
