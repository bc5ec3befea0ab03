// A flow on one page, for the edge and for phones that seal: the same questions, words and reports as the flows page by page, read at once. Pure.
import type { Language, SubmitReport } from "../../../backend/intake/model.ts";
import { type Answers, answerOf, type Field, type FlowGraph, makeGraph, type Question } from "./graph.ts";
import { citizenFlow } from "./citizen.ts";
import { organisationFlow } from "./organisation.ts";
import { gaveField, messageField } from "./phishing.ts";
import { type Mistake, readAnswers } from "./read-answers.ts";
import { type Say, tongueOf, toReport } from "./to-report.ts";
import { toInstant } from "./to-instant.ts";
import { vulnerabilityFlow } from "./vulnerability.ts";
import { isWatched } from "./watched.ts";
import { seenKey, walk } from "./walk.ts";

const phishingFlow = makeGraph("phishing", [
  { id: "message", fields: [{ ...messageField, isRequired: true }] },
  { id: "gave", fields: [gaveField] },
]);

/** The first word of an entity with a duty by law: seven questions. The filing with its authority follows on the full site. */
const regulatedFlow = makeGraph("regulated", [
  {
    id: "organisation",
    notice: "edge.regulated.notice",
    fields: [
      { id: "organisation", kind: "line", max: 300, isRequired: true, autocomplete: "organization", isIdentity: true },
      { id: "role", kind: "line", max: 200, isRequired: true, autocomplete: "organization-title", isIdentity: true },
    ],
  },
  {
    id: "reach",
    fields: [
      { id: "contactName", kind: "line", max: 200, autocomplete: "name", isIdentity: true },
      { id: "contactMail", kind: "email", autocomplete: "email", isIdentity: true },
      { id: "contactPhone", kind: "phone", autocomplete: "tel", isIdentity: true },
    ],
  },
  {
    id: "noticed",
    fields: [
      { id: "noticedDate", kind: "date", isRequired: true },
      { id: "noticedTime", kind: "time" },
      { id: "noticedZone", kind: "zone" },
    ],
  },
  { id: "warning", fields: [{ id: "warning", kind: "text", max: 5000, rows: 6, isRequired: true }] },
  { id: "deliberate", fields: [{ id: "deliberate", kind: "radio", options: ["yes", "no", "unknown"] }] },
  { id: "abroad", fields: [{ id: "abroad", kind: "radio", options: ["yes", "no", "unknown"] }] },
  { id: "services", fields: [{ id: "services", kind: "line", max: 300 }] },
  { id: "ownReference", fields: [{ id: "ownReference", kind: "line", max: 100 }] },
]);

/** By the path at which each stands. */
export const wholeFlows: Readonly<Record<string, FlowGraph>> = {
  "/suspicious": phishingFlow,
  "/report/citizen": citizenFlow,
  "/report/organisation": organisationFlow,
  "/report/regulated": regulatedFlow,
  "/report/vulnerability": vulnerabilityFlow,
};

/** What of a question stands on one page: files follow the receipt, and names in confidence are asked where their keepers are known. */
export function wholeFields(question: Question): readonly Field[] {
  return question.fields.filter((field) => field.kind !== "files" && !field.needsKeepers);
}

export interface WholeReading {
  report: SubmitReport;
  mistakes: Mistake[];
  /** Questions on the way of these answers; the others are not asked. */
  asked: string[];
  /** Somebody near may look at the screen. */
  isWatched: boolean;
}

interface WholeJudging {
  language: Language;
  speaks?: string | undefined;
  say: Say;
  now: Date;
  timeZone: string;
}

/** @param values the form's fields, name to values; `filesOnDevice` names files that go with the report. What stands on a branch that was left is not in the report, and no mistake. */
export function readWhole(graph: FlowGraph, values: Record<string, string[]>, judging: WholeJudging): WholeReading {
  const answers: Answers = {};
  const mistakesOf = new Map<string, Mistake[]>();
  for (const question of Object.values(graph.questions)) {
    for (const { id } of question.fields) answers[id] ??= "";
    if (question.fields.length === 0) answers[seenKey(question)] = "1";
    const fields = wholeFields(question);
    const read = readAnswers({ ...question, fields }, values, { ...judging, areaIds: new Set() });
    Object.assign(answers, read.answers);
    mistakesOf.set(question.id, read.mistakes);
  }
  // A photo of a suspicious message stands for its text.
  const names = values["filesOnDevice"] ?? [];
  if (graph.flow === "phishing" && names.length > 0 && !answerOf(answers, "message")) {
    answers["message"] = judging.say("portal.suspicious.onlyFile", { names: names.join(", ").slice(0, 2000) });
    mistakesOf.delete("message");
  }
  const { passed } = walk(graph, answers);
  const mistakes = passed.flatMap(({ id }) => mistakesOf.get(id) ?? []);
  const asked = passed.filter((question) => wholeFields(question).length > 0).map(({ id }) => id);
  return { report: reportOf(graph, answers, judging), mistakes, asked, isWatched: isWatched(graph, answers) };
}

function reportOf(graph: FlowGraph, answers: Answers, judging: WholeJudging): SubmitReport {
  const of = (id: string): string => answerOf(answers, id);
  const { say } = judging;
  if (graph.flow === "phishing")
    return {
      ...tongueOf(judging),
      flow: "phishing",
      subject: say("portal.suspicious.subject"),
      description: of("message"),
      answerBy: "receipt",
      ...(of("gave") ? { answers: { gave: of("gave") } } : {}),
    };
  if (graph.flow !== "regulated") return toReport(graph, answers, { ...judging, canSeal: false });
  const told = ["deliberate", "abroad"].filter((id) => of(id)).map((id) => [id, say(`portal.f.${id}.o.${of(id)}`)]);
  const written = ["services", "ownReference"].filter((id) => of(id)).map((id) => [id, of(id)]);
  const lines = [...told, ...written].map(([id, text]) => `${say(`portal.f.${id ?? ""}`)} ${text ?? ""}`);
  const contact = Object.entries({
    name: of("contactName"),
    email: of("contactMail"),
    phone: of("contactPhone"),
    role: of("role"),
    organisation: of("organisation"),
  }).filter(([, value]) => value);
  return {
    ...tongueOf(judging),
    flow: "regulated",
    subject: say("edge.regulated.subject"),
    description: [of("warning"), lines.join("\n")].filter(Boolean).join("\n\n"),
    ...(of("noticedDate")
      ? {
          occurredAt: toInstant(of("noticedDate"), of("noticedTime") || "12:00", of("noticedZone") || judging.timeZone),
          occurredPrecision: of("noticedTime") ? "instant" : "day",
        }
      : {}),
    contact: Object.fromEntries(contact),
    answerBy: of("contactMail") ? "mail" : of("contactPhone") ? "phone" : "receipt",
    marking: "amber+strict",
    answers: Object.fromEntries(["deliberate", "abroad"].filter((id) => of(id)).map((id) => [id, of(id)])),
  };
}

/** Keys that reading and drawing this flow say, without those of other flows. */
export function wholeKeys(graph: FlowGraph): string[] {
  const fields = Object.values(graph.questions).flatMap(wholeFields);
  return [
    ...["tooLong", "email", "phone", "date", "future", "time", "zone", "area"].map((name) => `portal.error.${name}`),
    "portal.suspicious.subject",
    "portal.suspicious.onlyFile",
    "edge.regulated.subject",
    ...fields.flatMap(({ id, options = [] }) => [
      `portal.f.${id}`,
      `portal.e.${id}`,
      ...options.map((option) => `portal.f.${id}.o.${option}`),
    ]),
  ];
}

/** Sentences by key as a `Say`: their places are written {name}. */
export function sayOf(words: Readonly<Record<string, string>>): Say {
  const say = (key: string, values: Record<string, string | number> = {}): string =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return Object.assign(say, { has: (key: string) => Object.hasOwn(words, key) });
}
