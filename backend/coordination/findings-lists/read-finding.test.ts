// Rows of findings as people and scanners write them, and that no row breaks the reading.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findingFields } from "./model.ts";
import { proposeFindingMapping } from "./propose-mapping.ts";
import { readFinding, readInstant } from "./read-finding.ts";

const header = ["ip", "port", "time", "what", "extra"];
const frame = {
  header,
  mapping: { 0: "address", 1: "port", 2: "at", 3: "what", 4: "detail" } as const,
  defaultWhat: null,
  defaultAt: null,
  now: new Date("2026-06-01T00:00:00Z"),
};

describe("an address", () => {
  test.each([
    ["192.0.2.1", "192.0.2.1", null],
    ["192[.]0[.]2[.]1:8080", "192.0.2.1", 8080],
    ["[2001:db8::1]:443", "2001:db8::1", 443],
    ["2001:DB8:0::1", "2001:db8::1", null],
    ["Mail.Example.ORG", "mail.example.org", null],
    ["hxxps://shop.example.org/admin?x=1", "shop.example.org", null],
  ])("%s is read", (said, address, port) => {
    expect(readFinding([said, "", "2026-05-01", "open", ""], frame)).toMatchObject({ ok: true, address, port });
  });
  test.each(["", "hello", "300.1.1.1", "192.0.2.0/24"])("%s is refused by its field", (said) => {
    expect(readFinding([said, "", "2026-05-01", "open", ""], frame)).toMatchObject({
      ok: false,
      field: "address",
      said,
    });
  });
});

describe("a time", () => {
  test.each([
    ["2026-05-01", "2026-05-01T00:00:00.000Z"],
    ["2026-05-01 12:30:05", "2026-05-01T12:30:05.000Z"],
    ["2026-05-01T12:30:05.123+01:00", "2026-05-01T11:30:05.000Z"],
    ["01/05/2026 08:00", "2026-05-01T08:00:00.000Z"],
    ["1.5.2026", "2026-05-01T00:00:00.000Z"],
    ["1777593600", "2026-05-01T00:00:00.000Z"],
    ["1777593600000", "2026-05-01T00:00:00.000Z"],
  ])("%s is %s", (said, at) => {
    expect(readInstant(said)?.toISOString()).toBe(at);
  });
  test.each(["31/02/2026", "2026-13-01", "yesterday", "2026-05-01 25:00", "05/2026"])("%s is none", (said) => {
    expect(readInstant(said)).toBeNull();
  });
});

test("what a column does not say, the list says; a web address goes along whole", () => {
  const read = readFinding(["https://a.example.org/x", "tcp/443", "", "", "note"], {
    ...frame,
    defaultWhat: "Old version",
    defaultAt: new Date("2026-05-01T00:00:00Z"),
  });
  expect(read).toMatchObject({
    ok: true,
    port: 443,
    what: "Old version",
    detail: { extra: "note", ip: "https://a.example.org/x" },
  });
});

test("no row breaks the reading, and what is kept can be stored", () => {
  const isSound = fc.check(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 60 }), { maxLength: 7 }), (cells) => {
      const read = readFinding(cells, frame);
      return read.ok ? !Number.isNaN(read.at.getTime()) : findingFields.includes(read.field);
    }),
  );
  expect(isSound.failed, JSON.stringify(isSound.counterexample)).toBe(false);
});

test("columns are proposed by their headings, else by what stands in them", () => {
  expect(proposeFindingMapping(["Horodatage", "Adresse IP", "Port", "Constat", "ASN"], [])).toEqual({
    0: "at",
    1: "address",
    2: "port",
    3: "what",
    4: "detail",
  });
  expect(proposeFindingMapping(["a", "b"], [["192.0.2.1", "2026-05-01"]])).toEqual({ 0: "address", 1: "at" });
});
