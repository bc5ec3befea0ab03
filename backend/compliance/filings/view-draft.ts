// A draft as the form shows it: each question once with who is shown the answer, the parts as they would go out, what is still missing. Pure.
import type { Temporal } from "temporal-polyfill";
import { loadVocabulary } from "../law/index.ts";
import type { Translator, WordsLanguage } from "../../platform/words/index.ts";
import { writeMoment } from "../../platform/words/say-instant.ts";
import { type JudgedDuty, nameAddressee, viewDuty } from "../duties/judge-duties.ts";
import type { LawOfCountry } from "../duties/law-of-country.ts";
import type { ComposedPart, Composition } from "./compose-filing.ts";
import {
  type Answers,
  conditionField,
  copyField,
  eventField,
  incidentFields,
  lateReasons,
  type PartPreview,
  type QuestionView,
  touchesPeople,
} from "./model.ts";
import { chosenParts, type FiledField, fieldsOfPart, isLate } from "./read-answers.ts";

let fields: ReadonlyMap<string, { names: Record<string, string> }> | undefined;
const fieldNames = () => (fields ??= loadVocabulary("fields"));

/** The name of a question of the form in a language; of a field of policies/fields.yml the law's own. */
export function nameField(id: string, words: Translator, law: LawOfCountry): string {
  const listed = fieldNames().get(id)?.names[words.language];
  if (listed !== undefined) return listed;
  if (id === touchesPeople) return words("filings.question.touches_people");
  if (id.startsWith("event.")) return law.events.get(id.slice("event.".length))?.names[words.language] ?? id;
  if (id.startsWith("copy.")) return nameAddressee(id.slice("copy.".length), words.language, law);
  return id;
}

/** Values of choices are said in words, moments in the country's zone, the others as they stand. */
export function sayValue(
  field: Pick<FiledField, "id" | "value" | "isUnknown">,
  words: Translator,
  law: LawOfCountry,
): string {
  if (field.isUnknown) return words("filings.not_known");
  if (incidentFields[field.id]?.kind === "moment" || field.id.startsWith("event.")) return sayMoment(field.value, law);
  const isChoice =
    incidentFields[field.id]?.kind === "ternary" ||
    field.id === touchesPeople ||
    field.id.startsWith("condition.") ||
    field.id.startsWith("copy.");
  return isChoice && ["yes", "no", "unknown"].includes(field.value)
    ? words(`filings.ternary.${field.value}`)
    : field.value;
}

/** "2026-01-20 21:00 UTC", as the country's clocks showed it; what is no moment stays as it was written. */
export function sayMoment(at: string, { timeZone }: Pick<LawOfCountry, "timeZone">): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : writeMoment(date, timeZone);
}

/** The provisions that these duties cite, each once, in the law's own words for its name. */
function citeDuties(duties: readonly JudgedDuty[], language: WordsLanguage): QuestionView["askedBy"] {
  const found = new Map<string, QuestionView["askedBy"][number]>();
  for (const { loaded, obligation } of duties)
    for (const cited of obligation.cites) {
      const provision = loaded.pack.provisions.find(({ id }) => id === cited);
      const instrument = loaded.pack.instruments.find(({ id }) => id === provision?.instrument);
      if (!provision || !instrument) continue;
      found.set(`${loaded.pin.id}#${cited}`, {
        article: provision.article,
        instrument: instrument.title[language],
        verification: provision.verification.status,
      });
    }
  return [...found.values()];
}

export function listQuestions(
  composition: Composition,
  answers: Answers,
  law: LawOfCountry,
  words: Translator,
  now: Temporal.Instant,
): QuestionView[] {
  const { language } = words;
  const named = (id: string) => ({ id, name: nameAddressee(id, language, law) });
  const name = (id: string): string => nameField(id, words, law);
  const hint = (id: string): string | null => (words.has(`filings.hint.${id}`) ? words(`filings.hint.${id}`) : null);
  const sent = chosenParts(composition, answers);
  const chosen = new Set(sent.map(({ addressee }) => addressee));
  const askedBy = (id: string): QuestionView["askedBy"] =>
    citeDuties(
      sent.flatMap((part) => (part.judged && part.fields.some((field) => field.id === id) ? [part.judged] : [])),
      language,
    );
  const isLateNow = sent.filter((part) => part.asksLateReason && isLate(part, now));
  return [
    {
      id: touchesPeople,
      name: name(touchesPeople),
      hint: hint(touchesPeople),
      kind: "ternary",
      group: "law",
      isRequired: true,
      seenBy: [],
      askedBy: [],
    },
    ...composition.fields.map(({ id, seenBy }): QuestionView => {
      const { kind = "text", group = "what", isRequired = false } = incidentFields[id] ?? {};
      const seen = seenBy.filter((addressee) => chosen.has(addressee)).map(named);
      return { id, name: name(id), hint: hint(id), kind, group, isRequired, seenBy: seen, askedBy: askedBy(id) };
    }),
    ...composition.events.map(
      (event): QuestionView => ({
        id: eventField(event),
        name: name(eventField(event)),
        hint: words("filings.hint.event"),
        kind: "moment",
        group: "law",
        isRequired: false,
        seenBy: [],
        askedBy: [],
      }),
    ),
    ...composition.conditions.map(
      ({ id, text, kind }): QuestionView => ({
        id: conditionField(id),
        name: text[language],
        hint: words(`filings.hint.${kind}`),
        kind: "condition",
        group: "law",
        isRequired: false,
        seenBy: [],
        askedBy: [],
      }),
    ),
    ...composition.copies.map(
      ({ addressee }): QuestionView => ({
        id: copyField(addressee),
        name: nameAddressee(addressee, language, law),
        hint: words("filings.hint.copy"),
        kind: "copy",
        group: "copies",
        isRequired: false,
        seenBy: [],
        askedBy: [],
      }),
    ),
    ...(isLateNow.length === 0
      ? []
      : [
          {
            id: lateReasons,
            name: name(lateReasons),
            hint: hint(lateReasons),
            kind: "long_text" as const,
            group: "late" as const,
            isRequired: true,
            seenBy: isLateNow.map(({ addressee }) => named(addressee)),
            askedBy: citeDuties(
              isLateNow.flatMap(({ judged }) => (judged ? [judged] : [])),
              language,
            ),
          },
        ]),
  ];
}

/** @param bodies addressee → who stands for it here */
export function previewPart(
  part: ComposedPart,
  answers: Answers,
  law: LawOfCountry,
  words: Translator,
  at: { now: Temporal.Instant; bodies: ReadonlyMap<string, { hasPeople: boolean }>; isSent: boolean },
): PartPreview {
  const duty = part.judged ? viewDuty(part.judged, law, words) : undefined;
  return {
    key: part.key,
    addressee: { id: part.addressee, name: nameAddressee(part.addressee, words.language, law) },
    obligation: duty?.obligation ?? null,
    title: duty?.title ?? words("filings.copy.title"),
    stage: part.stage,
    packId: part.pin.id,
    packVersion: part.pin.version,
    packSha256: part.pin.sha256,
    clock: duty?.clock ?? "none_in_law",
    clockWords: duty?.clockWords ?? words("filings.copy.clock"),
    due: duty?.due ?? null,
    isLate: isLate(part, at.now),
    asksLateReason: part.asksLateReason,
    verification: duty?.verification ?? "unverified",
    cites: duty?.cites ?? [],
    why: duty?.why ?? [words("filings.copy.why", { pack: part.loaded.pack.pack.title[words.language] })],
    fields: fieldsOfPart(part, answers).map((field) => ({
      id: field.id,
      name: nameField(field.id, words, law),
      value: sayValue(field, words, law),
      isUnknown: field.isUnknown,
    })),
    delivery: at.bodies.get(part.addressee)?.hasPeople ? "platform" : "paper",
    isSent: at.isSent,
  };
}
