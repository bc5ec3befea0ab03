// The allow-list covers what it names and nothing beside it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding, Observable } from "../model.ts";
import { holdBack, type LiveEntry } from "./hold-back.ts";

const entry = (more: Partial<LiveEntry>): LiveEntry => ({
  id: "e",
  engine: null,
  ruleName: null,
  valueKind: null,
  value: null,
  reason: "ours",
  ownerName: "Awa",
  expiresAt: "2027-01-01T00:00:00.000Z",
  ...more,
});
const finding = (more: Partial<Finding>): Finding => ({
  engine: "sigma",
  ruleId: "r",
  ruleVersion: "1",
  title: "t",
  level: "high",
  source: "files/a.log",
  at: 0,
  locations: [],
  why: "w",
  references: [],
  ...more,
});
const field = (value: string) => ({ kind: "field", part: "files/a.log", event: 0, field: "Image", value }) as const;
const known = (value: string): NonNullable<Finding["evidence"]> => [
  { kind: "known", part: "description", value, known: value, matchedBy: "exact", by: [] },
];
const isHeld = (one: Finding, by: LiveEntry, observables: Observable[] = []): boolean =>
  holdBack([one], [by], observables).held.length === 1;

test("an entry on a rule holds that rule of that engine, and no other", () => {
  const onRule = entry({ engine: "sigma", ruleName: "r" });
  expect(isHeld(finding({}), onRule)).toBe(true);
  expect(isHeld(finding({ ruleId: "other" }), onRule)).toBe(false);
  expect(isHeld(finding({ engine: "yara" }), onRule)).toBe(false);
});

describe("an entry on a value", () => {
  test("holds an indicator's finding on the value, and for a name on what lies below it", () => {
    const onName = entry({ valueKind: "domain", value: "bank.example" });
    const seen = (value: string): Finding => finding({ engine: "indicator", evidence: known(value) });
    for (const value of ["bank.example", "pay.bank.example", "http://www.bank.example/a?b", "a@bank.example"])
      expect([value, isHeld(seen(value), onName)]).toEqual([value, true]);
    for (const value of ["notbank.example", "bank.example.evil.example", "example", "http://evil.example/bank.example"])
      expect([value, isHeld(seen(value), onName)]).toEqual([value, false]);
  });

  test("holds an event's finding when the value stands in what matched or in the event, as a whole word", () => {
    const onAddress = entry({ valueKind: "ipv4", value: "10.0.0.1" });
    const inEvent = (json: string): Finding =>
      finding({ evidence: [{ kind: "event", part: "p", event: 0, json, identifiers: [], condition: "" }] });
    expect(isHeld(finding({ locations: [field("ping 10.0.0.1")] }), onAddress)).toBe(true);
    expect(isHeld(inEvent('{"src":"10.0.0.1"}'), onAddress)).toBe(true);
    expect(isHeld(inEvent("from 10.0.0.1."), onAddress)).toBe(true);
    for (const json of ['{"src":"10.0.0.12"}', '{"src":"110.0.0.1"}', '{"src":"10.0.0.1.example"}'])
      expect([json, isHeld(inEvent(json), onAddress)]).toEqual([json, false]);
  });

  test("holds a file's finding by the hash or the name of the part it is about, not of another part", () => {
    const sha256 = "a".repeat(64);
    const seen = (part: string): Observable => ({
      kind: "sha256",
      raw: sha256,
      value: sha256,
      role: "suspect",
      part,
      start: 0,
      end: 0,
      isChecked: true,
    });
    const onHash = entry({ valueKind: "sha256", value: sha256 });
    const file = finding({ engine: "yara", source: "files/a.zip!/setup.exe" });
    expect(isHeld(file, onHash, [seen("files/a.zip!/setup.exe")])).toBe(true);
    expect(isHeld(file, onHash, [seen("files/b.exe")])).toBe(false);
    expect(isHeld(file, entry({ valueKind: "file_name", value: "Setup.exe" }))).toBe(true);
    expect(isHeld(file, entry({ valueKind: "file_name", value: "up.exe" }))).toBe(false);
  });

  test("on a rule as well holds only that rule on that value", () => {
    const both = entry({ engine: "sigma", ruleName: "r", valueKind: "domain", value: "scan.example" });
    expect(isHeld(finding({ locations: [field("x scan.example")] }), both)).toBe(true);
    expect(isHeld(finding({ locations: [field("x")] }), both)).toBe(false);
    expect(isHeld(finding({ ruleId: "q", locations: [field("x scan.example")] }), both)).toBe(false);
  });
});

test("what could not be opened is never held back, and nothing is lost or doubled", () => {
  const unpack = finding({ engine: "unpack", ruleId: "unpack.encrypted" });
  expect(holdBack([unpack], [entry({ engine: "unpack", ruleName: "unpack.encrypted" })], []).kept).toEqual([unpack]);
  const some = fc.array(
    fc.record({ engine: fc.constantFrom("sigma" as const, "yara" as const), ruleId: fc.constantFrom("r", "s") }),
  );
  fc.assert(
    fc.property(some, (given) => {
      const all = given.map((one) => finding(one));
      const { kept, held } = holdBack(all, [entry({ engine: "sigma", ruleName: "r" })], []);
      expect(new Set([...kept, ...held.map((one) => one.finding)])).toEqual(new Set(all));
      expect(kept.length + held.length).toBe(all.length);
    }),
  );
});
