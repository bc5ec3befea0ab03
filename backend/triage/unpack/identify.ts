// Tells by the opening bytes, never by the name, whether a part holds other parts.
import type { ContainerType } from "./model.ts";

interface Magic {
  type: ContainerType;
  offset: number;
  bytes: Buffer;
}

const magic = (type: ContainerType, text: string, offset = 0): Magic => ({
  type,
  offset,
  bytes: Buffer.from(text, "latin1"),
});

/** Signatures from the formats' own specifications; "archive" is what 7-Zip opens beyond the ones named. */
const magics: Magic[] = [
  magic("zip", "PK\x03\x04"),
  magic("zip", "PK\x05\x06"),
  magic("gzip", "\x1f\x8b\x08"),
  magic("zstd", "\x28\xb5\x2f\xfd"),
  magic("7z", "7z\xbc\xaf\x27\x1c"),
  magic("rar", "Rar!\x1a\x07"),
  magic("cab", "MSCF\0\0\0\0"),
  magic("xz", "\xfd7zXZ\0"),
  magic("bzip2", "BZh"),
  magic("iso", "CD001", 0x8001),
  magic("ole", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
  magic("rtf", "{\\rt"),
  magic("lnk", "L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F"),
  magic("onenote", "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3"),
  magic("archive", "!<arch>\n"),
  magic("archive", "\xed\xab\xee\xdb"),
  magic("archive", "ITSF\x03"),
  magic("archive", "MSWIM\0\0\0"),
  magic("archive", "\x60\xea"),
  magic("archive", "LZIP\x01"),
  magic("archive", "070701"),
  magic("archive", "vhdxfile"),
  magic("archive", "conectix"),
  magic("archive", "\x1f\x9d"),
  magic("archive", "-lh", 2),
  magic("archive", "xar!\0\x1c"),
];

/** What `bytes` holds, or null when it is to be scanned only as it is. */
export function identifyContainer(bytes: Buffer): ContainerType | null {
  for (const { type, offset, bytes: signature } of magics) {
    if (
      bytes.length >= offset + signature.length &&
      bytes.compare(signature, 0, signature.length, offset, offset + signature.length) === 0
    )
      return type;
  }
  if (isTar(bytes)) return "tar";
  if (bytes.subarray(0, 1024).includes("%PDF-")) return "pdf";
  if (isMail(bytes)) return "mail";
  return endsAsZip(bytes) ? "zip" : null;
}

/** The header's checksum decides, so that old archives without "ustar" count and texts do not (POSIX.1-1988, ustar). */
function isTar(bytes: Buffer): boolean {
  if (bytes.length < 512 || bytes[0] === 0) return false;
  const written = Number.parseInt(bytes.toString("latin1", 148, 156).replace(/[\0 ]+/g, ""), 8);
  if (!(written > 0)) return false;
  let sum = 8 * 0x20;
  for (let index = 0; index < 512; index += 1) if (index < 148 || index >= 156) sum += bytes[index] ?? 0;
  return sum === written;
}

const mailFields =
  /^(?:from|to|cc|subject|date|received|return-path|delivered-to|message-id|mime-version|reply-to|x-[\w-]+|content-type|dkim-signature|authentication-results):/gim;

/** A block of header fields (RFC 5322) before the first empty line, at least two of them a mail's. */
function isMail(bytes: Buffer): boolean {
  const head = bytes.toString("latin1", 0, 65_536).replace(/^(?:From [^\n]*\n|\ufeff|\xef\xbb\xbf)/, "");
  if (!/^[A-Za-z][\w-]*:/.test(head)) return false;
  const fields = head.split(/\r?\n\r?\n/, 1)[0] ?? "";
  const isFolded = fields.split(/\r?\n/).every((line) => /^(?:[!-9;-~]+:|[ \t])/.test(line));
  const names = new Set(Array.from(fields.matchAll(mailFields), (match) => match[0].toLowerCase()));
  const isEnough =
    names.size >= 2 && ["from:", "subject:", "received:", "mime-version:"].some((name) => names.has(name));
  return isFolded && isEnough;
}

/** A self-extracting program: the end record (APPNOTE 4.3.16) lies in the last 64 KiB, with entries and a directory that fit. */
function endsAsZip(bytes: Buffer): boolean {
  if (bytes.length < 1024 || bytes.toString("latin1", 0, 2) !== "MZ") return false;
  const at = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (at < 0 || at < bytes.length - 65_557 || at + 22 > bytes.length) return false;
  return bytes.readUInt16LE(at + 10) > 0 && bytes.readUInt32LE(at + 12) <= at;
}
