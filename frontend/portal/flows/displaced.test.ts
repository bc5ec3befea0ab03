// Who had to leave home: handled where they say it is safe; where they come from is in no answer that goes with the report.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tellWordsVersion } from "../../../backend/intake/consents/model.ts";
import { wordsIn } from "../../../backend/platform/words/index.ts";
import { citizenFlow } from "./citizen.ts";
import type { Answers } from "./graph.ts";
import { toCitizenAnswers } from "./guichet.ts";
import { toReport } from "./to-report.ts";
import { seenKey, walk } from "./walk.ts";

const say = Object.assign((key: string) => key, { has: () => true });
const telling = {
  language: "fr",
  now: new Date("2026-11-22T10:00:00Z"),
  timeZone: "Africa/Bamako",
  say,
  canSeal: true,
} as const;

function told(more: Answers): Answers {
  const answers: Answers = { _seen_advice: "1" };
  for (const question of Object.values(citizenFlow.questions)) {
    if (question.fields.length === 0) answers[seenKey(question)] = "1";
    for (const { id, kind } of question.fields) answers[id] = kind === "boxes" || kind === "files" ? [] : "";
  }
  return { ...answers, who: "me", what: "money", started: "today", reply: "receipt", story: "Un faux agent.", ...more };
}

test("who did not leave is handled in the area that was named, and is asked nothing more", () => {
  const answers = told({ area: "ml-gao", safeArea: "ml-segou", origin: "ml-kidal" });
  expect(walk(citizenFlow, answers).passed.map(({ id }) => id)).not.toContain("moved");
  const report = toReport(citizenFlow, answers, telling);
  expect([report.area, report.origin]).toEqual(["ml-gao", undefined]);
});

test("who had to leave is handled in the safe area; the origin stands apart, also where the first answer named it", () => {
  const areas = fc.constantFrom("", "ml-gao", "ml-kidal", "ml-segou");
  fc.assert(
    fc.property(areas, areas, areas, fc.boolean(), (area, safeArea, origin, isAtCounter) => {
      const answers = told({ area, left: ["yes"], safeArea, origin });
      const report = toReport(citizenFlow, isAtCounter ? toCitizenAnswers(answers) : answers, telling);
      expect(report.area).toBe(safeArea || undefined);
      expect(report.origin).toEqual(origin || area ? { area: origin || area } : {});
      for (const key of ["area", "left", "origin"]) expect(report.answers).not.toHaveProperty(key);
    }),
  );
});

test("a consent names the words that it was asked in; whoever changes them gives a new version", () => {
  const report = toReport(citizenFlow, told({ tell: ["bank", "operator"] }), telling);
  expect([report.mayTell, report.mayTellWords]).toEqual([["bank", "operator"], tellWordsVersion]);
  const keys = ["", ".hint", ".o.bank", ".o.operator", ".o.police"].map((part) => `portal.f.tell${part}`);
  const asked = (["fr", "en", "mn"] as const).map((language) => keys.map((key) => wordsIn(language)(key)));
  const hash = createHash("sha256").update(JSON.stringify(asked)).digest("hex").slice(0, 16);
  expect({ [tellWordsVersion]: hash }).toEqual({ "2026-11": "7e855ef255f84160" });
});
