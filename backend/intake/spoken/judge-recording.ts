// What a recording is, read from its bytes and not from its name: MP3, Ogg Opus or AAC in MP4, within two minutes and one megabyte.
import { parseBuffer } from "music-metadata";
import { invalidInput } from "../../platform/errors/index.ts";
import { mostRecordingBytes, mostRecordingSeconds, type RecordingType } from "./model.ts";

/** @throws AppError invalid_input that names the field and says what was expected. */
export async function judgeRecording(
  bytes: Uint8Array,
): Promise<{ mediaType: RecordingType; durationSeconds: number }> {
  const refuse = (message: string): never => {
    throw invalidInput([{ path: "bytes", message }]);
  };
  if (bytes.length > mostRecordingBytes) refuse("Expected at most 1 MB: record a single voice at 32 to 64 kbit/s.");
  const format = await parseBuffer(bytes, undefined, { duration: true, skipCovers: true }).then(
    (read) => read.format,
    () => undefined,
  );
  const mediaType = format?.hasVideo ? undefined : mediaTypeOf(format?.container ?? "", format?.codec ?? "");
  if (!mediaType) return refuse("Expected a recording as MP3, Ogg Opus or M4A (AAC).");
  const durationSeconds = Math.round((format?.duration ?? 0) * 10) / 10;
  if (durationSeconds <= 0) refuse("Expected a recording of which the length can be told.");
  if (durationSeconds > mostRecordingSeconds) refuse(`Expected at most ${mostRecordingSeconds} seconds.`);
  return { mediaType, durationSeconds };
}

/** By container and codec: what phones of ten years play. */
function mediaTypeOf(container: string, codec: string): RecordingType | undefined {
  if (container === "MPEG" && /Layer 3/.test(codec)) return "audio/mpeg";
  if (container === "Ogg" && /opus/i.test(codec)) return "audio/ogg";
  if (/^(M4A|mp4[12]|isom|iso\d|dash)/i.test(container) && /AAC/i.test(codec)) return "audio/mp4";
  return undefined;
}
