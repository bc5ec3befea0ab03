// From a YARA match to a finding: the author's words, levels of public sets, and previews that are safe to show.
import { describe, expect, it } from "vitest";
import type { YaraMatch } from "./engine.ts";
import { previewBytes, toFinding } from "./to-finding.ts";

const match = (meta: YaraMatch["meta"], hits: YaraMatch["hits"] = []): YaraMatch => ({
  rule: "some_rule",
  namespace: "a.yar",
  tags: [],
  meta,
  hits,
});

describe("a finding from a match", () => {
  it("takes id, version, level, reason, references and author from the meta part", () => {
    const finding = toFinding(
      match(
        {
          ID: "TGN-Y-1",
          version: 3,
          Severity: "Critical",
          description: "why",
          author: "A",
          reference: "https://a.example",
          reference2: "https://b.example, -",
        },
        [
          { string: "$b", offset: 9, length: 3 },
          { string: "$a", offset: 4, length: 2 },
        ],
      ),
      "f.zip!/x",
      Buffer.from("0123456789abc"),
      "hash",
      8,
    );
    expect(finding).toMatchObject({
      engine: "yara",
      ruleId: "TGN-Y-1",
      ruleVersion: "3",
      level: "critical",
      source: "f.zip!/x",
      at: 4,
      why: "why",
      author: "A",
      references: ["https://a.example", "https://b.example"],
    });
    expect(finding.locations).toContainEqual({
      kind: "bytes",
      part: "f.zip!/x",
      offset: 9,
      length: 3,
      text: "9ab",
      string: "$b",
    });
  });

  it("falls back to the rule's name, the file's hash and a medium level, and reads a score as public sets mean it", () => {
    const levelOf = (meta: YaraMatch["meta"]) => toFinding(match(meta), "f", Buffer.alloc(0), "hash", 8).level;
    expect(toFinding(match({}), "f", Buffer.alloc(0), "hash", 8)).toMatchObject({
      ruleId: "some_rule",
      ruleVersion: "hash",
      level: "medium",
      at: null,
    });
    expect([95, 80, 65, 45, 10].map((score) => levelOf({ score }))).toEqual([
      "critical",
      "high",
      "medium",
      "low",
      "informational",
    ]);
    expect(levelOf({ severity: "whatever" })).toBe("medium");
  });

  it("shares the places among the strings, so that one that fills the file does not hide the others", () => {
    const hits = [
      ...Array.from({ length: 500 }, (_, offset) => ({ string: "$a", offset, length: 1 })),
      { string: "$z", offset: 900, length: 1 },
    ];
    const finding = toFinding(match({}, hits), "f", Buffer.alloc(1000), "hash", 10);
    expect(finding.locations).toHaveLength(6);
    expect(finding.locations.some((location) => location.kind === "bytes" && location.string === "$z")).toBe(true);
  });

  it("shows bytes without control characters: wide text narrowed, binary as hexadecimal", () => {
    expect(previewBytes(Buffer.from("a\u001b[31m\nb"), 7)).toBe("a.[31m.b");
    expect(previewBytes(Buffer.from("cmd.exe", "utf16le"), 14)).toBe("cmd.exe");
    expect(previewBytes(Buffer.from([0xde, 0xad, 0xbe, 0xef]), 4)).toBe("de ad be ef");
    expect(previewBytes(Buffer.from("abc"), 300)).toBe("abc…");
    expect(previewBytes(Buffer.from("fichiers chiffrés\u202e, Өгөгдөл"), 30)).toBe("fichiers chiffrés., Өгөгдөл");
    expect(previewBytes(Buffer.from("chiffré").subarray(0, 7), 8)).toBe("chiffr…");
  });
});
