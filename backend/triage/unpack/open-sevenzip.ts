// Opens what 7-Zip knows: 7z, RAR, CAB, ISO, XZ, bzip2 and rarer ones; lists first, so that limits are checked before anything is unpacked.
import { describeError, type Gauge, LimitReached } from "./meter.ts";
import type { Entry, Obstacle, Part } from "./model.ts";
import { samplePassword } from "./open-zip.ts";
import { extractArgs, listArgs, runSevenZip, type SevenZipRun } from "./run-sevenzip.ts";

interface Listed {
  isFolder: boolean;
  isEncrypted: boolean;
  method: string;
}

/** 7-Zip reserves a dictionary before it has read a byte; ones over 256 MiB are refused. */
const dictionaryBits = 28;

/** What 7-Zip calls the content of a stream that carries no name, as our input is called "in". */
const unnamed = "in~";

export async function* openSevenZip(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const whole = (obstacle: Obstacle): Entry => ({ name: part.name, bytes: null, obstacle });
  const listing = await runSevenZip(part.bytes, listArgs(samplePassword), 0);
  const listed = readListing(listing.output);
  if (listing.code === null || (listing.code > 1 && listed.length === 0)) {
    yield whole(explainFailure(part, listing, false));
    return;
  }
  if (listed.some((entry) => needsTooMuchMemory(entry.method))) {
    yield whole({ kind: "too_large", detail: "unpacking needs more than 256 MB of memory" });
    return;
  }
  for (const entry of listed) if (!entry.isFolder) gauge.takePart();
  gauge.checkTime();
  const { limits } = gauge;
  const ratioBytes = Math.max(limits.ratioFloorBytes, limits.ratio * part.bytes.length);
  const extraction = await runSevenZip(
    part.bytes,
    extractArgs(samplePassword),
    Math.min(gauge.remainingBytes(), ratioBytes),
  );
  const hasEncrypted = listed.some((entry) => entry.isEncrypted);
  const isWhole = extraction.code === 0 || extraction.code === 1;
  for (const { path, bytes } of extraction.files()) {
    gauge.takeBytes(bytes.length);
    // What a wrong password gives is noise, and rules on noise give false findings.
    if (hasEncrypted && !isWhole && !extraction.isFull) continue;
    const isCut = bytes.length > limits.partBytes;
    const obstacle: Obstacle | null = isCut ? { kind: "too_large", detail: "only its head was looked at" } : null;
    yield {
      name: path === unnamed ? part.name.replace(/\.[^.]*$/, "") : path,
      bytes: isCut ? bytes.subarray(0, limits.partBytes) : bytes,
      obstacle,
    };
  }
  if (extraction.isFull)
    throw ratioBytes < gauge.limits.totalBytes
      ? new LimitReached("ratio_bomb", `more than ${limits.ratio} times its packed size came out`)
      : new LimitReached("too_large", "more came out than the limits allow");
  if (!isWhole) yield whole(explainFailure(part, extraction, hasEncrypted));
}

/** Blocks of "Name = value" lines, one block an entry. */
function readListing(output: string): Listed[] {
  return output.split(/\n\s*\n/).flatMap((block) => {
    const field = (name: string): string => new RegExp(`\\b${name} = ([^\\n]*)`).exec(block)?.[1] ?? "";
    if (!block.includes(" = ")) return [];
    const isFolder = field("Folder") === "+" || field("Attributes").startsWith("D");
    return [{ isFolder, isEncrypted: field("Encrypted") === "+", method: field("Method") }];
  });
}

/** "LZMA2:30" is two to the thirtieth; "LZMA:1536m" is said in megabytes. */
function needsTooMuchMemory(method: string): boolean {
  return Array.from(method.matchAll(/\b(?:LZMA2?|PPMD|ZSTD):(?:o\d+:mem)?(\d+)([kmg]?)/gi)).some(([, digits, unit]) => {
    const scale = { k: 10, m: 20, g: 30 }[(unit ?? "").toLowerCase()];
    const bits = scale === undefined ? Number(digits) : Math.log2(Number(digits)) + scale;
    return bits > dictionaryBits;
  });
}

/** Names are hidden too when a 7z header names the AES coder, or when a RAR archive's own header says so. */
function explainFailure(part: Part, { output }: SevenZipRun, hasEncrypted: boolean): Obstacle {
  const { bytes } = part;
  const isHidden =
    (part.type === "7z" && bytes.includes(Buffer.from("06f10701", "hex"))) ||
    (part.type === "rar" && (bytes[6] === 0 ? ((bytes[10] ?? 0) & 0x80) !== 0 : bytes[13] === 4));
  if (isHidden || hasEncrypted || /Wrong password|encrypted/i.test(output))
    return { kind: "encrypted", detail: "the archive is encrypted and its password is not known" };
  if (/Unsupported Method/i.test(output))
    return { kind: "unsupported", detail: "it is packed by a method that is not known here" };
  const error = /ERRORS?:\s*([^\n]+)/.exec(output)?.[1];
  return { kind: "broken", detail: error === undefined ? "the archive is damaged" : describeError(error) };
}
