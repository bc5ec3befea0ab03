// What the portal asks of the core about questions that were read aloud.
import type { Recording } from "../../backend/intake/spoken/model.ts";

export interface SpokenCore {
  /** Recordings of a question, as they are known within some seconds; the pages are not kept waiting for them. */
  of(question: string): readonly Recording[];
  read(
    question: string,
    language: string,
  ): Promise<{ mediaType: string; bytes: Uint8Array<ArrayBuffer>; version: string } | undefined>;
}
