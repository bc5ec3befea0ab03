// Figures, services and relations as cells have them, read as a tired clerk would.
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAmount, readRelation, readService, readSize } from "./read-more.ts";

test.each([
  ["1200", 1200],
  ["1 200", 1200],
  ["1\u202f200\u00a0000", 1_200_000],
  ["1,200", 1200],
  ["1.200.000", 1_200_000],
  ["12,5", 12.5],
  ["1'200", 1200],
  ["-3", undefined],
  ["environ 40", undefined],
  ["", undefined],
])("%s is %s", (text, amount) => {
  expect(readAmount(text)).toBe(amount);
});

test.each([
  ["12 000 000 F CFA", 12_000_000, "XOF"],
  ["MNT 5,000,000", 5_000_000, "MNT"],
  ["5 000 000 ₮", 5_000_000, "MNT"],
  ["3.5 EUR", 3.5, "EUR"],
])("a turnover of %s", (text, amount, currency) => {
  expect(readSize("turnover", text)).toEqual({ kind: "turnover", amount, currency });
});

test("a turnover without a currency and a half employee are nothing", () => {
  expect(readSize("turnover", "12000")).toBeUndefined();
  expect(readSize("turnover", "XOF")).toBeUndefined();
  expect(readSize("staff", "12,5")).toBeUndefined();
  expect(readSize("staff", "12")).toEqual({ kind: "staff", amount: 12, currency: null });
});

test("a service is its address, with a name where there is one; a relation has its what in brackets", () => {
  expect(readService("Rendez-vous (https://rdv.example/a)")).toEqual({
    name: "Rendez-vous",
    url: "https://rdv.example/a",
  });
  expect(readService("État civil : https://etat.example/")).toEqual({
    name: "État civil",
    url: "https://etat.example/",
  });
  expect(readService("https://rdv.example/")).toEqual({ name: "rdv.example", url: "https://rdv.example/" });
  expect(readService("rdv.example")).toBeUndefined();
  expect(readRelation("Nuage SA (hébergement)")).toEqual({ other: "Nuage SA", what: "hébergement" });
  expect(readRelation("Nuage (Mali) SA")).toEqual({ other: "Nuage (Mali) SA", what: null });
});

test("whatever a cell holds, nothing is thrown and no figure is below zero", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(readAmount(text) ?? 0).toBeGreaterThanOrEqual(0);
      expect(readSize("turnover", text)?.currency ?? "XOF").toMatch(/^[A-Z]{3}$/);
      expect(readService(text)?.url ?? "https://x.example/").toMatch(/^https?:/i);
      expect(readRelation(text).other.length).toBeLessThanOrEqual(text.length);
    }),
  );
});
