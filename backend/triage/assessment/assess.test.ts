// The assessment is a pure function: same facts, same answer; known stories get the class and severity an analyst would give.
import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { isRsitPair, rsit } from "../rsit/model.ts";
import { assess } from "./index.ts";
import type { AssessmentFacts } from "./model.ts";
import { symptomWords } from "./symptom-words.ts";

const facts = (changes: Partial<AssessmentFacts>): AssessmentFacts => ({
  flow: "free",
  text: "",
  answers: {},
  isOngoing: null,
  findings: [],
  observables: [],
  holders: [],
  relatedReports: 0,
  ...changes,
});

test("the taxonomy equals the working group's machine form", (context) => {
  const path = ["../shared/corpora/rsit/machinev1.json", "shared/corpora/rsit/machinev1.json"].find(existsSync);
  if (!path) return context.skip("the corpora are not here");
  const published = JSON.parse(readFileSync(path, "utf8")) as {
    predicates: { value: string }[];
    values: { predicate: string; entry: { value: string }[] }[];
  };
  const theirs = Object.fromEntries(
    published.values.map(({ predicate, entry }) => [predicate, entry.map(({ value }) => value).sort()]),
  );
  expect(Object.fromEntries(Object.entries(rsit).map(([name, types]) => [name, [...types].sort()]))).toEqual(theirs);
});

test("encrypted files and a demand at a bank that is still going on are critical, in three languages", () => {
  for (const text of [
    "Nos fichiers sont chiffrés et on demande une rançon",
    "Our files are encrypted and they demand a ransom",
    "Манай файлууд шифрлэгдсэн, барьцаалж мөнгө нэхэж байна",
  ]) {
    const verdict = assess(facts({ flow: "organisation", text, isOngoing: true }));
    expect(verdict).toMatchObject({ rsitClass: "intrusions", rsitType: "system-compromise", severity: "critical" });
  }
});

test("a suspicious message is phishing of low severity, and a wave of them is high", () => {
  const one = facts({ flow: "phishing", text: "Faux site : votre compte sera bloqué, confirmez ici" });
  expect(assess(one)).toMatchObject({ rsitClass: "fraud", rsitType: "phishing", severity: "low" });
  expect(assess({ ...one, relatedReports: 14 })).toMatchObject({ severity: "high" });
});

test("with nothing to go by it says that it does not know, with little confidence", () => {
  const verdict = assess(facts({ text: "…" }));
  expect(verdict.rsitType).toBe("undetermined");
  expect(verdict.confidence).toBeLessThan(0.2);
});

test("any facts give a pair of the taxonomy, a confidence from 0 to 1, a reason in every language, and the same answer twice", () => {
  const words = symptomWords.flatMap((entry) => entry.words);
  const anyFacts = fc.record({
    flow: fc.constantFrom("citizen", "organisation", "phishing", "vulnerability", "free"),
    text: fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 8 }).map((parts) => parts.join(" ")),
    answers: fc.record(
      {
        what: fc.constantFrom("money", "account", "identity", "threat", "locked", "shown", "bought", "other"),
        seen: fc.subarray(["files", "strangers", "payments", "data", "services", "website"]),
        gave: fc.constantFrom("no", "clicked", "password", "money"),
        lock: fc.constantFrom("ransom", "files", "strange"),
        personal: fc.constantFrom("yes", "no"),
      },
      { requiredKeys: [] },
    ),
    isOngoing: fc.constantFrom(true, false, null),
    findings: fc.array(
      fc.record({
        engine: fc.constantFrom("yara" as const, "sigma" as const, "unpack" as const),
        title: fc.constantFrom("Ransom note", "Web shell", "Phishing page", "x"),
        level: fc.constantFrom("low" as const, "medium" as const, "high" as const, "critical" as const),
      }),
      { maxLength: 4 },
    ),
    observables: fc.constant([]),
    holders: fc.array(
      fc.record({
        constituentId: fc.uuid(),
        name: fc.string({ minLength: 1 }),
        sector: fc.constant("finance"),
        isCritical: fc.boolean(),
        via: fc.constantFrom(...(["url", "address", "domain", "asn", "short_code", "name"] as const)),
        value: fc.string(),
        isDisputed: fc.constantFrom(true as const, undefined),
      }),
      { maxLength: 3 },
    ),
    relatedReports: fc.nat({ max: 30 }),
  });
  fc.assert(
    fc.property(anyFacts, (some) => {
      const verdict = assess(some as unknown as AssessmentFacts);
      expect(isRsitPair(verdict.rsitClass, verdict.rsitType)).toBe(true);
      expect(verdict.confidence).toBeGreaterThan(0);
      expect(verdict.confidence).toBeLessThanOrEqual(1);
      for (const language of wordsLanguages)
        for (const reason of verdict.reasons)
          expect(wordsIn(language)(`triage.${reason.key}`, reason.values)).not.toBe("");
      expect(assess(some as unknown as AssessmentFacts)).toEqual(verdict);
    }),
    { numRuns: 300 },
  );
});
