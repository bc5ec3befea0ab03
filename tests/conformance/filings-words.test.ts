// The words of duties and filings are whole: the same keys with the same values in three languages, and every key that lists of the model name.
import { expect, test } from "vitest";
import { dutyStatuses } from "../../backend/compliance/law/index.ts";
import { verificationStatuses } from "../../backend/compliance/law/index.ts";
import { dutyGroups } from "../../backend/compliance/duties/model.ts";
import { draftKinds, fieldGroups } from "../../backend/compliance/filings/model.ts";
import {
  adjustments,
  availabilityLosses,
  confidentialityLosses,
  dataKinds,
  identifications,
  integrityLosses,
  severityBands,
} from "../../backend/compliance/severity/model.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

test.each(["duties", "filings", "assessments", "subjects", "whatif"])(
  "the room %s has the same keys with the same values in three languages, and can say each",
  (room) => {
    const roomOf = (language: (typeof wordsLanguages)[number]) =>
      new Map(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith(`${room}.`)));
    const french = roomOf("fr");
    expect(french.size).toBeGreaterThan(40);
    for (const language of wordsLanguages) {
      const other = roomOf(language);
      expect([...other.keys()]).toEqual([...french.keys()]);
      for (const [key, text] of other) {
        expect([key, wordValues(text)]).toEqual([key, wordValues(french.get(key) ?? "")]);
        expect(wordsIn(language)(key, Object.fromEntries(wordValues(text).map((name) => [name, 2]))), key).not.toBe("");
      }
    }
  },
);

test("every state, group, kind and level of the models can be said", () => {
  const keys = [
    ...dutyStatuses.map((it) => `duties.status.${it}`),
    ...dutyGroups.map((it) => `duties.group.${it}`),
    ...verificationStatuses.map((it) => `duties.verification.${it}`),
    ...draftKinds.map((it) => `filings.draft.${it}`),
    ...[...fieldGroups, "law", "copies", "late"].map((it) => `filings.group.${it}`),
    ...["on_time", "late", "no_time"].map((it) => `filings.lateness.${it}`),
    ...["missing", "not_a_moment", "ahead", "not_a_number", "late_reason", "nobody", "ternary"].map(
      (it) => `filings.problem.${it}`,
    ),
    ...severityBands.map((it) => `filings.severity.band.${it}`),
    ...adjustments.map((it) => `filings.severity.adjustment.${it}`),
    ...Object.keys(dataKinds).map((it) => `filings.severity.kind.${it}`),
    ...Object.keys(identifications).map((it) => `filings.severity.identification.${it}`),
    ...Object.keys(confidentialityLosses).map((it) => `filings.severity.confidentiality.${it}`),
    ...Object.keys(integrityLosses).map((it) => `filings.severity.integrity.${it}`),
    ...Object.keys(availabilityLosses).map((it) => `filings.severity.availability.${it}`),
  ];
  for (const language of wordsLanguages) expect(keys.filter((key) => !wordsIn(language).has(key))).toEqual([]);
});
