// Makes the report that is sent out of a flow's answers. Pure; `now` and the words are given.
import { tellWordsVersion } from "../../../backend/intake/consents/model.ts";
import type { Language, SubmitReport } from "../../../backend/intake/model.ts";
import { type Answers, answerOf, answersOf, type FlowGraph } from "./graph.ts";
import { toInstant } from "./to-instant.ts";
import { walk } from "./walk.ts";

/** Says a key of the catalogue in the reporter's language. */
export interface Say {
  (key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
}

export interface Telling {
  language: Language;
  /** The language of one file that is read, where it is complete. */
  speaks?: string | undefined;
  now: Date;
  /** IANA zone of the country, for hours that were told without one. */
  timeZone: string;
  say: Say;
  /** Names can be given in confidence here. */
  canSeal: boolean;
}

/** The report of a flow. What stands on a branch that was left, or passed by empty, is not in it. */
export function toReport(graph: FlowGraph, answers: Answers, telling: Telling): SubmitReport {
  const told = onlyOnTheWay(graph, answers);
  const base = { ...tongueOf(telling), flow: graph.flow, answers: plainAnswers(graph, told) };
  if (graph.flow === "organisation") return { ...base, ...organisationPart(told, telling) };
  if (graph.flow === "vulnerability") return { ...base, ...vulnerabilityPart(told, telling) };
  return { ...base, ...citizenPart(told, telling) };
}

/** In which language a report is told, and its reporter is written to. */
export function tongueOf({
  language,
  speaks,
}: Pick<Telling, "language" | "speaks">): Pick<SubmitReport, "language" | "speaks"> {
  return speaks === undefined ? { language } : { language, speaks };
}

function citizenPart(told: Answers, telling: Telling): Part {
  const subject = labelOf(told, "what", telling);
  const reply = answerOf(told, "reply");
  const safe = answerOf(told, "safe");
  return {
    subject,
    description: paragraphs([answerOf(told, "story"), answerOf(told, "numbers")]) || subject,
    ...whenStarted(answerOf(told, "started"), telling.now),
    ...ongoingOf(answerOf(told, "ongoing")),
    ...(answerOf(told, "who") === "other" ? { onBehalfOf: { consent: consentOf(told) } } : {}),
    answerBy: safe === "receipt" || !isChannel(reply) ? "receipt" : reply,
    ...contactOf({ name: answerOf(told, "name"), email: answerOf(told, "email"), phone: answerOf(told, "phone") }),
    ...confidenceOf(told, { isUnsafe: safe === "receipt", hasMail: answerOf(told, "email") !== "" }, telling),
    ...given("safeChannel", answerOf(told, "safeChannel")),
    ...tellingOf(told),
    ...areaOf(told),
  };
}

function tellingOf(told: Answers): Pick<SubmitReport, "mayTell" | "mayTellWords"> {
  const mayTell = answersOf(told, "tell").filter(isBody);
  return mayTell.length > 0 ? { mayTell, mayTellWords: tellWordsVersion } : { mayTell };
}

/**
 * Who had to leave is handled where they say it is safe, and nowhere unless they say so: the first answer may name the home that they
 * left, so it then counts as where they come from.
 */
function areaOf(told: Answers): Pick<SubmitReport, "area" | "origin"> {
  if (answerOf(told, "left") !== "yes") return given("area", answerOf(told, "area"));
  const origin = answerOf(told, "origin") || answerOf(told, "area");
  return { ...given("area", answerOf(told, "safeArea")), origin: given("area", origin) };
}

function organisationPart(told: Answers, telling: Telling): Part {
  const sights = answersOf(told, "seen").map((sight) => telling.say(`portal.f.seen.o.${sight}`));
  const email = answerOf(told, "contactMail");
  const phone = answerOf(told, "contactPhone");
  const isUnsafe = answerOf(told, "usualSafe") === "receipt";
  const markings = { cert: "amber+strict", sector: "amber", unnamed: "green" } as const;
  const sharing = answerOf(told, "sharing") as keyof typeof markings;
  return {
    subject: sights.join("; ").slice(0, 300),
    description: paragraphs([
      sights.map((sight) => `${sight}.`).join("\n"),
      answerOf(told, "details"),
      answerOf(told, "done") && `${telling.say("portal.f.done")}\n${answerOf(told, "done")}`,
      answerOf(told, "numbers"),
    ]),
    ...whenNoticed(told, telling),
    ...ongoingOf(answerOf(told, "goingOn")),
    ...contactOf({
      name: answerOf(told, "contactName"),
      email,
      phone,
      role: answerOf(told, "role"),
      organisation: answerOf(told, "organisation"),
    }),
    answerBy: isUnsafe ? "receipt" : email ? "mail" : phone ? "phone" : "receipt",
    ...confidenceOf(told, { isUnsafe, hasMail: email !== "" }, telling),
    ...given("safeChannel", answerOf(told, "safeChannel")),
    marking: markings[sharing] ?? "amber+strict",
  };
}

function vulnerabilityPart(told: Answers, telling: Telling): Part {
  const email = answerOf(told, "contactMail");
  const phone = answerOf(told, "contactPhone");
  return {
    subject: answerOf(told, "product"),
    description: paragraphs([answerOf(told, "product"), answerOf(told, "flaw"), answerOf(told, "effect")]),
    ...ongoingOf(answerOf(told, "exploited")),
    ...contactOf({ email, phone }),
    answerBy: email ? "mail" : phone ? "phone" : "receipt",
    ...confidenceOf(told, { isUnsafe: false, hasMail: email !== "" }, telling),
    marking: "amber+strict",
  };
}

/**
 * Whose name is told in confidence: who says so, and, where nothing was said, whose usual way is not safe. What was promised on the page is
 * asked for even where nobody keeps names any more: the report is then refused, and not sent in the open.
 */
function confidenceOf(
  told: Answers,
  way: { isUnsafe: boolean; hasMail: boolean },
  { canSeal }: Telling,
): Pick<SubmitReport, "isConfidential" | "canMail"> {
  const wished = answerOf(told, "confidence");
  const isConfidential = wished === "sealed" || wished === "routed" || (wished === "" && way.isUnsafe && canSeal);
  if (!isConfidential) return {};
  const safeChannel = answerOf(told, "safeChannel");
  const hasAddress = safeChannel === "" ? way.hasMail && !way.isUnsafe : safeChannel.includes("@");
  return wished === "routed" && hasAddress ? { isConfidential, canMail: true } : { isConfidential };
}

type Part = Omit<SubmitReport, "language" | "speaks" | "flow" | "answers">;

function onlyOnTheWay(graph: FlowGraph, answers: Answers): Answers {
  const fields = walk(graph, answers).passed.flatMap((question) => question.fields);
  return Object.fromEntries(
    fields.flatMap(({ id }) => {
      const value = answers[id];
      return value === undefined || value.length === 0 ? [] : [[id, value]];
    }),
  );
}

/** What goes with the report for sorting: no name, no address, nothing that is already in a field of its own. */
function plainAnswers(graph: FlowGraph, told: Answers): Answers {
  const isApart = new Set(
    Object.values(graph.questions)
      .flatMap((question) => question.fields)
      .filter((field) => field.isIdentity || field.kind === "files" || field.kind === "text")
      .map((field) => field.id),
  );
  // A finder's public key and the other texts of a finder are answers: they have no field of their own.
  for (const id of ["key", "informed"]) isApart.delete(id);
  // That somebody had to leave, and a first answer that may name their home, are nobody's to read with the report.
  if (answerOf(told, "left") === "yes") for (const id of ["area", "left"]) isApart.add(id);
  return Object.fromEntries(Object.entries(told).filter(([id]) => !isApart.has(id)));
}

function labelOf(told: Answers, field: string, telling: Telling): string {
  return telling.say(`portal.f.${field}.o.${answerOf(told, field)}`);
}

function paragraphs(parts: string[]): string {
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join("\n\n");
}

function given<Key extends string>(key: Key, value: string): Partial<Record<Key, string>> {
  return value ? ({ [key]: value } as Record<Key, string>) : {};
}

function contactOf(contact: Record<string, string>): Pick<SubmitReport, "contact"> {
  const filled = Object.fromEntries(Object.entries(contact).filter(([, value]) => value));
  return Object.keys(filled).length > 0 ? { contact: filled } : {};
}

function consentOf(told: Answers): "agreed" | "cannot_say" | "child_in_care" {
  const consent = answerOf(told, "consent");
  return consent === "agreed" || consent === "child_in_care" ? consent : "cannot_say";
}

function ongoingOf(value: string): Pick<SubmitReport, "isOngoing"> {
  return value === "yes" ? { isOngoing: true } : value === "no" ? { isOngoing: false } : {};
}

function isChannel(value: string): value is "phone" | "sms" | "mail" {
  return value === "phone" || value === "sms" || value === "mail";
}

function isBody(value: string): value is "police" | "bank" | "operator" {
  return value === "police" || value === "bank" || value === "operator";
}

type When = Pick<SubmitReport, "occurredAt" | "occurredPrecision">;

function whenStarted(started: string, now: Date): When {
  const dayMs = 86_400_000;
  if (started === "today") return { occurredAt: now.toISOString(), occurredPrecision: "day" };
  if (started === "yesterday")
    return { occurredAt: new Date(now.getTime() - dayMs).toISOString(), occurredPrecision: "day" };
  if (started === "week") return { occurredAt: now.toISOString(), occurredPrecision: "week" };
  return { occurredPrecision: started === "earlier" ? "earlier" : "unknown" };
}

function whenNoticed(told: Answers, telling: Telling): When {
  const date = answerOf(told, "noticedDate");
  const time = answerOf(told, "noticedTime");
  if (!date) return { occurredPrecision: "unknown" };
  const isEstimate = answersOf(told, "noticedEstimate").length > 0;
  return {
    occurredAt: toInstant(date, time || "12:00", answerOf(told, "noticedZone") || telling.timeZone),
    occurredPrecision: !time ? "day" : isEstimate ? "hour" : "instant",
  };
}
