// What the answers of the question flows say about the kind of incident, as votes. The ids are those of frontend/portal/flows.
import type { RsitType } from "../rsit/model.ts";
import type { Vote } from "./model.ts";

/** Question and option to the type that it speaks for. */
const speaksFor: Record<string, Record<string, RsitType>> = {
  what: {
    money: "unauthorised-use-of-resources",
    account: "unprivileged-account-compromise",
    identity: "masquerade",
    threat: "harmful-speech",
    locked: "infected-system",
    shown: "data-leak",
    bought: "masquerade",
  },
  seen: {
    files: "system-compromise",
    strangers: "system-compromise",
    payments: "masquerade",
    data: "data-leak",
    services: "outage",
    website: "unauthorised-information-modification",
  },
  lock: { ransom: "system-compromise", files: "system-compromise" },
  gave: { clicked: "phishing", password: "phishing", money: "phishing", no: "phishing" },
};

const flowSpeaksFor: Record<string, RsitType> = { phishing: "phishing", vulnerability: "vulnerable-system" };

export function votesOfAnswers(answers: Record<string, string | string[]>, flow: string): Vote[] {
  const votes: Vote[] = [];
  const byFlow = flowSpeaksFor[flow];
  if (byFlow) votes.push({ type: byFlow, weight: 2, reason: { key: `flow.${flow}`, values: {} } });
  for (const [question, options] of Object.entries(speaksFor)) {
    for (const chosen of listOf(answers[question])) {
      const type = options[chosen];
      if (type) votes.push({ type, weight: 3, reason: { key: `answer.${question}.${chosen}`, values: {} } });
    }
  }
  if (listOf(answers["personal"]).includes("yes"))
    votes.push({ type: "data-leak", weight: 1.5, reason: { key: "answer.personal.yes", values: {} } });
  return votes;
}

/** An answer as a list: none, one or several values. */
export function listOf(answer: string | string[] | undefined): string[] {
  return answer === undefined ? [] : Array.isArray(answer) ? answer : [answer];
}
