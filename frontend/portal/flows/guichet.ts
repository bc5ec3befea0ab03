// A clerk's page: the citizen's questions on one page, and how its answers become the citizen's flow. Pure.
import { Contact } from "../../../backend/intake/model.ts";
import { type Answers, answerOf, answersOf, type Field, type Question } from "./graph.ts";
import { citizenFlow, whats } from "./citizen.ts";
import type { Mistake } from "./read-answers.ts";
import type { Say } from "./to-report.ts";
import { isPassed, seenKey } from "./walk.ts";

function field(id: string): Field {
  const found = Object.values(citizenFlow.questions)
    .flatMap((question) => question.fields)
    .find((one) => one.id === id);
  if (!found) throw new Error(`the citizen's flow has no field ${id}`);
  return found;
}

const reachField: Field = { id: "reach", kind: "line", max: 320, isIdentity: true };
/** The browser neither keeps a person's name nor offers it to the next one: the device is the office's. */
const nameField: Field = { ...field("name"), id: "personName", autocomplete: "off" };

/** Parts of the page, top to bottom; each with the words key of its heading. */
export const guichetParts: readonly { key: string; fields: readonly Field[] }[] = [
  { key: "portal.guichet.person", fields: [field("consent")] },
  {
    key: "portal.guichet.incident",
    fields: [
      { id: "what", kind: "radio", options: whats, isRequired: true },
      field("started"),
      field("ongoing"),
      field("story"),
      field("numbers"),
    ],
  },
  {
    key: "portal.guichet.answer",
    fields: [
      field("reply"),
      reachField,
      nameField,
      field("confidence"),
      field("tell"),
      field("area"),
      field("left"),
      field("safeArea"),
      field("origin"),
    ],
  },
];

export const guichetQuestion: Question = {
  id: "guichet",
  fields: guichetParts.flatMap((part) => part.fields),
  next: () => "",
};

/** What the fields together lack: a way to answer that has no number or address. */
export function judgeReach(answers: Answers, say: Say): Mistake[] {
  const reply = answerOf(answers, "reply");
  const reach = answerOf(answers, "reach");
  if (reply === "receipt" || reply === "") return [];
  if (!reach) return [{ fieldId: "reach", text: say("portal.guichet.reachMissing") }];
  const isRight = reply === "mail" ? Contact.shape.email.safeParse(reach) : Contact.shape.phone.safeParse(reach);
  if (isRight.success) return [];
  return [{ fieldId: "reach", text: say(reply === "mail" ? "portal.error.email" : "portal.error.phone") }];
}

/** The same answers as the citizen's flow has them, so that both become a report in the same way. */
export function toCitizenAnswers(answers: Answers): Answers {
  const reply = answerOf(answers, "reply");
  const reach = reply === "receipt" ? "" : answerOf(answers, "reach");
  const citizen: Answers = {
    ...answers,
    who: "other",
    tell: answersOf(answers, "tell"),
    files: [],
    safe: "",
    phone: reply === "mail" ? "" : reach,
    email: reply === "mail" ? reach : "",
    name: reply === "receipt" ? "" : answerOf(answers, "personName"),
  };
  for (const question of Object.values(citizenFlow.questions)) {
    if (isPassed(question, citizen)) continue;
    if (question.fields.length === 0) citizen[seenKey(question)] = "1";
    for (const { id } of question.fields) citizen[id] ??= "";
  }
  return citizen;
}
