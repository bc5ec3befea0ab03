// Finds and decompresses VBA source in module streams (MS-OVBA 2.4.1), without trusting the project's directory.

/** Every module's source begins with "Attribute VB_…", whose first chunk always packs to these bytes. */
const opening = Buffer.from("\0Attribut\0e ", "latin1");
const sourceBytesLimit = 16 * 2 ** 20;

/** Offset of the compressed container in a module stream, or null when there is none. */
export function findMacro(stream: Buffer): number | null {
  const at = stream.indexOf(opening);
  return at >= 3 && stream[at - 3] === 0x01 ? at - 3 : null;
}

/**
 * Decompresses a container from `start`. Stops at the first chunk that is not one, keeping what came before it, since
 * documents are damaged on purpose.
 */
export function decompressMacro(stream: Buffer, start: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  let at = start + 1;
  while (at + 2 <= stream.length && size < sourceBytesLimit) {
    const header = stream.readUInt16LE(at);
    // Bits 12 to 14 are the signature 0b011; the size in bits 0 to 11 counts the header less three.
    if (((header >> 12) & 0x07) !== 0x03) break;
    const end = Math.min(stream.length, at + (header & 0x0fff) + 3);
    const chunk =
      (header & 0x8000) === 0 ? stream.subarray(at + 2, end) : decompressChunk(stream.subarray(at + 2, end));
    chunks.push(chunk);
    size += chunk.length;
    at = end;
  }
  return Buffer.concat(chunks);
}

/** At most 4,096 bytes come out of one chunk. */
function decompressChunk(packed: Buffer): Buffer {
  const out = Buffer.alloc(4096);
  let size = 0;
  let at = 0;
  while (at < packed.length && size < out.length) {
    const flags = packed[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < packed.length && size < out.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        out[size] = packed[at] ?? 0;
        size += 1;
        at += 1;
        continue;
      }
      if (at + 2 > packed.length) return out.subarray(0, size);
      const token = packed.readUInt16LE(at);
      at += 2;
      // How many bits say the offset grows with what is already out (MS-OVBA 2.4.1.3.19.1).
      const offsetBits = Math.max(4, Math.ceil(Math.log2(Math.max(1, size))));
      const length = (token & (0xffff >> offsetBits)) + 3;
      const from = size - (token >> (16 - offsetBits)) - 1;
      if (from < 0) return out.subarray(0, size);
      for (let index = 0; index < length && size < out.length; index += 1) {
        out[size] = out[from + index] ?? 0;
        size += 1;
      }
    }
  }
  return out.subarray(0, size);
}
