// Decompression of VBA source: the specification's own examples, and containers that are none.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decompressMacro, findMacro } from "./read-macros.ts";

const container = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex");

describe("VBA source in a module stream", () => {
  it("decompresses the three examples of MS-OVBA 3.2", () => {
    const none = container("01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E");
    expect(decompressMacro(none, 0).toString()).toBe("abcdefghijklmnopqrstuv.");
    const normal = container(
      "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C",
    );
    expect(decompressMacro(normal, 0).toString()).toBe("#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa");
    expect(decompressMacro(container("01 03 B0 02 61 45 00"), 0).toString()).toBe("a".repeat(73));
  });

  it("finds the source behind whatever stands before it, and nothing where there is none", () => {
    const stream = Buffer.concat([
      Buffer.from("cache"),
      container("01 0A B0"),
      Buffer.from("\0Attribut\0e VB_Name", "latin1"),
    ]);
    expect(findMacro(stream)).toBe(5);
    expect(findMacro(Buffer.from("\0Attribut\0e ", "latin1"))).toBeNull();
    expect(findMacro(Buffer.from("Attribute VB_Name"))).toBeNull();
  });

  it("ends on any bytes, and never gives more than 4,096 for a chunk", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const out = decompressMacro(Buffer.concat([container("01 FF BF"), bytes]), 0);
        expect(out.length).toBeLessThanOrEqual(4096 * (1 + bytes.length / 3));
      }),
    );
  });
});
