// Flow A: a citizen, or someone who helps one. Four required taps, advice straight after the second.
import { answerOf, checkPage, confidenceField, type Field, makeGraph } from "./graph.ts";

/** What happened, in words of symptoms; never the name of an attack. */
export const whats = [
  "money",
  "account",
  "identity",
  "threat",
  "locked",
  "shown",
  "bought",
  "other",
  "unknown",
] as const;
export type What = (typeof whats)[number];

const branchFields: Partial<Record<What, Field>> = {
  money: { id: "paid", kind: "radio", options: ["mobile_money", "bank", "card", "cash", "crypto", "other", "unknown"] },
  bought: {
    id: "paid",
    kind: "radio",
    options: ["mobile_money", "bank", "card", "cash", "crypto", "other", "unknown"],
  },
  account: {
    id: "account",
    kind: "radio",
    options: ["messages", "social", "mail", "money", "government", "other", "unknown"],
  },
  identity: {
    id: "misuse",
    kind: "radio",
    options: ["social", "messages", "sim", "loan", "papers", "other", "unknown"],
  },
  threat: { id: "demand", kind: "radio", options: ["yes", "paid", "no", "unknown"] },
  locked: { id: "lock", kind: "radio", options: ["ransom", "files", "cannot_open", "strange", "unknown"] },
  shown: {
    id: "shownWhat",
    kind: "radio",
    options: ["pictures", "papers", "bank", "health", "address", "password", "other", "unknown"],
  },
};

function branchOf(what: string): Field | undefined {
  return branchFields[what as What];
}

const reaches = { id: "phone", kind: "phone", isRequired: true, autocomplete: "tel", isIdentity: true } as const;

export const citizenFlow = makeGraph("citizen", [
  {
    id: "who",
    fields: [{ id: "who", kind: "radio", options: ["me", "other"], isRequired: true }],
    next: (answers) => (answerOf(answers, "who") === "other" ? "consent" : "what"),
  },
  {
    id: "consent",
    fields: [{ id: "consent", kind: "radio", options: ["agreed", "cannot_say", "child_in_care"], isRequired: true }],
  },
  { id: "what", fields: [{ id: "what", kind: "radio", options: whats, isRequired: true }] },
  { id: "advice", fields: [], next: (answers) => branchOf(answerOf(answers, "what"))?.id ?? "started" },
  ...[...new Map(Object.values(branchFields).map((field) => [field.id, field])).values()].map((field) => ({
    id: field.id,
    fields: [field],
    next: () => "started",
  })),
  {
    id: "started",
    fields: [
      { id: "started", kind: "radio", options: ["today", "yesterday", "week", "earlier", "unknown"], isRequired: true },
    ],
  },
  { id: "ongoing", fields: [{ id: "ongoing", kind: "radio", options: ["yes", "no", "unknown"] }] },
  { id: "story", fields: [{ id: "story", kind: "text", max: 2000, rows: 8 }] },
  {
    id: "files",
    fields: [
      { id: "files", kind: "files" },
      { id: "numbers", kind: "text", max: 2000, rows: 3 },
    ],
  },
  {
    id: "reply",
    fields: [{ id: "reply", kind: "radio", options: ["phone", "sms", "mail", "receipt"], isRequired: true }],
    next: (answers) => {
      const reply = answerOf(answers, "reply");
      return reply === "receipt" ? "tell" : reply === "mail" ? "byMail" : "byPhone";
    },
  },
  {
    id: "byPhone",
    fields: [reaches, { id: "name", kind: "line", max: 200, autocomplete: "name", isIdentity: true }],
    next: () => "safe",
  },
  {
    id: "byMail",
    fields: [
      { id: "email", kind: "email", isRequired: true, autocomplete: "email", isIdentity: true },
      { id: "name", kind: "line", max: 200, autocomplete: "name", isIdentity: true },
    ],
    next: () => "safe",
  },
  {
    id: "safe",
    fields: [{ id: "safe", kind: "radio", options: ["yes", "receipt", "other"] }, confidenceField],
    next: (answers) => (answerOf(answers, "safe") === "other" ? "safeChannel" : "tell"),
  },
  { id: "safeChannel", fields: [{ id: "safeChannel", kind: "line", max: 320, isRequired: true, isIdentity: true }] },
  { id: "tell", fields: [{ id: "tell", kind: "boxes", options: ["police", "bank", "operator"] }] },
  {
    id: "area",
    fields: [
      { id: "area", kind: "area", max: 100 },
      { id: "left", kind: "boxes", options: ["yes"] },
    ],
    next: (answers) => (answerOf(answers, "left") === "yes" ? "moved" : checkPage),
  },
  // Only for who had to leave home. Where they come from is kept apart, as who they are is.
  {
    id: "moved",
    fields: [
      { id: "safeArea", kind: "area", max: 100 },
      { id: "origin", kind: "area", max: 100, isIdentity: true },
    ],
  },
]);
