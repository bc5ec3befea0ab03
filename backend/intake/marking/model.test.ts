// What leaves and what does not, over every label and way.
import fc from "fast-check";
import { expect, test } from "vitest";
import { markings } from "../model.ts";
import { canLeave, channels, isLoosened, needsTwoPersons, paps, stricter } from "./model.ts";

const mark = fc.record({ marking: fc.constantFrom(...markings), pap: fc.constantFrom(...paps) });

test("TLP:RED leaves on no way: not in a mail, an export, a feed, a look-up, a share or a filing", () => {
  for (const channel of channels)
    for (const pap of paps) expect(canLeave({ marking: "red", pap }, channel).may).not.toBe("text");
});

test("TLP:AMBER and stricter goes into no mail in clear: the mail carries a word only", () => {
  for (const marking of ["amber", "amber+strict", "red"] as const)
    expect(canLeave({ marking, pap: "clear" }, "mail").may).toBe("word");
  for (const marking of ["green", "clear"] as const) expect(canLeave({ marking, pap: "red" }, "mail").may).toBe("text");
});

test("under PAP:RED nobody outside is asked about it", () => {
  for (const marking of markings) expect(canLeave({ marking, pap: "red" }, "enrichment").may).toBe("no");
});

test("a stricter label never lets more leave", () => {
  const rank = { text: 2, word: 1, no: 0 };
  fc.assert(
    fc.property(mark, mark, fc.constantFrom(...channels), (one, other, channel) => {
      const both = { marking: stricter(one.marking, other.marking), pap: one.pap };
      expect(rank[canLeave(both, channel).may]).toBeLessThanOrEqual(rank[canLeave(one, channel).may]);
    }),
  );
});

test("only a loosened label can ask for two persons, and one that a source gave as RED or AMBER+STRICT always does", () => {
  fc.assert(
    fc.property(mark, mark, (before, after) => {
      expect(!needsTwoPersons(before, after) || isLoosened(before, after)).toBe(true);
    }),
  );
  expect(needsTwoPersons({ marking: "red", pap: "red" }, { marking: "amber", pap: "red" })).toBe(true);
  expect(needsTwoPersons({ marking: "amber", pap: "amber" }, { marking: "green", pap: "amber" })).toBe(false);
});
