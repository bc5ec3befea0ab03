// What a team says of itself to everybody who may need it: the headings of RFC 2350, appendix D, as fields. Pure.
import { z } from "zod";

export const teamLanguages = ["fr", "en", "mn"] as const;
export type TeamLanguage = (typeof teamLanguages)[number];

/** Texts by language, in the order of RFC 2350; each with its number there. */
export const teamTexts = {
  members: "2.9",
  mission: "3.1",
  constituency: "3.2",
  affiliation: "3.3",
  authority: "3.4",
  incidents: "4.1",
  cooperation: "4.2",
  communication: "4.3",
  response: "5.1",
  proactive: "5.2",
  disclaimers: "7",
} as const;
export type TeamText = keyof typeof teamTexts;
export const teamTextNames = Object.keys(teamTexts) as TeamText[];

const line = (most: number) =>
  z
    .string("Expected a text.")
    .trim()
    .max(most, `Expected at most ${most} characters.`)
    .regex(/^[^\r\n]*$/, "Expected one line.");
const text = z.string("Expected a text.").trim().max(5_000, "Expected at most 5000 characters.");
const texts = z.strictObject(
  Object.fromEntries(teamTextNames.map((name) => [name, text])) as Record<TeamText, typeof text>,
);

/** What is the same in every language. Empty: not said. */
const Facts = z.strictObject({
  name: line(200).min(1, "Expected the name of the team."),
  shortName: line(60).min(1, "Expected the short name of the team."),
  address: z.string("Expected a text.").trim().max(500, "Expected at most 500 characters."),
  timeZone: line(60).refine(isTimeZone, "Expected a time zone such as Africa/Bamako or Asia/Ulaanbaatar."),
  telephone: line(60),
  emergencyTelephone: line(60),
  email: z.union([z.literal(""), z.email("Expected an address such as cert@cert.example.")]),
  hours: line(200),
  establishedOn: z.union([z.literal(""), z.iso.date("Expected a date such as 2024-03-01.")]),
});
export type TeamFacts = z.infer<typeof Facts>;
export type TeamTexts = z.infer<typeof texts>;

/** @param version the one that was read: 0 before the first. */
export const SaveTeamDescription = z.strictObject({
  version: z.number().int().min(0, "Expected the version that was read."),
  facts: Facts,
  texts: z.strictObject({ fr: texts, en: texts, mn: texts }),
});
export type SaveTeamDescription = z.input<typeof SaveTeamDescription>;

export const TeamDescription = z.object({
  /** 0: nothing was written yet; what the country file says stands in its place. */
  version: z.number().int(),
  facts: z.object(Facts.shape),
  texts: z.object({ fr: texts, en: texts, mn: texts }),
  writtenAt: z.string().nullable(),
  writtenBy: z.string().nullable(),
});
export type TeamDescription = z.infer<typeof TeamDescription>;

export const noTexts = Object.fromEntries(teamTextNames.map((name) => [name, ""])) as TeamTexts;

/** The texts of a language; where it says nothing, the first of the others that does. */
export function textIn(
  description: Pick<TeamDescription, "texts">,
  name: TeamText,
  language: TeamLanguage,
): { text: string; language: TeamLanguage } | undefined {
  for (const one of [language, ...teamLanguages.filter((other) => other !== language)]) {
    const said = description.texts[one][name];
    if (said !== "") return { text: said, language: one };
  }
  return undefined;
}

function isTimeZone(name: string): boolean {
  if (name === "") return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
