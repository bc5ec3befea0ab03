// Holds a picture of a page against the one that is kept; TOGUNA_RENEW_PICTURES=1 keeps the new one instead. Tells a change from the noise of drawing letters.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import sharp from "sharp";

const kept = fileURLToPath(new URL("../e2e/pictures", import.meta.url));
const isRenewing = process.env["TOGUNA_RENEW_PICTURES"] === "1";
/** Of all points; a token of colour that changes touches ten times as many, a moved line a hundred times. */
const noise = 0.0004;

interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

async function readPixels(png: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

/**
 * The faces of this machine, by the width of words in them: pictures of others say nothing about the page.
 * @returns a sentence when the machine's faces are not those of the kept pictures, and nothing can be compared.
 */
export async function otherFaces(page: Page): Promise<string | undefined> {
  const widths = await page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d");
    if (!pen) return [];
    return ["Qui peut voir ceci ?", "Ноцтой байдлын зэрэг өү", "Ɛ Ɔ Ɲ Ŋ 0123456789"].flatMap((words) =>
      [getComputedStyle(document.body).fontFamily, "ui-monospace, monospace", "system-ui"].map((face) => {
        pen.font = `16px ${face}`;
        return Math.round(pen.measureText(words).width * 10) / 10;
      }),
    );
  });
  const file = join(kept, "faces.json");
  if (isRenewing) {
    mkdirSync(kept, { recursive: true });
    writeFileSync(file, `${JSON.stringify(widths)}\n`);
  }
  // Read as numbers: a formatter may put blanks between them.
  return existsSync(file) && JSON.stringify(JSON.parse(readFileSync(file, "utf8"))) === JSON.stringify(widths)
    ? undefined
    : "pictures are not compared: this machine has other typefaces than the one on which they were taken";
}

/** @returns what differs, in a sentence; undefined when the picture is the kept one. A wrong one is put into the folder of TOGUNA_PICTURES, with the difference. */
export async function comparePicture(name: string, taken: Buffer): Promise<string | undefined> {
  const file = join(kept, `${name}.png`);
  if (isRenewing) {
    mkdirSync(dirname(file), { recursive: true });
    // A palette would change colours; the smallest lossless file does not.
    writeFileSync(file, await sharp(taken).png({ compressionLevel: 9, effort: 10 }).toBuffer());
    return undefined;
  }
  if (!existsSync(file)) return `${name}: no picture is kept (TOGUNA_RENEW_PICTURES=1 takes it)`;
  const [before, after] = await Promise.all([readPixels(readFileSync(file)), readPixels(taken)]);
  const put = async (difference?: Buffer): Promise<void> => {
    const folder = process.env["TOGUNA_PICTURES"];
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}-taken.png`), taken);
    if (difference) writeFileSync(join(folder, `${name}-difference.png`), difference);
  };
  if (before.width !== after.width || before.height !== after.height) {
    await put();
    return `${name}: ${after.width} × ${after.height} px, was ${before.width} × ${before.height}`;
  }
  const drawn = new Uint8ClampedArray(before.data.length);
  const { width, height } = before;
  const points = pixelmatch(before.data, after.data, drawn, width, height, { threshold: 0.05 });
  if (points <= width * height * noise) return undefined;
  await put(
    await sharp(Buffer.from(drawn), { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
  );
  return `${name}: ${points} points differ of ${width * height}`;
}
