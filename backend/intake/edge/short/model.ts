// The short form: one page that can be filled in without a line; its fields, and the report that they make. Pure: browser, edge and core run the same.
import type { Language, SubmitReport } from "../../model.ts";

/** What it is about, in people's words; each leads to the flow of the same report. */
export const abouts = ["citizen", "organisation", "phishing", "vulnerability"] as const;
type About = (typeof abouts)[number];
export const beginnings = ["today", "yesterday", "week", "earlier", "unknown"] as const;
/** The same as `limits.description` (a test holds them together): the schema itself would not fit the first page of a slow phone. */
export const longestStory = 50_000;
export const replies = ["mail", "phone", "receipt"] as const;

/** One mistake: the field and the key of its words in the room `edge`. */
export interface ShortMistake {
  field: "story" | "email" | "phone" | "about";
  key: string;
}

export interface ShortReading {
  report: SubmitReport;
  mistakes: ShortMistake[];
}

const dayMs = 86_400_000;

/** @param values the form's fields by name. Anything that is no answer of ours counts as none. */
export function readShort(
  values: Readonly<Record<string, string | undefined>>,
  asked: { language: Language; speaks?: string | undefined; now: Date },
): ShortReading {
  const of = (name: string): string => tidy(values[name] ?? "");
  const about = abouts.find((known) => known === of("about"));
  const story = of("story");
  const email = of("email").replaceAll(/\s/g, "");
  const phone = of("phone");
  const reply = replies.find((known) => known === of("reply")) ?? "receipt";
  const mistakes: ShortMistake[] = [];
  if (!about) mistakes.push({ field: "about", key: "edge.short.e.about" });
  if (story === "") mistakes.push({ field: "story", key: "edge.short.e.story" });
  if (story.length > longestStory) mistakes.push({ field: "story", key: "edge.short.e.long" });
  if (email ? email.length > 320 || !isMail(email) : reply === "mail")
    mistakes.push({ field: "email", key: "edge.short.e.email" });
  if (phone ? !/^[+()0-9 .\-/]{3,40}$/.test(phone) : reply === "phone")
    mistakes.push({ field: "phone", key: "edge.short.e.phone" });
  const contact = {
    ...given("name", of("name").slice(0, 200)),
    ...given("organisation", of("organisation").slice(0, 300)),
    ...given("email", email),
    ...given("phone", phone),
  };
  const ongoing = of("ongoing");
  return {
    mistakes,
    report: {
      language: asked.language,
      ...given("speaks", asked.speaks ?? ""),
      flow: flowOf(about),
      description: story,
      ...whenStarted(of("started"), asked.now),
      ...(ongoing === "yes" || ongoing === "no" ? { isOngoing: ongoing === "yes" } : {}),
      ...(Object.keys(contact).length > 0 ? { contact } : {}),
      answerBy: reply,
    },
  };
}

// As the schema has it: what passes here and not there would be lost on its way to the seal.
function isMail(text: string): boolean {
  if (text.startsWith(".") || text.includes("..")) return false;
  return /^[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/.test(text);
}

function flowOf(about: About | undefined): SubmitReport["flow"] {
  return about ?? "free";
}

function whenStarted(started: string, now: Date): Pick<SubmitReport, "occurredAt" | "occurredPrecision"> {
  if (started === "today") return { occurredAt: now.toISOString(), occurredPrecision: "day" };
  if (started === "yesterday")
    return { occurredAt: new Date(now.getTime() - dayMs).toISOString(), occurredPrecision: "day" };
  if (started === "week") return { occurredAt: now.toISOString(), occurredPrecision: "week" };
  return { occurredPrecision: started === "earlier" ? "earlier" : "unknown" };
}

function given<Key extends string>(key: Key, value: string): Partial<Record<Key, string>> {
  return value ? ({ [key]: value } as Record<Key, string>) : {};
}

// Line ends as \n; no control characters but tab and line end.
function tidy(value: string): string {
  return value
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?![\t\n])\p{Cc}/gu, "")
    .trim();
}
