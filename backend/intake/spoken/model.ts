// Questions of the portal that were read aloud and recorded: what a recording may be, and how the list is shown to who keeps it. Pure.
import { z } from "zod";

/** A minute at 64 kbit/s is half of it: what is heard over a bad line has to be small. */
export const mostRecordingBytes = 1_000_000;
export const mostRecordingSeconds = 120;
export const recordingTypes = ["audio/mpeg", "audio/ogg", "audio/mp4"] as const;
export type RecordingType = (typeof recordingTypes)[number];

const question = z
  .string()
  .regex(/^[a-z]{2,20}(\/[A-Za-z]{1,40})?$/, "Expected a question such as citizen/what, as the list names it.");
const language = z.string().regex(/^[a-z]{2,3}$/, "Expected a language such as fr, as the list names it.");

export const PutRecording = z.strictObject({
  question,
  language,
  /** SHA-256 of the words that were read, as the list gave it: so that a later change of words is seen. */
  textSha256: z.string().regex(/^[0-9a-f]{64}$/, "Expected 64 hexadecimal digits, as the list gives them."),
  /** The file in base64. */
  bytes: z.base64("Expected a file in base64.").min(1, "Expected a file.").max(1_400_000, "Expected at most 1 MB."),
});
export type PutRecording = z.infer<typeof PutRecording>;

export const RecordingKey = z.strictObject({ question, language });
export type RecordingKey = z.infer<typeof RecordingKey>;

/** A recording as the portal needs it; `version` changes with its bytes. */
export interface Recording {
  question: string;
  language: string;
  version: string;
}

export const RecordingView = z.object({
  mediaType: z.enum(recordingTypes),
  size: z.number().int(),
  durationSeconds: z.number(),
  version: z.string(),
  /** The words were changed after it was recorded. */
  isOutdated: z.boolean(),
  putAt: z.string(),
  putBy: z.string().nullable(),
});
export type RecordingView = z.infer<typeof RecordingView>;

export const SpokenList = z.object({
  languages: z.array(z.object({ tag: z.string(), name: z.string() })),
  questions: z.array(
    z.object({
      question: z.string(),
      flow: z.string(),
      title: z.string(),
      slots: z.array(
        z.object({
          language: z.string(),
          /** What is read aloud, line by line. */
          text: z.array(z.string()),
          textSha256: z.string(),
          recording: RecordingView.nullable(),
        }),
      ),
    }),
  ),
});
export type SpokenList = z.infer<typeof SpokenList>;
