// What a sealed report says of the files that follow it, and what stands at the head of each piece. Pure.
import { z } from "zod";
import { sealedFileLimits } from "./wire/model.ts";

const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const PromisedFile = z.object({
  name: z.string().max(300),
  mediaType: z.string().max(200),
  /** Bytes of the whole file. */
  size: z.number().int().min(1).max(sealedFileLimits.fileBytes),
  /** Lower-case hex over the whole file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PromisedFile = z.infer<typeof PromisedFile>;

/** Inside the seal of a report: its files in their order, and the secret that each piece has to know. */
export const PromisedFiles = z.object({
  secret,
  /** Bytes of each piece but a file's last. */
  pieceBytes: z.number().int().min(1024).max(200_000),
  list: z.array(PromisedFile).min(1).max(sealedFileLimits.files),
});
export type PromisedFiles = z.infer<typeof PromisedFiles>;

/** A line of JSON inside the seal of a piece, before its bytes. */
export const PieceHead = z.object({ v: z.literal(1), secret, size: z.number().int() });
export type PieceHead = z.infer<typeof PieceHead>;
