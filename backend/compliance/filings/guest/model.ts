// A filing without an account: what is asked of a guest and what is given back. Pure; the portal reads it too.
import { z } from "zod";
import { Answer } from "../model.ts";

const line = (max: number, message: string) =>
  z
    .string(message)
    .trim()
    .min(1, message)
    .max(max, `Expected at most ${max} characters.`)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "Expected one line of text.");

export const FileAsGuest = z.strictObject({
  organisation: line(300, "Expected the name of your organisation."),
  /** As letters from the team give it; it is compared when somebody claims the filing, never shown as proof. */
  reference: z.string().trim().max(40).default(""),
  contact: line(500, "Expected who can be reached and how, such as a name and a telephone number."),
  /** Kinds of organisation, by policies/entity-classes.yml: they decide which laws count. None: as if all did. */
  classes: z.array(z.string().max(60)).max(10).default([]),
  answers: z.record(z.string().regex(/^[a-z0-9_.-]{1,100}$/, "Expected the name of a question."), Answer),
  language: z.enum(["fr", "en", "mn"]).default("fr"),
  /** Made with the page: a second sending of the same page gives the same receipt. */
  key: z.string().regex(/^[0-9a-f]{32}$/, "Expected the page's own key."),
});
export type FileAsGuest = z.infer<typeof FileAsGuest>;

/** The questions of a guest in one language, for a page that works without a script. */
export interface GuestForm {
  /** False where no pack of law is known for this country. */
  hasLaw: boolean;
  classes: { id: string; name: string }[];
  questions: { id: string; name: string; hint: string | null; kind: string; isRequired: boolean; seenBy: string[] }[];
}

export interface GuestReceipt {
  /** The digits that claim it; shown once. */
  receipt: string;
  reference: string;
  filedAt: string;
  parts: { receiptNumber: string; addressee: string; clockWords: string; due: string | null }[];
}
