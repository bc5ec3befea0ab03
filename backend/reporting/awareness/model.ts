// Awareness campaigns, trainings and surveys of citizens: shapes and limits. Pure.
import { z } from "zod";
import { day, line, Names, prose } from "../review/model.ts";

export const campaignKinds = ["campaign", "training"] as const;
export const audiences = [
  "citizens",
  "pupils",
  "students",
  "teachers",
  "women_organisations",
  "youth_organisations",
  "displaced_people",
  "civil_servants",
  "businesses",
  "elected_officials",
  "journalists",
  "other",
] as const;
export const AddCampaign = z
  .strictObject({
    kind: z.enum(campaignKinds, { error: "Expected campaign or training." }),
    name: line(200, "a name"),
    areaId: z.string().max(100).nullable().default(null),
    startsOn: day,
    endsOn: day,
    wanted: z.number().int().positive().max(100_000_000).nullable().default(null),
    note: prose(4000).default(""),
  })
  .refine((it) => it.endsOn >= it.startsOn, { path: ["endsOn"], message: "Expected a day on or after the first." });
const people = z.number({ error: "Expected a number of people." }).int().nonnegative().max(10_000_000).default(0);
export const CountAttendance = z
  .strictObject({
    heldOn: day,
    audience: z.enum(audiences, { error: `Expected one of ${audiences.join(", ")}.` }),
    women: people,
    men: people,
    unsaid: people,
    source: line(500, "where the number comes from, such as the signed list"),
  })
  .refine((it) => it.women + it.men + it.unsaid > 0, { path: ["unsaid"], message: "Expected one person at least." });

const key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Expected a short name such as q1.")
  .max(40);
export const Question = z
  .strictObject({
    key,
    names: Names,
    kind: z.enum(["one", "many", "text"], { error: "Expected one, many or text." }),
    options: z
      .array(z.strictObject({ key, names: Names }))
      .max(30)
      .default([]),
  })
  .refine((it) => (it.kind === "text") === (it.options.length === 0), {
    path: ["options"],
    message: "A question to choose from needs options; a free text has none.",
  });
export type Question = z.infer<typeof Question>;
export const MakeSurvey = z
  .strictObject({
    names: Names,
    questions: z.array(Question).min(1, "Ask one question at least.").max(30),
    opensOn: day,
    closesOn: day,
  })
  .refine((it) => it.closesOn >= it.opensOn, { path: ["closesOn"], message: "Expected a day on or after the first." })
  .refine((it) => new Set(it.questions.map((one) => one.key)).size === it.questions.length, {
    path: ["questions"],
    message: "Two questions have the same short name.",
  });
export const SurveyAnswers = z.record(key, z.union([z.string().max(2000), z.array(key).max(30)]));
export type SurveyAnswers = z.infer<typeof SurveyAnswers>;
export const TypePaperAnswer = z.strictObject({
  answers: SurveyAnswers,
  areaId: z.string().max(100).nullable().default(null),
  answeredOn: day,
});

export const CampaignView = z.object({
  id: z.string(),
  kind: z.enum(campaignKinds),
  name: z.string(),
  areaId: z.string().nullable(),
  startsOn: z.string(),
  endsOn: z.string(),
  wanted: z.number().int().nullable(),
  note: z.string(),
  women: z.number().int(),
  men: z.number().int(),
  unsaid: z.number().int(),
  groups: z.array(z.object({ audience: z.string(), people: z.number().int() })),
});
export type CampaignView = z.infer<typeof CampaignView>;

export const SurveyView = z.object({
  id: z.string(),
  names: z.record(z.string(), z.string()),
  questions: z.array(Question),
  opensOn: z.string(),
  closesOn: z.string(),
  isClosed: z.boolean(),
  online: z.number().int(),
  paper: z.number().int(),
  results: z.array(
    z.object({
      question: z.string(),
      n: z.number().int(),
      options: z.array(z.object({ key: z.string(), count: z.number().int() })),
    }),
  ),
});
export type SurveyView = z.infer<typeof SurveyView>;

/** A training or campaign as everybody may read of it: never how many came. */
export interface PublicTraining {
  name: string;
  startsOn: string;
  endsOn: string;
  note: string;
  areaNames: Partial<Record<"fr" | "en" | "mn", string>> | null;
}
