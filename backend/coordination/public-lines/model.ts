// What the team says in public about what goes on: texts in three languages with four eyes; who speaks, and whom of the press it tells. Pure.
import { z } from "zod";
import { FourEyesView } from "../four-eyes/model.ts";

const lineStates = ["draft", "waiting", "published", "withdrawn"] as const;
export const pressKinds = ["speaker", "press"] as const;

const text = (language: string) =>
  z
    .string(`Expected the text in ${language}.`)
    .trim()
    .min(3, `Expected the text in ${language}.`)
    .max(2000, "Expected at most 2000 characters.");
export const LineTexts = z.strictObject({ fr: text("French"), en: text("English"), mn: text("Mongolian") });
export type LineTexts = z.output<typeof LineTexts>;
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." });
const version = z.number("Expected the version that was read.").int().min(1, "Expected the version that was read.");

export const WriteLine = z
  .strictObject({
    /** Shown while the crisis's level is told to the public; without one, whatever goes on. */
    crisisId: z.uuid("Expected the id of a crisis.").nullable().default(null),
    texts: LineTexts,
    validFrom: instant,
    validUntil: instant.nullable().default(null),
  })
  .refine((line) => line.validUntil === null || Date.parse(line.validUntil) > Date.parse(line.validFrom), {
    path: ["validUntil"],
    message: "Expected a time after the beginning.",
  });
export type WriteLine = z.input<typeof WriteLine>;
export const ChangeLine = z.strictObject({ version, line: WriteLine });
export type ChangeLine = z.input<typeof ChangeLine>;
export const ActOnLine = z.strictObject({ version });
export type ActOnLine = z.input<typeof ActOnLine>;
export const WithdrawLine = z.strictObject({
  reason: z
    .string("Expected a reason.")
    .trim()
    .min(3, "Expected a reason.")
    .max(2000, "Expected at most 2000 characters."),
});
export type WithdrawLine = z.input<typeof WithdrawLine>;

export const AddPressPerson = z
  .strictObject({
    kind: z.enum(pressKinds, "Expected speaker or press."),
    name: z.string("Expected a name.").trim().min(1, "Expected a name.").max(200, "Expected at most 200 characters."),
    /** A speaker's function, or a journalist's paper or station. */
    place: z.string().trim().max(300, "Expected at most 300 characters.").default(""),
    topics: z.string().trim().max(1000, "Expected at most 1000 characters.").default(""),
    email: z.email("Expected an e-mail address such as name@example.org.").max(320).nullable().default(null),
    phone: z
      .string()
      .trim()
      .regex(/^\+?[\d\s().-]{3,30}$/, "Expected a telephone number such as +223 76 00 00 00.")
      .nullable()
      .default(null),
    languages: z
      .array(z.enum(["fr", "en", "mn"], "Expected fr, en or mn."))
      .min(1, "Expected one language at least.")
      .max(3)
      .default(["fr"]),
    isPublic: z.boolean("Expected true or false.").default(false),
  })
  .refine((one) => one.email !== null || one.phone !== null, {
    path: ["email"],
    message: "Expected an e-mail address or a telephone number.",
  })
  .refine((one) => !one.isPublic || one.kind === "speaker", {
    path: ["isPublic"],
    message: "Only who speaks for the team stands on the portal.",
  });
export type AddPressPerson = z.input<typeof AddPressPerson>;

const said = z.string();
const maybe = said.nullable();
export const LineView = z.object({
  id: said,
  crisisId: maybe,
  crisisReference: maybe,
  texts: z.object({ fr: said, en: said, mn: said }),
  validFrom: said,
  validUntil: maybe,
  state: z.enum(lineStates),
  version: z.number(),
  createdBy: maybe,
  publishedAt: maybe,
  withdrawnAt: maybe,
  withdrawnBy: maybe,
  withdrawnWhy: maybe,
  /** Whether the portal shows it at this moment. */
  isShown: z.boolean(),
  releases: z.array(FourEyesView),
});
export type LineView = z.infer<typeof LineView>;
export const PressPerson = z.object({
  id: said,
  kind: z.enum(pressKinds),
  name: said,
  place: said,
  topics: said,
  email: maybe,
  phone: maybe,
  languages: z.array(said),
  isPublic: z.boolean(),
});
export type PressPerson = z.infer<typeof PressPerson>;
export const LinesPage = z.object({
  lines: z.array(LineView),
  people: z.array(PressPerson),
  crises: z.array(z.object({ id: said, reference: said, title: said })),
});
export type LinesPage = z.infer<typeof LinesPage>;

/** What the public reads. */
export interface PublicStatements {
  lines: {
    id: string;
    texts: Record<"fr" | "en" | "mn", string>;
    validFrom: string;
    validUntil: string | null;
    withdrawnAt: string | null;
    levelNames: Record<"fr" | "en" | "mn", string> | null;
    isNow: boolean;
  }[];
  speakers: {
    id: string;
    name: string;
    place: string;
    topics: string;
    email: string | null;
    phone: string | null;
    languages: string[];
  }[];
}
