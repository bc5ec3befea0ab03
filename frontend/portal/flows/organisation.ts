// Flow B: something happened at a workplace, with no duty to report or without knowing of one.
import { answerOf, answersOf, confidenceField, makeGraph } from "./graph.ts";

/** What does not work or was seen, worst first: the first one chosen decides the advice. */
export const sights = [
  "files",
  "strangers",
  "payments",
  "data",
  "services",
  "website",
  "warning",
  "other",
  "unknown",
] as const;

const reachesStrangers = (answers: Parameters<typeof answersOf>[0]): boolean =>
  answersOf(answers, "seen").includes("strangers");

/** After `safe` or its extra question: the rest, from where `safe` was put. */
const afterSafe = (answers: Parameters<typeof answersOf>[0]): string =>
  reachesStrangers(answers) ? "noticed" : "need";

export const organisationFlow = makeGraph("organisation", [
  {
    id: "organisation",
    notice: "portal.voluntary",
    fields: [
      { id: "organisation", kind: "line", max: 300, isRequired: true, autocomplete: "organization", isIdentity: true },
      { id: "role", kind: "line", max: 200, isRequired: true, autocomplete: "organization-title", isIdentity: true },
    ],
  },
  { id: "seen", fields: [{ id: "seen", kind: "boxes", options: sights, isRequired: true }] },
  // With strangers in the systems the usual mail may be read by them: ask that first.
  { id: "advice", fields: [], next: (answers) => (reachesStrangers(answers) ? "reach" : "noticed") },
  {
    id: "noticed",
    fields: [
      { id: "noticedDate", kind: "date", isRequired: true },
      { id: "noticedTime", kind: "time" },
      { id: "noticedZone", kind: "zone" },
      { id: "noticedEstimate", kind: "boxes", options: ["estimate"] },
    ],
  },
  { id: "goingOn", fields: [{ id: "goingOn", kind: "radio", options: ["yes", "no", "unknown"], isRequired: true }] },
  {
    id: "touched",
    fields: [{ id: "touched", kind: "boxes", options: ["staff", "customers", "public", "others", "unknown"] }],
  },
  {
    id: "personal",
    fields: [{ id: "personal", kind: "radio", options: ["yes", "no", "unknown"] }],
    next: (answers) => (answerOf(answers, "personal") === "yes" ? "breach" : "deliberate"),
  },
  {
    id: "breach",
    fields: [
      { id: "breachHow", kind: "boxes", options: ["seen", "changed", "lost", "unknown"] },
      { id: "breachPeople", kind: "line", max: 300 },
      { id: "breachData", kind: "line", max: 300 },
    ],
  },
  { id: "deliberate", fields: [{ id: "deliberate", kind: "radio", options: ["yes", "no", "unknown"] }] },
  {
    id: "done",
    fields: [
      { id: "details", kind: "text", max: 5000, rows: 6 },
      { id: "done", kind: "text", max: 3000, rows: 4 },
    ],
    next: (answers) => (reachesStrangers(answers) ? "need" : "reach"),
  },
  {
    id: "reach",
    fields: [
      { id: "contactName", kind: "line", max: 200, autocomplete: "name", isIdentity: true },
      { id: "contactMail", kind: "email", autocomplete: "email", isIdentity: true },
      { id: "contactPhone", kind: "phone", autocomplete: "tel", isIdentity: true },
      { id: "usualSafe", kind: "radio", options: ["yes", "receipt", "other"] },
      confidenceField,
    ],
    next: (answers) => (answerOf(answers, "usualSafe") === "other" ? "safeChannel" : afterSafe(answers)),
  },
  {
    id: "safeChannel",
    fields: [{ id: "safeChannel", kind: "line", max: 320, isRequired: true, isIdentity: true }],
    next: afterSafe,
  },
  {
    id: "need",
    fields: [{ id: "need", kind: "radio", options: ["nothing", "advice", "call", "visit"], isRequired: true }],
  },
  {
    id: "proofs",
    fields: [
      { id: "files", kind: "files" },
      { id: "numbers", kind: "text", max: 5000, rows: 4 },
    ],
    next: (answers) => (answersOf(answers, "files").length > 0 ? "clock" : "told"),
  },
  {
    id: "clock",
    fields: [
      { id: "clockZone", kind: "zone" },
      { id: "clockRight", kind: "radio", options: ["yes", "no", "unknown"] },
    ],
  },
  { id: "told", fields: [{ id: "told", kind: "boxes", options: ["police", "regulator", "provider", "nobody"] }] },
  { id: "sharing", fields: [{ id: "sharing", kind: "radio", options: ["cert", "sector", "unnamed"] }] },
]);
