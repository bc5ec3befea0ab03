// Requests for advice: what is asked, what is answered, and what of it may be said to everybody. Pure; screens validate with it too.
import { z } from "zod";

export const adviceTopics = ["protection", "suspicion", "law", "training", "other"] as const;
type AdviceTopic = (typeof adviceTopics)[number];
export const adviceStates = ["new", "answered", "declined"] as const;
export type AdviceState = (typeof adviceStates)[number];
export const adviceLanguages = ["fr", "en", "mn"] as const;
export type AdviceLanguage = (typeof adviceLanguages)[number];
export const adviceLimits = { question: 10_000, answer: 20_000, name: 200 } as const;

const topic = z.enum(adviceTopics, `Expected one of ${adviceTopics.join(", ")}.`);
const text = (least: number, most: number, what: string) =>
  z
    .string(`Expected ${what}.`)
    .trim()
    .min(least, `Expected ${what} of at least ${least} characters.`)
    .max(most, `Expected at most ${most} characters.`);

export const AskAdvice = z.strictObject({
  topic,
  question: text(10, adviceLimits.question, "a question"),
  name: z.string().trim().max(adviceLimits.name, `Expected at most ${adviceLimits.name} characters.`).default(""),
  /** Where a word goes when the answer is there; empty: the page with the answer is looked at by its address. */
  email: z
    .union(
      [
        z.literal(""),
        z
          .string()
          .trim()
          .max(320)
          .regex(/^[^\s@<>"(),;:\\[\]]{1,64}@[^\s@<>"(),;:\\[\]]{1,255}$/),
      ],
      {
        error: "Expected an e-mail address such as awa@example.org, or nothing.",
      },
    )
    .default(""),
  language: z.enum(adviceLanguages, "Expected fr, en or mn."),
});
export type AskAdvice = z.input<typeof AskAdvice>;
export const AskAdviceSignedIn = AskAdvice.omit({ name: true, email: true });
export type AskAdviceSignedIn = z.input<typeof AskAdviceSignedIn>;

const version = z.int("Expected the version that you saw.").min(1);
export const AnswerAdvice = z.strictObject({
  version,
  /** Declined: the answer says why. */
  outcome: z.enum(["answered", "declined"], "Expected answered or declined."),
  answer: text(1, adviceLimits.answer, "an answer"),
});
export type AnswerAdvice = z.infer<typeof AnswerAdvice>;

const PageText = z.strictObject({
  question: text(3, 500, "a question"),
  answer: text(3, adviceLimits.answer, "an answer"),
});
export const PageTexts = z
  .strictObject({ fr: PageText.optional(), en: PageText.optional(), mn: PageText.optional() })
  .refine((texts) => Object.values(texts).some((one) => one !== undefined), "Expected at least one language.");
export type PageTexts = z.infer<typeof PageTexts>;
export const WritePage = z.strictObject({
  topic,
  texts: PageTexts,
  version: z.int("Expected the version that you saw.").min(0),
});
export type WritePage = z.infer<typeof WritePage>;
export const AskPage = z.strictObject({ version });
export type AskPage = z.infer<typeof AskPage>;

/** What of who asked stands in a text for everybody: names and addresses of three letters and more, whatever the case. */
export function tracesIn(texts: PageTexts, of: readonly (string | null)[]): string[] {
  const said = fold(
    Object.values(texts)
      .flatMap((one) => (one ? [one.question, one.answer] : []))
      .join("\n"),
  );
  const words = of.flatMap((one) => (one === null ? [] : [one, ...one.split(/[\s@]+/)]));
  return [...new Set(words.map((word) => fold(word.trim())).filter((word) => word.length >= 3 && said.includes(word)))];
}

/** Both cases, since some letters have more than one small form: ß, ſ, ς. */
function fold(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase();
}

const Person = z.object({ id: z.string(), name: z.string() });
export const AdviceLine = z.object({
  id: z.string(),
  reference: z.string(),
  source: z.enum(["web", "console"]),
  organisation: z.string().nullable(),
  topic: z.enum(adviceTopics),
  question: z.string(),
  language: z.enum(adviceLanguages),
  receivedAt: z.string(),
  state: z.enum(adviceStates),
  caseId: z.string().nullable(),
  caseReference: z.string().nullable(),
  owner: z.string().nullable(),
  isPublished: z.boolean(),
});
export type AdviceLine = z.infer<typeof AdviceLine>;
const AdvicePageView = z.object({
  id: z.string(),
  topic: z.enum(adviceTopics),
  texts: PageTexts,
  state: z.enum(["draft", "waiting", "published"]),
  version: z.int(),
  publishedAt: z.string().nullable(),
});
export const AdviceView = AdviceLine.extend({
  name: z.string(),
  email: z.string().nullable(),
  answer: z.string().nullable(),
  answeredBy: Person.nullable(),
  answeredAt: z.string().nullable(),
  version: z.int(),
  page: AdvicePageView.nullable(),
});
export type AdviceView = z.infer<typeof AdviceView>;
/** As who asked reads it. */
export const OwnAdvice = z.object({
  id: z.string(),
  reference: z.string(),
  topic: z.enum(adviceTopics),
  question: z.string(),
  receivedAt: z.string(),
  state: z.enum(adviceStates),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
});
export type OwnAdvice = z.infer<typeof OwnAdvice>;

export interface PublicAdvice {
  id: string;
  topic: AdviceTopic;
  texts: PageTexts;
  publishedAt: string;
}
