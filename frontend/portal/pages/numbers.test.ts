// Whom to call is named in the reader's language, banks and operators included.
import { expect, test } from "vitest";
import type { View } from "../view.ts";
import { fraudLines } from "./numbers.ts";

test("a bank is called by its name in the reader's language, and by another where it has none there", () => {
  const fraudDesks = [
    {
      names: { fr: "Banque du Nord", en: "Bank of the North", mn: "Хойд банк" },
      kind: "bank",
      number: "1",
      isVerified: true,
    },
    { names: { fr: "Argent simple" }, kind: "mobile_money", number: null, isVerified: false },
  ];
  const view = (language: string): View => ({ language, country: { emergency: [], fraudDesks } }) as unknown as View;
  expect(fraudLines(view("mn")).map(({ name }) => name)).toEqual(["Хойд банк", "Argent simple"]);
  expect(fraudLines(view("fr")).map(({ name }) => name)).toEqual(["Banque du Nord", "Argent simple"]);
});
