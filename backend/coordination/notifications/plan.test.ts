// Who is written to and when: the decisions of a notification, without a database.
import fc from "fast-check";
import { expect, test } from "vitest";
import { notifyAnswers, targetStates } from "./model.ts";
import { isClosed, type KnownContact, languageFor, nextAct, stateAfter, stepsOf } from "./plan.ts";

const contact = (id: string, role: string, more: Partial<KnownContact> = {}): KnownContact => ({
  id,
  constituentId: "c",
  name: id,
  role,
  email: `${id}@a.example`,
  languages: ["fr"],
  hasBounced: false,
  ...more,
});
const dayMs = 86_400_000;
const since = new Date("2026-05-01T00:00:00Z");
const schedule = { reminderDays: [7, 14], escalateDays: 21 };

test("roles are steps in their order; an address stands once; whose mail came back is a last step", () => {
  const contacts = [
    contact("boss", "management"),
    contact("soc", "security"),
    contact("old", "security", { hasBounced: true }),
    contact("same", "abuse", { email: "SOC@a.example" }),
    contact("mute", "security", { email: null }),
    contact("press", "press"),
  ];
  const steps = stepsOf(contacts, ["security", "abuse", "management"]).map((step) => step.map(({ id }) => id));
  expect(steps).toEqual([["soc"], ["boss"], ["old"]]);
});

test("nobody stands in two steps, whatever the register holds", () => {
  const any = fc.record({
    id: fc.uuid(),
    role: fc.constantFrom("security", "abuse", "management"),
    email: fc.constantFrom("a@x.example", "A@x.example", "b@x.example", null),
    hasBounced: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), (some) => {
      const steps = stepsOf(
        some.map(({ id, role, ...more }) => contact(id, role, more)),
        ["security", "abuse"],
      );
      const addresses = steps.flat().map(({ email }) => email?.toLowerCase());
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(steps.every((step) => step.length > 0)).toBe(true);
    }),
  );
});

test("reminders come on their days, then the next contact; whoever settled it or asks is left alone", () => {
  const at = (reminders: number, state: (typeof targetStates)[number] = "asked") =>
    nextAct({ state, reminders, since, hasNextStep: true }, schedule);
  expect(
    [at(0), at(1), at(2)].map((next) => [next?.act, ((next?.at.getTime() ?? 0) - since.getTime()) / dayMs]),
  ).toEqual([
    ["remind", 7],
    ["remind", 14],
    ["escalate", 21],
  ]);
  for (const state of ["fixed", "not_mine", "unreachable", "question"] as const) expect(at(0, state)).toBeNull();
  expect(at(0, "working")?.act).toBe("remind");
  expect(at(3, "working")).toBeNull();
});

test("an answer is the state; a wrong contact says nothing of the finding", () => {
  for (const before of targetStates)
    for (const answer of notifyAnswers)
      expect(stateAfter(before, answer)).toBe(answer === "wrong_contact" ? before : answer);
  expect(targetStates.filter(isClosed)).toEqual(["fixed", "not_mine"]);
});

test("a contact reads the first of its languages that was written, else the first that was", () => {
  expect(languageFor(["mn", "en"], ["fr", "en"])).toBe("en");
  expect(languageFor(["mn"], ["fr", "en"])).toBe("fr");
});
