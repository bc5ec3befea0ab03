// ENISA's severity: its worked examples, its bounds, and that nothing but its inputs moves it.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  adjustments,
  availabilityLosses,
  bandOf,
  confidentialityLosses,
  dataKinds,
  identifications,
  integrityLosses,
  scoreSeverity,
  severityBands,
  SeverityInput,
} from "./model.ts";

const quiet: SeverityInput = {
  kinds: [{ kind: "simple", adjustments: [] }],
  identification: "maximum",
  confidentiality: "unknown_recipients",
  integrity: "none",
  availability: "none",
  isMalicious: false,
  isOverHundredPeople: false,
  isUnintelligible: false,
};
const moved = (kind: keyof typeof dataKinds, by: number): SeverityInput => ({
  ...quiet,
  kinds: [{ kind, adjustments: by === 0 ? [] : [{ reason: "nature_of_data", by, words: "as in the example" }] }],
});

test("names and work addresses leaked by a link to unknown people: 1 × 1 + 0.5 = 1.5, low; on purpose 2.0, medium", () => {
  expect(scoreSeverity(quiet)).toMatchObject({ dpc: 1, ei: 1, cb: 0.5, score: 1.5, band: "low" });
  expect(scoreSeverity({ ...quiet, isMalicious: true })).toMatchObject({ score: 2, band: "medium" });
});

test("the worked data contexts: supermarket 1, luxury dealer 2, online pharmacy 3, undercover officers 4; calls 2 and 3; cards 4 and 1; disease 3 and 4", () => {
  const dpc = (input: SeverityInput): number => scoreSeverity(input).dpc;
  expect([moved("simple", 0), moved("simple", 1), moved("simple", 2), moved("simple", 3)].map(dpc)).toEqual([
    1, 2, 3, 4,
  ]);
  expect([moved("behavioural", 0), moved("behavioural", 1)].map(dpc)).toEqual([2, 3]);
  expect([moved("financial", 1), moved("financial", -2)].map(dpc)).toEqual([4, 1]);
  expect([moved("sensitive", -1), moved("sensitive", 0)].map(dpc)).toEqual([3, 4]);
});

test("of several kinds the highest counts, and every step is told", () => {
  const result = scoreSeverity({
    ...quiet,
    kinds: [
      { kind: "simple", adjustments: [] },
      { kind: "financial", adjustments: [] },
    ],
    identification: "limited",
  });
  expect(result).toMatchObject({ dpc: 3, score: 2, band: "medium" });
  expect(result.steps.map(({ code }) => code)).toEqual([
    "kind",
    "kind",
    "highest",
    "identification",
    "confidentiality",
    "integrity",
    "availability",
  ]);
});

const keys = <Table extends object>(table: Table) =>
  fc.constantFrom(...(Object.keys(table) as (keyof Table & string)[]));
const inputs: fc.Arbitrary<SeverityInput> = fc.record({
  kinds: fc.array(
    fc.record({
      kind: keys(dataKinds),
      adjustments: fc.array(
        fc.record({
          reason: fc.constantFrom(...adjustments),
          by: fc.integer({ min: -3, max: 3 }),
          words: fc.constant("why so"),
        }),
        { maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  identification: keys(identifications),
  confidentiality: keys(confidentialityLosses),
  integrity: keys(integrityLosses),
  availability: keys(availabilityLosses),
  isMalicious: fc.boolean(),
  isOverHundredPeople: fc.boolean(),
  isUnintelligible: fc.boolean(),
});

test("every score stays within its bounds, is DPC × EI + CB to the digit, and its band follows", () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { dpc, ei, cb, score, band } = scoreSeverity(SeverityInput.parse(input));
      expect(dpc).toBeGreaterThanOrEqual(1);
      expect(dpc).toBeLessThanOrEqual(4);
      expect(cb).toBeLessThanOrEqual(2);
      expect(score).toBeLessThanOrEqual(6);
      expect(score).toBe(dpc * ei + cb);
      expect(score * 4).toBe(Math.trunc(score * 4));
      expect(band).toBe(bandOf(score));
    }),
  );
});

test("malice never lowers a band, and the two flags change nothing", () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const calm = scoreSeverity({ ...input, isMalicious: false });
      const bad = scoreSeverity({ ...input, isMalicious: true });
      expect(severityBands.indexOf(bad.band)).toBeGreaterThanOrEqual(severityBands.indexOf(calm.band));
      const flagged = scoreSeverity({ ...input, isOverHundredPeople: true, isUnintelligible: true });
      expect(flagged.score).toBe(scoreSeverity(input).score);
    }),
  );
});

test("what is not known is refused by name", () => {
  const judged = SeverityInput.safeParse({ ...quiet, identification: "certain", kinds: [] });
  expect(judged.error?.issues.map(({ path }) => path.join("."))).toEqual(["kinds", "identification"]);
});
