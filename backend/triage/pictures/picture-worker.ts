// The process that reads text from the pictures in one file. It is ended from outside at its time, and ends itself past its memory.
import { readFileSync } from "node:fs";
import sharp, { type Sharp } from "sharp";
import { createWorker, OEM, type Worker } from "tesseract.js";
import { defaultUnpackLimits, walkParts } from "../unpack/index.ts";
import { isPicture } from "./is-picture.ts";
import { leastConfidence, leastSide, type PictureText, type ReadMessage, type ReadRequest } from "./model.ts";

sharp.cache(false);
sharp.concurrency(1);

const tell = (message: ReadMessage): void => void process.send?.(message);
process.on("disconnect", () => process.exit(0));
process.once("message", (request) => void readFile(request as ReadRequest));

async function readFile(request: ReadRequest): Promise<void> {
  const { limits } = request;
  setInterval(() => {
    if (process.memoryUsage.rss() <= limits.memoryBytes) return;
    // The parent ends the process when it hears it; nothing that is read past the limit counts.
    tell({ kind: "over", limit: "memory" });
  }, 100).unref();
  const reader = await createWorker(request.languages, OEM.LSTM_ONLY, {
    langPath: request.languageFolder,
    cacheMethod: "none",
    gzip: true,
    errorHandler: () => {},
  });
  let pictures = 0;
  for await (const step of walkParts(request.name, readFileSync(request.path), {
    ...defaultUnpackLimits,
    timeMs: limits.fileTimeMs,
  })) {
    if (!("part" in step) || !isPicture(step.part.bytes)) continue;
    if (pictures >= limits.pictures) {
      tell({ kind: "picture", picture: unread(step.part.path, `more than ${limits.pictures} pictures in one file`) });
      break;
    }
    pictures += 1;
    tell({ kind: "started", part: step.part.path });
    const picture = await readPicture(reader, step.part.path, step.part.bytes, request);
    if (picture !== null) tell({ kind: "picture", picture });
  }
  tell({ kind: "done" });
}

/** Null for what is too small to hold writing. */
async function readPicture(
  reader: Worker,
  part: string,
  bytes: Buffer,
  { limits }: ReadRequest,
): Promise<PictureText | null> {
  try {
    const source = sharp(bytes, { limitInputPixels: limits.pixels, page: 0, failOn: "error" });
    const { width, height } = await source.metadata();
    if (width < leastSide || height < leastSide) return null;
    const { data } = await reader.recognize(await prepare(source, width, height, limits.readPixels));
    const hasWriting = data.confidence >= leastConfidence && (data.text.match(/\p{L}|\p{N}/gu)?.length ?? 0) >= 4;
    const text = hasWriting ? data.text.trim().slice(0, limits.textLength) : "";
    return { part, text, confidence: data.confidence, width, height, problem: null };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const isTooLarge = words.includes("exceeds pixel limit");
    return unread(part, isTooLarge ? `more than ${limits.pixels / 1_000_000} million pixels` : `damaged: ${words}`);
  }
}

/** Grey, upright, dark writing on light, and of a size at which letters are read well. */
async function prepare(source: Sharp, width: number, height: number, readPixels: number): Promise<Buffer> {
  const grey = await source.rotate().flatten({ background: "#ffffff" }).grayscale().png().toBuffer();
  const { channels } = await sharp(grey).stats();
  const wanted = width < 1_000 ? 2 : 1;
  const scale = Math.min(wanted, Math.sqrt(readPixels / (width * height)));
  const sized = sharp(grey).resize({ width: Math.max(1, Math.round((await sharp(grey).metadata()).width * scale)) });
  // Screenshots in dark mode are turned round.
  return await ((channels[0]?.mean ?? 255) < 110 ? sized.negate({ alpha: false }) : sized).png().toBuffer();
}

function unread(part: string, problem: string): PictureText {
  return { part, text: "", confidence: 0, width: 0, height: 0, problem: problem.slice(0, 300) };
}
