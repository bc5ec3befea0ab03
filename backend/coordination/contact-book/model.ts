// The contact book for the day on which the platform is down: what stands in it, who it is locked for, when it is old. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

const contactSections = ["team", "constituent", "partner", "peer", "authority", "other", "speaker"] as const;
export type ContactSection = (typeof contactSections)[number];

/** One whom the team may have to reach without the platform. */
export interface BookEntry {
  section: ContactSection;
  organisation: string;
  name: string;
  role: string;
  phone: string;
  /** A way for the day on which mail is not to be trusted: "radio: channel 4". */
  safeChannel: string;
  email: string;
  hours: string;
  languages: string;
}

export interface BookPage {
  page: number;
  entries: BookEntry[];
  /** SHA-256, over the page's number and entries. */
  sha256: string;
}

/** What stands in the encrypted file beside the printed pages. */
export interface ContactBook {
  format: "toguna-contact-book/1";
  issuer: string;
  madeAt: string;
  pages: BookPage[];
}

const recipient = z
  .string("Expected the public part of a key that begins with age1.")
  .trim()
  .regex(/^age1[02-9ac-hj-np-z]{58}$/, "Expected the public part of a key that begins with age1.");
export const SetBook = z.strictObject({
  recipient,
  everyDays: z
    .number("Expected a number of days.")
    .int("Expected whole days.")
    .min(1, "Expected 1 day at least.")
    .max(90, "Expected 90 days at most."),
});
export type SetBook = z.output<typeof SetBook>;

/** Whoever holds the other half of this key reads every contact: the passkey's word is for this very key. */
export const bindBook = {
  set: (key: string): StepUpBinding => ({ act: "contacts.set_key", object: key.trim(), version: "1" }),
} as const;

/** A book is old when half an interval has passed after its time, or when there never was one. */
export function isBookOld(madeAt: string | null, everyDays: number, now: Date): boolean {
  return madeAt === null || now.getTime() - Date.parse(madeAt) > everyDays * 1.5 * 86_400_000;
}

/** Whether the schedule makes one now. */
export function isBookDue(madeAt: string | null, everyDays: number, now: Date): boolean {
  return madeAt === null || now.getTime() - Date.parse(madeAt) >= everyDays * 86_400_000 - 3_600_000;
}

const said = z.string();
export const BookView = z.object({
  id: said,
  madeAt: said,
  madeBy: said.nullable(),
  cause: z.enum(["schedule", "button", "command"]),
  recipient: said,
  entries: z.number(),
  pages: z.number(),
  sha256: said,
  size: z.number(),
  isKept: z.boolean(),
});
export type BookView = z.infer<typeof BookView>;
export const BooksPage = z.object({
  setting: z.object({ recipient: said, everyDays: z.number() }).nullable(),
  isOld: z.boolean(),
  verifierKey: said,
  books: z.array(BookView),
});
export type BooksPage = z.infer<typeof BooksPage>;
