// Whatever is answered, a flow ends, and what is sent is a report that intake takes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SubmitReport } from "../../../backend/intake/model.ts";
import { wordsIn } from "../../../backend/platform/words/index.ts";
import { type Answers, askedFields, type Field, type FlowGraph, pagedFlows, seenKey, walk } from "./index.ts";
import { guichetQuestion, toCitizenAnswers } from "./guichet.ts";
import { readAnswers } from "./read-answers.ts";
import { toReport } from "./to-report.ts";

const say = wordsIn("fr");
const telling = {
  canSeal: true,
  language: "fr",
  now: new Date("2026-11-22T10:00:00Z"),
  timeZone: "Africa/Bamako",
  say,
} as const;
const judging = { say, now: telling.now, timeZone: telling.timeZone, areaIds: new Set(["kayes"]) };

const words = fc.string({ unit: "grapheme", maxLength: 60 });

function valueFor(field: Field): fc.Arbitrary<string[]> {
  const options = field.options ?? [];
  switch (field.kind) {
    case "radio":
      return fc.constantFrom(...options).map((one) => [one]);
    case "boxes":
      return fc.subarray([...options], { minLength: field.isRequired ? 1 : 0 });
    case "email":
      return fc.constantFrom("awa@exemple.org", "").map((one) => [one]);
    case "phone":
      return fc.constantFrom("+999 70 00 00 00", "70000000").map((one) => [one]);
    case "date":
      return fc.constantFrom("2026-11-20", "20/11/2026").map((one) => [one]);
    case "time":
      return fc.constantFrom("", "14:07", "9h05").map((one) => [one]);
    case "zone":
      return fc.constantFrom("Africa/Bamako", "+08:00", "UTC").map((one) => [one]);
    case "area":
      return fc.constantFrom("", "kayes").map((one) => [one]);
    case "files":
      return fc.constant([]);
    case "line":
    case "text":
      return words.map((one) => [`x${one}`]);
  }
}

/** Answers every question of a flow, whichever branch it will take, as a form would bring them. */
function anyAnswers(graph: FlowGraph): fc.Arbitrary<Answers> {
  const fields = Object.values(graph.questions).flatMap((question) => question.fields);
  const forms = fc.record(Object.fromEntries(fields.map((field) => [field.id, valueFor(field)])));
  return forms.map((form) => {
    const answers: Answers = { files: [] };
    for (const question of Object.values(graph.questions)) {
      if (question.fields.length === 0) answers[seenKey(question)] = "1";
      Object.assign(answers, readAnswers(question, form as Record<string, string[]>, judging).answers);
    }
    return answers;
  });
}

describe.each(Object.entries(pagedFlows))("flow %s", (_name, graph) => {
  test("ends on the page with all answers, and gives a report that intake takes", () => {
    fc.assert(
      fc.property(anyAnswers(graph), (answers) => {
        // An e-mail may be left out where a telephone is given; where it is the way to answer it is there.
        if (answers["reply"] === "mail") answers["email"] = "awa@exemple.org";
        expect(walk(graph, answers).waiting).toBeUndefined();
        const report = toReport(graph, answers, telling);
        const parsed = SubmitReport.safeParse(report);
        expect(parsed.error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("keeps who a person is out of the answers that go with the report", () => {
    fc.assert(
      fc.property(anyAnswers(graph), (answers) => {
        const hidden = Object.values(graph.questions)
          .flatMap((question) => question.fields)
          .filter((field) => field.isIdentity);
        for (const field of hidden) if (answers[field.id]) answers[field.id] = `secret-${field.id}@exemple.org`;
        const sent = JSON.stringify(toReport(graph, answers, telling).answers);
        expect(sent).not.toContain("secret-");
      }),
    );
  });

  test("asks for every field with words in each language", () => {
    const questions = Object.values(graph.questions);
    const fields = questions.flatMap((question) => question.fields);
    const wanted = [
      ...questions.filter(({ id, fields: own }) => own.length > 1 && id !== "files").map(({ id }) => `q.${id}`),
      ...fields.map(({ id }) => `f.${id}`),
      ...fields.filter(({ isRequired }) => isRequired).map(({ id }) => `e.${id}`),
      ...fields.flatMap(({ id, options }) => (options ?? []).map((option) => `f.${id}.o.${option}`)),
    ];
    for (const language of ["fr", "en", "mn"] as const)
      expect(wanted.filter((key) => !wordsIn(language).has(`portal.${key}`))).toEqual([]);
  });
});

test("what was answered on a branch that was left is not sent", () => {
  const graph = pagedFlows["citizen"]!;
  const answers: Answers = {
    who: "me",
    consent: "agreed",
    what: "account",
    _seen_advice: "1",
    paid: "cash",
    account: "mail",
    started: "today",
    ongoing: "",
    story: "",
    files: [],
    numbers: "",
    reply: "receipt",
    phone: "+999 70 00 00 00",
    tell: [],
    area: "",
  };
  const report = toReport(graph, answers, telling);
  expect(report.answers).toEqual({ who: "me", what: "account", account: "mail", started: "today", reply: "receipt" });
  expect(report.contact).toBeUndefined();
  expect(report.onBehalfOf).toBeUndefined();
});

test("whose usual way is not safe reads the answer with the receipt, and is told in confidence unless they say that the team may know", () => {
  const graph = pagedFlows["citizen"]!;
  fc.assert(
    fc.property(anyAnswers(graph), fc.constantFrom("", "team", "sealed"), (answers, confidence) => {
      const told = { ...answers, reply: "phone", phone: "70000000", safe: "receipt", confidence };
      const report = toReport(graph, told, telling);
      expect([report.answerBy, report.isConfidential ?? false]).toEqual(["receipt", confidence !== "team"]);
      // Where nobody keeps names nothing is promised in passing; but what was promised on a page is asked for.
      const without = toReport(graph, told, { ...telling, canSeal: false });
      expect(without.isConfidential ?? false).toBe(confidence === "sealed");
    }),
  );
});

test("in confidence the mailer is given an address only where that was chosen and there is one that is safe", () => {
  for (const [name, graph] of Object.entries(pagedFlows))
    fc.assert(
      fc.property(anyAnswers(graph), (answers) => {
        const report = toReport(graph, answers, telling);
        const address = report.safeChannel ?? report.contact?.email ?? "";
        expect(report.canMail !== true || (report.isConfidential === true && address.includes("@"))).toBe(true);
        expect([name, report.canMail === true && answers["confidence"] !== "routed"]).toEqual([name, false]);
      }),
    );
});

test("confidence is asked for only where somebody keeps names, and no mail is offered to who gave a number", () => {
  const safe = pagedFlows["citizen"]!.questions["safe"]!;
  expect(askedFields(safe, {}, false).map(({ id }) => id)).toEqual(["safe"]);
  expect(askedFields(safe, { reply: "mail" }, true)[1]?.options).toEqual(["team", "sealed", "routed"]);
  expect(askedFields(safe, { reply: "phone" }, true)[1]?.options).toEqual(["team", "sealed"]);
});

test("the hour is taken where the person says the clock stood", () => {
  const graph = pagedFlows["organisation"]!;
  fc.assert(
    fc.property(anyAnswers(graph), (answers) => {
      const report = toReport(
        graph,
        { ...answers, noticedDate: "2026-11-20", noticedTime: "14:07", noticedZone: "+08:00", noticedEstimate: [] },
        telling,
      );
      expect(report).toMatchObject({ occurredAt: "2026-11-20T06:07:00.000Z", occurredPrecision: "instant" });
    }),
    { numRuns: 20 },
  );
});

test("a clerk's page has words for all that it asks", () => {
  for (const language of ["fr", "en", "mn"] as const)
    for (const { id } of guichetQuestion.fields) expect(wordsIn(language).has(`portal.f.${id}`), id).toBe(true);
});

test("a clerk's page becomes the citizen's flow whole", () => {
  const forms = fc.record(Object.fromEntries(guichetQuestion.fields.map((field) => [field.id, valueFor(field)])));
  const graph = pagedFlows["citizen"]!;
  fc.assert(
    fc.property(forms, (form) => {
      const { answers } = readAnswers(guichetQuestion, form as Record<string, string[]>, judging);
      const reach = answers["reply"] === "mail" ? "awa@exemple.org" : "70000000";
      const citizen = toCitizenAnswers({ ...answers, reach });
      expect(walk(graph, citizen).waiting).toBeUndefined();
      const report = toReport(graph, citizen, telling);
      expect(SubmitReport.safeParse(report).error?.issues ?? []).toEqual([]);
      expect(report.answers).not.toHaveProperty("office");
      expect(report.contact === undefined).toBe(answers["reply"] === "receipt");
    }),
  );
});
