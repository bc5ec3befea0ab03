// The text under evaluation as bytes: four characters are read at once, several times faster than one by one from a text.

import { fold } from "../language/fold.ts";

/** ASCII letters in lower case; other bytes are their own. Literals and texts both go through it. */
export const lowerOf: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 65 && byte <= 90 ? byte + 32 : byte,
);

const leastRoom = 16_384;
/** So that a text of other than ASCII characters never fills the room with just as many bytes as it has units. */
const spareBytes = 8;
const encoder = new TextEncoder();
/** The characters beyond ASCII whose lower case is, or begins with, one of ASCII: the signs of Kelvin, and a dotted I. */
const kelvin = ["\u212a", "\u0130"];

/** One instance serves many scanners, one text after the other. */
export class TextBytes {
  private room = leastRoom;
  /** UTF-8, of the text as it is or in lower case. */
  bytes = new Uint8Array(leastRoom + spareBytes);
  view = new DataView(this.bytes.buffer);
  /** Bytes of the text. */
  length = 0;
  isAscii = true;
  /** The text in lower case, where its bytes are of that. */
  folded: string | null = null;

  /** @param isForAscii whether all that is looked for is ASCII: then few texts have to be put into lower case */
  load(text: string, isForAscii: boolean): void {
    if (text.length > this.room) this.makeRoom(text.length);
    // Every character beyond ASCII takes more bytes than units, and there is room for more than the units.
    if (encoder.encodeInto(text, this.bytes).written !== text.length) {
      this.loadOther(text, isForAscii);
      return;
    }
    this.length = text.length;
    this.isAscii = true;
    this.folded = null;
  }

  private loadOther(text: string, isForAscii: boolean): void {
    const isFolded = !isForAscii || kelvin.some((character) => text.includes(character));
    const shown = isFolded ? fold(text) : text;
    if (shown.length * 3 > this.room) this.makeRoom(shown.length * 3);
    this.length = encoder.encodeInto(shown, this.bytes).written;
    this.isAscii = false;
    this.folded = isFolded ? shown : null;
  }

  private makeRoom(length: number): void {
    this.room = length * 2;
    this.bytes = new Uint8Array(this.room + spareBytes);
    this.view = new DataView(this.bytes.buffer);
  }
}

/** Literals as bytes, one after the other. */
export class LiteralBytes {
  readonly bytes: Uint8Array;
  /** Where each literal starts; one entry more, for the end. */
  readonly starts: Int32Array;
  readonly texts: readonly string[];
  private readonly asciis: readonly boolean[];

  /** @param literals in lower case, well-formed */
  constructor(literals: readonly string[]) {
    this.texts = literals;
    const encoded = literals.map((literal) => encoder.encode(literal));
    this.starts = new Int32Array(literals.length + 1);
    let size = 0;
    for (const [id, { length }] of encoded.entries()) this.starts[id + 1] = size += length;
    this.bytes = new Uint8Array(size);
    for (const [id, one] of encoded.entries())
      this.bytes.set(
        one.map((byte) => lowerOf[byte] ?? 0),
        this.starts[id],
      );
    this.asciis = encoded.map(({ length }, id) => length === literals[id]?.length);
  }

  /** Length in bytes. */
  lengthOf(id: number): number {
    return (this.starts[id + 1] ?? 0) - (this.starts[id] ?? 0);
  }

  /** False where a literal has characters beyond ASCII. */
  isAscii(id: number): boolean {
    return this.asciis[id] ?? false;
  }

  /** Whether the bytes of a literal stand at a place of the text's. */
  isAt(id: number, text: TextBytes, place: number): boolean {
    const start = this.starts[id] ?? 0;
    const length = (this.starts[id + 1] ?? 0) - start;
    if (place < 0 || place + length > text.length) return false;
    const { bytes } = text;
    const own = this.bytes;
    const lower = lowerOf;
    for (let index = 0; index < length; index++)
      if (lower[bytes[place + index] ?? 0] !== own[start + index]) return false;
    return true;
  }

  /**
   * Whether bytes that are equal say that the text holds the literal: half a pair of surrogates, which UTF-8 cannot
   * write, becomes the same bytes as any other.
   * @param isHeld looks for the literal in the text
   */
  isTrue(id: number, text: TextBytes, isHeld: (folded: string, literal: string) => boolean): boolean {
    if (this.isAscii(id)) return true;
    return text.folded !== null && isHeld(text.folded, this.texts[id] ?? "");
  }
}
