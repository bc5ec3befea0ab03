// The editor's plain writing: what it makes of usual texts, and that whatever is typed is kept as text.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Inline, readBlocks, readInlines, textIn } from "./model.ts";

test("headings, lists, code and paragraphs are told apart, and lines of a paragraph are put together", () => {
  expect(
    readBlocks("## Do\r\n\r\none\ntwo\n- a\n- b\n1. x\n2) y\n```\n<b>\n```\nend").map((block) => block.kind),
  ).toEqual(["heading", "paragraph", "list", "list", "code", "paragraph"]);
  expect(readBlocks("one\ntwo")[0]).toEqual({ kind: "paragraph", inlines: [{ kind: "text", text: "one two" }] });
});

test("in a line: strong, code, links of http and https and no other scheme", () => {
  expect(readInlines("**a** `b` [c](https://d.example/x) https://e.example/y.")).toEqual([
    { kind: "strong", text: "a" },
    { kind: "text", text: " " },
    { kind: "code", text: "b" },
    { kind: "text", text: " " },
    { kind: "link", text: "c", href: "https://d.example/x" },
    { kind: "text", text: " " },
    { kind: "link", text: "https://e.example/y", href: "https://e.example/y" },
    { kind: "text", text: "." },
  ]);
  expect(readInlines("[c](javascript:alert(1))").every(({ kind }) => kind === "text")).toBe(true);
});

test("whatever is typed, every link is of http or https and no word of a line is lost", () => {
  const said = (inline: Inline): string =>
    inline.kind === "link" && inline.text !== inline.href ? inline.text : inline.text;
  const letters = (text: string): string => text.replaceAll(/[^\p{L}]/gu, "");
  const checked = fc.check(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (source) => {
      readBlocks(source);
      const inlines = readInlines(source);
      const isSafe = inlines.every((one) => one.kind !== "link" || /^https?:$/.test(new URL(one.href).protocol));
      return isSafe && (/[*`[\]()]/.test(source) || letters(inlines.map(said).join("")) === letters(source));
    }),
  );
  expect(checked.failed, JSON.stringify(checked.counterexample)).toBe(false);
});

test("a text in another language is shown where the reader's is missing", () => {
  const text = { title: "T", summary: "S", body: "B" };
  expect(textIn({ mn: text }, "fr")).toEqual({ language: "mn", text });
  expect(textIn({}, "fr")).toBeUndefined();
});
