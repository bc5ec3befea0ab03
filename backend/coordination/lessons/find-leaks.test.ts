// A lesson that still says who it was about is found out, however it is written.
import fc from "fast-check";
import { expect, test } from "vitest";
import { findLeaks } from "./find-leaks.ts";

const known = {
  values: ["faux-agent.example", "+99970123456"],
  names: ["Banque du Fleuve"],
  people: ["Aminata Diallo"],
};
const leaksIn = (text: string) => findLeaks({ happened: text }, known).map(({ what, text: found }) => [what, found]);

test("names are found in capitals, without accents and by their parts; values also where they are defanged", () => {
  expect(leaksIn("MME DIALLO called")).toEqual([["name", "DIALLO"]]);
  expect(leaksIn("la banque du fleuve")).toEqual([["name", "banque du fleuve"]]);
  expect(leaksIn("they sent faux-agent[.]example")).toEqual([["value", "faux-agent[.]example"]]);
  expect(leaksIn("write to somebody@other.example")).toEqual([["value", "somebody@other.example"]]);
  expect(leaksIn("The agent asked for a code at the market")).toEqual([]);
  // A part of a longer word is no name.
  expect(leaksIn("Diallobougou is a word")).toEqual([]);
});

test("wherever a name or value stands in whatever text, it is found", () => {
  const piece = fc.constantFrom("Aminata", "diallo", "BANQUE DU FLEUVE", "faux-agent.example");
  fc.assert(
    fc.property(fc.string(), piece, fc.string(), (before, leak, after) => {
      expect(findLeaks({ a: `${before} ${leak} ${after}` }, known).length).toBeGreaterThan(0);
    }),
  );
});
