// What was typed is understood: quotes, defanged values, addresses and ranges; and the place of a hit is its place in the text.
import fc from "fast-check";
import { expect, test } from "vitest";
import { findPlace, rangeOf, readQuestion } from "./rules.ts";

test("quotes of three languages make phrases, and what stands outside stays words", () => {
  expect(readQuestion('faux "site de paiement" orange')).toMatchObject({
    words: "faux   orange",
    phrases: ["site de paiement"],
  });
  expect(readQuestion("«хуурамч хуудас»").phrases).toEqual(["хуурамч хуудас"]);
  expect(readQuestion('"half').words).toBe("half");
});

test("a defanged value is understood", () => {
  expect(readQuestion("hxxps://Pay[.]Kanaga(.)example/a").plain).toBe("https://pay.kanaga.example/a");
});

test("addresses and ranges are told from words, and from what only looks like them", () => {
  expect(rangeOf("10.0.0.0/8")).toBe("10.0.0.0/8");
  expect(rangeOf("10.1.2.3")).toBe("10.1.2.3");
  expect(rangeOf("2001:db8::/32")).toBe("2001:db8::/32");
  for (const text of ["10.0.0", "10.0.0.0/33", "10.0.0.0/8/9", "2001:db8::/129", "fe80::1%eth0", "8", "1.2.3.400"])
    expect(rangeOf(text)).toBeNull();
});

test("a hit is found whatever the accents, and its place is exact", () => {
  const question = readQuestion("hameconnage");
  const why = findPlace("text", "Un hameçonnage à la banque", question);
  expect(why && why.text.slice(why.start, why.end)).toBe("hameçonnage");
  const mongolian = findPlace("text", "Хүүхэд өдөр", readQuestion("хvvхэд"));
  expect(mongolian && mongolian.text.slice(mongolian.start, mongolian.end)).toBe("Хүүхэд");
  expect(findPlace("text", "Rien", readQuestion("banque"))).toBeNull();
});

test("of any text the place of any of its words is inside what is shown", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.string({ minLength: 2, maxLength: 12 }),
      (text, word) => {
        const why = findPlace("text", `${text} ${word} ${text}`, readQuestion(word));
        if (why === null) return;
        expect(why.start).toBeGreaterThanOrEqual(0);
        expect(why.end).toBeLessThanOrEqual(why.text.length);
      },
    ),
    { numRuns: 300 },
  );
});
