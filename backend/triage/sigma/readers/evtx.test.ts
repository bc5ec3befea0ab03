// Windows event logs: files built here byte by byte, whole, cut off and damaged.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEvtxFile } from "winevtx";
import { readEvents } from "./index.ts";
import { fileTime } from "./evtx-values.ts";

type Value = { type: number; bytes: Buffer };
const text = (value: string): Value => ({ type: 0x01, bytes: Buffer.from(value, "utf16le") });
const number = (type: number, size: number, value: bigint): Value => {
  const bytes = Buffer.alloc(size);
  for (let index = 0; index < size; index++) bytes[index] = Number((value >> BigInt(8 * index)) & 255n);
  return { type, bytes };
};

/** Writes one chunk of records that share a template, as Windows does: names and the template stand where first used. */
class ChunkWriter {
  readonly bytes = Buffer.alloc(0x10000);
  at = 0x200;
  private readonly names = new Map<string, number>();
  private templateAt = 0;
  private count = 0;

  u8(value: number): void {
    this.bytes.writeUInt8(value, this.at++);
  }
  u16(value: number): void {
    this.at = this.bytes.writeUInt16LE(value, this.at);
  }
  u32(value: number): void {
    this.at = this.bytes.writeUInt32LE(value, this.at);
  }
  raw(bytes: Buffer): void {
    this.at += bytes.copy(this.bytes, this.at);
  }
  name(value: string): void {
    const known = this.names.get(value);
    this.u32(known ?? this.at + 4);
    if (known !== undefined) return;
    this.names.set(value, this.at);
    this.u32(0);
    this.u16(0);
    this.u16(value.length);
    this.raw(Buffer.from(value, "utf16le"));
    this.u16(0);
  }
  element(name: string, attributes: [string, string][], content: () => void): void {
    this.u8(attributes.length > 0 ? 0x41 : 0x01);
    this.u16(0xffff);
    this.u32(0);
    this.name(name);
    if (attributes.length > 0) this.u32(0);
    for (const [key, value] of attributes) {
      this.u8(0x06);
      this.name(key);
      this.u8(0x05);
      this.u8(0x01);
      this.u16(value.length);
      this.raw(Buffer.from(value, "utf16le"));
    }
    this.u8(0x02);
    content();
    this.u8(0x04);
  }
  gap(index: number): void {
    this.u8(0x0e);
    this.u16(index);
    this.u8(0x01);
  }
  template(fields: string[]): void {
    this.element("Event", [], () => {
      this.element("System", [], () => {
        this.element("Provider", [["Name", "Microsoft-Windows-Security-Auditing"]], () => {});
        this.element("EventID", [], () => this.gap(0));
        this.element("Channel", [], () => this.gap(1));
      });
      this.element("EventData", [], () => {
        for (const [index, field] of fields.entries())
          this.element("Data", [["Name", field]], () => this.gap(index + 2));
      });
    });
    this.u8(0x00);
  }
  record(fields: string[], values: Value[]): void {
    const start = this.at;
    this.u32(0x2a2a);
    this.u32(0);
    this.raw(Buffer.alloc(16));
    this.raw(Buffer.from([0x0f, 1, 1, 0, 0x0c, 1]));
    this.u32(7);
    const isFirst = this.templateAt === 0;
    if (isFirst) this.templateAt = this.at + 4;
    this.u32(this.templateAt);
    if (isFirst) {
      this.u32(0);
      this.raw(Buffer.alloc(16));
      const sizeAt = this.at;
      this.u32(0);
      this.template(fields);
      this.bytes.writeUInt32LE(this.at - sizeAt - 4, sizeAt);
    }
    this.u32(values.length);
    for (const value of values) {
      this.u16(value.bytes.length);
      this.u8(value.type);
      this.u8(0);
    }
    for (const value of values) this.raw(value.bytes);
    this.u8(0x00);
    this.u32(this.at - start + 4);
    this.bytes.writeUInt32LE(this.at - start, start + 4);
    this.bytes.writeBigUInt64LE(BigInt(++this.count), start + 8);
  }
  file(): Buffer {
    this.bytes.write("ElfChnk\0", 0, "latin1");
    this.bytes.writeBigUInt64LE(1n, 8);
    this.bytes.writeBigUInt64LE(BigInt(this.count), 16);
    this.bytes.writeBigUInt64LE(1n, 24);
    this.bytes.writeBigUInt64LE(BigInt(this.count), 32);
    this.bytes.writeUInt32LE(128, 40);
    this.bytes.writeUInt32LE(this.at, 48);
    const header = Buffer.alloc(0x1000);
    header.write("ElfFile\0", 0, "latin1");
    header.writeUInt32LE(128, 32);
    header.writeUInt16LE(1, 36);
    header.writeUInt16LE(3, 38);
    header.writeUInt16LE(0x1000, 40);
    header.writeUInt16LE(1, 42);
    return Buffer.concat([header, this.bytes]);
  }
}

const fields = ["Name", "AccessMask", "Handle", "Count", "When", "Sid", "Guid", "Flag", "List", "Empty", "Big"];
const values: Value[] = [
  number(0x06, 2, 4663n),
  text("Security"),
  text("lsass.exe\0"),
  number(0x14, 4, 0x85527n),
  number(0x15, 8, 0x8000000000000000n),
  number(0x08, 4, 42n),
  number(0x11, 8, 132_000_000_000_000_001n * 1n),
  { type: 0x13, bytes: Buffer.from([1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0]) },
  { type: 0x0f, bytes: Buffer.from("443aa15a080dfc68dc1d000000004002", "hex") },
  number(0x0d, 4, 1n),
  { type: 0x81, bytes: Buffer.from("a\0bb\0", "utf16le") },
  { type: 0x00, bytes: Buffer.alloc(0) },
  number(0x0a, 8, 0xffffffffffffffffn),
];

function makeFile(records = 3): Buffer {
  const writer = new ChunkWriter();
  for (let index = 0; index < records; index++) writer.record(fields, values);
  return writer.file();
}

async function eventsOf(bytes: Uint8Array): Promise<{ events: unknown[]; problems: string[] }> {
  const read = await readEvents("Security.evtx", bytes);
  if (!read.isLog) return { events: [], problems: [read.reason] };
  return { events: [...read.events].map(({ event }) => event), problems: read.problems };
}

describe("an event log of Windows", () => {
  test("gives each record with hexadecimal values, SIDs, GUIDs and times as Windows shows them", async () => {
    const { events, problems } = await eventsOf(makeFile());
    expect(problems).toEqual([]);
    expect(events).toHaveLength(3);
    expect(events[1]).toEqual({
      Event: {
        System: {
          Provider: { "#attributes": { Name: "Microsoft-Windows-Security-Auditing" } },
          EventID: 4663,
          Channel: "Security",
        },
        EventData: {
          Name: "lsass.exe",
          AccessMask: "0x85527",
          Handle: "0x8000000000000000",
          Count: 42,
          When: fileTime(132_000_000_000_000_001n),
          Sid: "S-1-5-32-544",
          Guid: "5AA13A44-0D08-68FC-DC1D-000000004002",
          Flag: true,
          List: ["a", "bb"],
          Empty: null,
          Big: "18446744073709551615",
        },
      },
    });
  });

  test("has the same records and plain values as another reader finds", async () => {
    const other = [...parseEvtxFile(makeFile())].map(({ event }) => {
      const { Data } = (event as { Event: { EventData: { Data: { Name: string; Value: unknown }[] } } }).Event
        .EventData;
      return Object.fromEntries(Data.map(({ Name, Value }) => [Name, Value]));
    });
    expect(other).toHaveLength(3);
    expect(other[0]).toMatchObject({ Name: "lsass.exe", Count: 42, Sid: "S-1-5-32-544" });
    expect(other[0]).toMatchObject({ Guid: "5AA13A44-0D08-68FC-DC1D-000000004002", AccessMask: 0x85527 });
  });

  test("shows times with microseconds", () => {
    expect(fileTime(133_000_000_000_000_010n)).toBe("2022-06-18T04:26:40.000001Z");
  });

  test("says what is wrong where it is cut off or no log at all", async () => {
    expect((await eventsOf(makeFile().subarray(0, 0x1300))).problems.join("; ")).toMatch(/impossible size|data ends/);
    expect((await eventsOf(Buffer.concat([makeFile().subarray(0, 0x1000), Buffer.alloc(0x10000)]))).problems).toEqual([
      "a Windows event log without a readable chunk",
    ]);
    expect((await eventsOf(Buffer.from([1, 2, 3, 0]))).problems).toEqual(["not a text and not a Windows event log"]);
  });

  test("keeps the records around a damaged one, and never fails on damage", async () => {
    const whole = makeFile(20);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 8, max: 0x1000 + 0x3000 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 20,
        }),
        async (damage) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of damage) bytes[at] = value;
          const { events } = await eventsOf(bytes);
          expect(events.length).toBeLessThanOrEqual(20);
        },
      ),
      { numRuns: 300 },
    );
  });
});
