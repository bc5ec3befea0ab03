// Runs apart, with little memory: makes a picture small and clean, or a mail into plain text. It reads hostile bytes and is ended when it takes too long.
import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import type { SafeText } from "../model.ts";
import { readMailText } from "./read-mail-text.ts";

export type RenderTask =
  | { kind: "picture"; path: string; maxSide: number }
  | { kind: "mail"; path: string; maxCharacters: number }
  | { kind: "text"; path: string; maxCharacters: number };
export type RenderAnswer = { picture: Uint8Array } | { text: SafeText } | { refused: string };

const maxPixels = 60_000_000;
const allowed = new Set(["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/tiff"]);

// libvips also reads SVG, PDF and other formats that can point elsewhere: only what is named here is opened.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadNsgifBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadHeifBuffer",
    "VipsForeignLoadTiffBuffer",
  ],
});
sharp.concurrency(1);
sharp.cache(false);

async function renderPicture(path: string, maxSide: number): Promise<RenderAnswer> {
  const bytes = await readFile(path);
  const type = await fileTypeFromBuffer(bytes);
  if (!type || !allowed.has(type.mime)) return { refused: "not_a_picture" };
  // Without withMetadata() nothing of EXIF, XMP or IPTC (position, device, names) is carried over; rotate() applies the orientation first.
  const picture = await sharp(bytes, { limitInputPixels: maxPixels, failOn: "error", pages: 1, sequentialRead: true })
    .rotate()
    .resize({ width: maxSide, height: maxSide, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 78 })
    .timeout({ seconds: 8 })
    .toBuffer();
  return { picture };
}

async function renderText(path: string, maxCharacters: number): Promise<RenderAnswer> {
  const bytes = await readFile(path);
  const isWide =
    bytes.length > 1 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  const encoding = !isWide ? "utf-8" : bytes[0] === 0xff ? "utf-16le" : "utf-16be";
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, maxCharacters * 4));
  const visible = text.replace(/[^\P{Cc}\n\t]/gu, "\uFFFD");
  return {
    text: {
      headers: [],
      text: visible.slice(0, maxCharacters),
      isCut: bytes.length > maxCharacters * 4 || visible.length > maxCharacters,
      attachments: [],
    },
  };
}

async function render(task: RenderTask): Promise<RenderAnswer> {
  try {
    if (task.kind === "picture") return await renderPicture(task.path, task.maxSide);
    if (task.kind === "mail") return { text: await readMailText(await readFile(task.path), task.maxCharacters) };
    return await renderText(task.path, task.maxCharacters);
  } catch (error) {
    return { refused: error instanceof Error ? error.message.slice(0, 200) : "broken" };
  }
}

parentPort?.on("message", (task: RenderTask) => {
  void render(task).then((answer) => parentPort?.postMessage(answer));
});
