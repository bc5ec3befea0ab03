// The fast engine and the plain evaluator agree on rules and events that nobody would think of.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSigma, createPlainEvaluator, parseSigma } from "./index.ts";
import type { SigmaDocument } from "./index.ts";

const fields = ["Image", "CommandLine", "EventID", "User", "a.b", "ThreatName", "Channel"];
/** Few characters, so that values meet; some that fold oddly. */
const shortText = fc
  .array(fc.constantFrom("a", "B", "b", "\\", "-", " ", "1", ".", "k", "\u212a", "ſ", "Σ", "ς", "İ", "é", "😀"), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));
const pattern = fc
  .array(fc.constantFrom("a", "B", "\\", "*", "?", "-", "1", "k", "s", "Σ", "aa", " /b", "\\*"), { maxLength: 5 })
  .map((parts) => parts.join(""));
const longWord = fc.constantFrom("mimikatz::", "lsadump::sam", "kerberos", "İstanbul-long", "powershell");
const regex = fc.constantFrom(
  "a+b",
  "^a",
  "b$",
  "(?i)k1",
  "[ab]{2}",
  "a.b|1",
  "\\s-b",
  "(a|1)+\\\\",
  ".{3,}",
  "\\w\\W",
  "a{2,3}",
  "[^a]{2,}$",
  "(?:a?b)?1",
  "s",
);

const item = fc.oneof(
  fc.record({
    key: fc.constantFrom(
      "",
      "|contains",
      "|startswith",
      "|endswith",
      "|cased",
      "|contains|cased",
      "|neq",
      "|windash|contains",
      "|base64offset|contains",
    ),
    value: fc.oneof(pattern, longWord),
  }),
  fc.record({
    key: fc.constantFrom("|contains|all", "|contains", ""),
    value: fc.array(fc.oneof(pattern, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ key: fc.constantFrom("|re", "|re|i"), value: regex }),
  fc.record({ key: fc.constantFrom("|gt", "|lte"), value: fc.integer({ min: -1, max: 12 }) }),
  fc.record({ key: fc.constant("|exists"), value: fc.boolean() }),
  fc.record({ key: fc.constant(""), value: fc.constantFrom(null, "", 1, true) }),
  fc.record({ key: fc.constantFrom("|fieldref", "|fieldref|startswith"), value: fc.constantFrom(...fields) }),
);
const map = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...fields), item), { minLength: 1, maxLength: 3, selector: ([field]) => field })
  .map((items) => Object.fromEntries(items.map(([field, { key, value }]) => [field + key, value])));
const search = fc.oneof(
  map,
  fc.array(map, { minLength: 1, maxLength: 3 }),
  fc.array(fc.oneof(pattern, longWord), { minLength: 1, maxLength: 3 }),
);
const condition = fc.constantFrom(
  "a",
  "a and b",
  "a or b",
  "a and not b",
  "not a",
  "1 of them",
  "all of them",
  "a and not 1 of b*",
  "(a or c) and b",
  "not (a and b) or c",
  "a and (b or not c)",
);
const logsource = fc.constantFrom<Record<string, string>[]>(
  { category: "process_creation", product: "windows" },
  { product: "windows", service: "sysmon" },
  { product: "windows" },
  { category: "registry_delete", product: "windows" },
  { product: "linux", service: "auditd" },
  { category: "anything" },
);
const rule = fc.record({ a: search, b: search, c: search, condition, logsource });

const value = fc.oneof(
  shortText,
  fc.integer({ min: -1, max: 12 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(shortText, { maxLength: 2 }),
  fc.tuple(shortText, longWord, shortText).map((parts) => parts.join("").toUpperCase()),
  fc.record({ b: shortText }),
);
const body = fc.dictionary(
  fc.constantFrom(...fields.slice(0, 6), "a", "process.command_line", "Threat Name", "NewProcessName"),
  value,
  { maxKeys: 6 },
);
const event = fc.oneof(
  body,
  body.map((one) => ({ ...one, Channel: "Microsoft-Windows-Sysmon/Operational", EventID: 1 })),
  body.map((one) => ({
    ...one,
    Channel: "microsoft-windows-sysmon/operational",
    EventID: "12",
    EventType: "DeleteKey",
  })),
  body.map((one) => ({ ...one, Channel: "Security", EventID: 4688 })),
  body.map((one) => ({ ...one, Channel: "Security", EventID: 4999 })),
  body.map((one) => ({ Event: { System: { Channel: "Security", EventID: { "#text": 4688 } }, EventData: one } })),
  body.map((one) => ({ winlog: { channel: "Microsoft-Windows-Sysmon/Operational", event_id: 1, event_data: one } })),
);

function toDocument(
  {
    a,
    b,
    c,
    condition: text,
    logsource: where,
  }: { a: unknown; b: unknown; c: unknown; condition: string; logsource: Record<string, string> },
  index: number,
): SigmaDocument {
  const info = {
    kind: "rule" as const,
    id: `r${index}`,
    title: `r${index}`,
    level: "low" as const,
    status: "test",
    version: "1",
    author: "",
    description: "",
    references: [],
    tags: [],
    falsePositives: [],
    path: "generated",
  };
  return { kind: "rule", info, logsource: where, detections: { a, b, c }, conditions: [text] };
}

describe("generated rules on generated events", () => {
  test("are true for both evaluators or for none", () => {
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 40 }),
        fc.array(event, { minLength: 1, maxLength: 12 }),
        (rules, events) => {
          const documents = rules.map(toDocument);
          const engine = compileSigma(documents);
          const refused = new Set(engine.refused.map(({ ruleId }) => ruleId));
          const plain = createPlainEvaluator(
            documents.filter((document) => document.kind === "rule" && !refused.has(document.info.id)),
          );
          for (const one of events)
            expect(engine.match(one, 0, "s").map((match) => match.rule.id)).toEqual(plain.match(one));
        },
      ),
      { numRuns: 600 },
    );
  });
});

test("channels that no service names share their buckets, unless a rule speaks of its channel", () => {
  const words =
    "title: w\nid: w\nlogsource: {product: windows}\ndetection: {s: ['needle in hay'], f: {EventID: 15}, condition: s and not f}\n";
  const named =
    "---\ntitle: c\nid: c\nlogsource: {product: windows}\ndetection: {s: {Channel: Other/Two, User: bob}, condition: s}\n";
  const compared =
    "---\ntitle: r\nid: r\nlogsource: {product: windows}\ndetection: {s: {User|fieldref: Channel}, condition: s}\n";
  for (const rules of [words, words + named, words + compared]) {
    const documents = parseSigma(rules, "f.yml");
    const [engine, plain] = [compileSigma(documents), createPlainEvaluator(documents)];
    engine.prepare();
    for (const Channel of ["Other/One", "Other/Two", "OTHER/two", "Security", "System"])
      for (const EventID of [1, 15, "15", 99])
        for (const User of ["bob", "Other/One", "a needle in hay"]) {
          const event = { Channel, EventID, User };
          expect(engine.match(event, 0, "s").map(({ rule }) => rule.id)).toEqual(plain.match(event));
        }
  }
});
