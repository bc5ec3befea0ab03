// Marks never change what was said: the pieces joined are the text, each piece lies wholly in or out of each mark.
import fc from "fast-check";
import { expect, test } from "vitest";
import { defangAt, defangPiece, segmentText, type TextMark, writePiece } from "./segment-text.ts";

const mark = fc
  .record({ start: fc.integer({ min: -5, max: 60 }), length: fc.integer({ min: -2, max: 30 }), id: fc.uuid() })
  .map(({ start, length, id }): TextMark => ({ id, kind: "observable", start, end: start + length, title: "" }));

test("the pieces joined are the text again, whatever the marks", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 50, unit: "grapheme" }), fc.array(mark, { maxLength: 12 }), (text, marks) => {
      const segments = segmentText(text, marks);
      expect(segments.map((segment) => segment.text).join("")).toBe(text);
      let at = 0;
      for (const segment of segments) {
        const end = at + segment.text.length;
        const expected = marks.filter(
          (one) =>
            Math.max(0, one.start) < end &&
            Math.min(text.length, one.end) > at &&
            one.end > one.start &&
            segment.text !== "",
        );
        expect(segment.marks.map((one) => one.id).sort()).toEqual(expected.map((one) => one.id).sort());
        at = end;
      }
    }),
  );
});

test("a finding over a part of an address leaves three pieces, the middle one with both", () => {
  const segments = segmentText("see evil.example now", [
    { id: "o", kind: "observable", start: 4, end: 16, title: "" },
    { id: "f", kind: "finding", start: 4, end: 8, title: "" },
  ]);
  expect(segments.map((segment) => [segment.text, segment.marks.map((one) => one.id)])).toEqual([
    ["see ", []],
    ["evil", ["o", "f"]],
    [".example", ["o"]],
    [" now", []],
  ]);
});

test("an address is shown without anything that could be followed, and a harmless one is left alone", () => {
  expect(defangPiece("https://pay.example/a.b")).toBe("hxxps://pay[.]example/a[.]b");
  expect(defangPiece("hxxp://pay[.]example")).toBe("hxxp://pay[.]example");
});

test("a value that a finding cuts in two is made harmless whole, and only its own characters are", () => {
  const text = "go to https://pay.example/a now. Yes.";
  const marks: TextMark[] = [
    { id: "o", kind: "observable", start: 6, end: 27, title: "", isDangerous: true },
    { id: "f", kind: "finding", start: 3, end: 8, title: "" },
  ];
  const places = defangAt(text, marks);
  const shown = segmentText(text, marks).map((segment) => writePiece(segment, places));
  expect(shown.join("")).toBe("go to hxxps://pay[.]example/a now. Yes.");
});

test("whatever is said, no web address stays one that could be followed", () => {
  const address = fc
    .tuple(fc.constantFrom("http", "https", "HTTP"), fc.domain(), fc.constantFrom("", "/a.b?c=d"))
    .map(([scheme, host, rest]) => `${scheme}://${host}${rest}`);
  fc.assert(
    fc.property(fc.array(fc.oneof(address, fc.lorem({ maxCount: 3 })), { maxLength: 5 }), (words) => {
      const text = words.join(" ");
      const shown = segmentText(text, [])
        .map((segment) => writePiece(segment, defangAt(text, [])))
        .join("");
      expect(shown).not.toMatch(/\bhttps?:\/\//i);
    }),
  );
});
