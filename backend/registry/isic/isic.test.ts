// ISIC's codes: every section and division has its titles in three languages, and no other code is taken.
import { expect, test } from "vitest";
import { loadIsic } from "./load-isic.ts";
import { isicCodes, isicSectionOf, isTelecomService } from "./model.ts";

test("the file has exactly the 21 sections and 88 divisions, each division below its section", () => {
  const titles = loadIsic();
  const sections = titles.filter(({ code }) => /^[A-Z]$/.test(code)).map(({ code }) => code);
  expect(sections.join("")).toBe("ABCDEFGHIJKLMNOPQRSTU");
  let section = "";
  for (const { code, names } of titles) {
    if (/^[A-Z]$/.test(code)) section = code;
    expect([code, isicSectionOf(code)]).toEqual([code, section]);
    expect(Object.values(names).every((name) => name.length > 3)).toBe(true);
  }
  const all = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));
  const known = new Set(titles.map(({ code }) => code));
  expect(all.filter((code) => isicSectionOf(code) !== undefined)).toEqual(all.filter((code) => known.has(code)));
  expect(all.filter((code) => known.has(code))).toHaveLength(88);
});

test("the code tree is whole: 88 divisions, 238 groups, 419 classes, each below the one above", () => {
  const ofLength = (length: number) => isicCodes.filter((code) => code.length === length);
  expect([2, 3, 4].map((length) => ofLength(length).length)).toEqual([88, 238, 419]);
  for (const code of isicCodes.filter(({ length }) => length > 2)) expect(isicCodes).toContain(code.slice(0, -1));
  // Every group has a class, every division a group.
  for (const above of isicCodes.filter(({ length }) => length < 4))
    expect(isicCodes.some((code) => code.length === above.length + 1 && code.startsWith(above))).toBe(true);
  expect(isicSectionOf("6419")).toBe("K");
  expect(isicSectionOf("613")).toBe("J");
});

test.each(["0", "34", "6418", "614", "6100", "6421", "0100", "3410", "AA", "V", "61200", "6.1", ""])(
  "%s is no code",
  (code) => {
    expect(isicSectionOf(code)).toBeUndefined();
  },
);

test("telecommunication services are the divisions 53, 61, 62 and 63", () => {
  expect(["5310", "61", "6209", "6311"].every(isTelecomService)).toBe(true);
  expect(["6419", "5820", "J", null].some(isTelecomService)).toBe(false);
});
