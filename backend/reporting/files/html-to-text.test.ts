// Words come out, markup does not, and no input makes it fail.
import fc from "fast-check";
import { expect, test } from "vitest";
import { htmlToText } from "./html-to-text.ts";

test("paragraphs, lists and links become lines with their addresses", () => {
  expect(
    htmlToText(
      '<head><title>x</title></head><p>Bonjour&nbsp;&eacute;</p><ul><li>un</li><li>deux</li></ul><a href="https://bad.example/?a=1&amp;b=2">ici</a><br>fin',
    ),
  ).toBe("Bonjour é\n- un\n- deux\n[https://bad.example/?a=1&b=2] ici\nfin");
});

test("scripts, styles and comments leave no words, closed or not", () => {
  expect(htmlToText("a<script>alert(1)</script>b<style>p{}</style>c<!-- d -->e")).toBe("abce");
  expect(htmlToText("a<script>alert(1)")).toBe("a");
  expect(htmlToText("a<!-- b")).toBe("a");
});

test("any text is taken, and plain words without markup stay themselves", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect(typeof htmlToText(text)).toBe("string");
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9}){0,6}$/), (text) => {
      expect(htmlToText(text)).toBe(text);
    }),
  );
});
