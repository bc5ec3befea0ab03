// What lists from others are, as routes take and screens see them: their editions, what was refused, what is in force. Pure.
import { z } from "zod";
import type { FeedFrame } from "../indicators/feed.ts";
import { type Marking, markings } from "../indicators/model.ts";

export const feedFormats = ["misp", "csv", "plain", "list", "warninglist"] as const;
export type FeedFormat = (typeof feedFormats)[number];

const text = (most: number) => z.string().trim().max(most);

/** What is said about a file that is brought in. `name` stays the same over all editions of one list. */
export const ImportFeed = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,62}$/, "expected 2 to 63 small letters, digits and hyphens, such as urlhaus-online"),
  title: text(200).min(1),
  /** Marking of entries that carry none. */
  marking: z.enum(markings),
  /** Under which terms it may be used, in the author's words or as an SPDX id. */
  licence: text(200).min(1),
  author: text(200).default(""),
  /** Where it comes from: an address, a letter. */
  source: text(500).default(""),
  confidence: z.coerce.number().int().min(0).max(100).default(50),
  /** Left out: told by the file's content. */
  format: z.enum(feedFormats).optional(),
  /** Looks through everything stored once it is in force. */
  isHunted: z.boolean().default(true),
});
export type ImportFeed = z.input<typeof ImportFeed>;

export const RetireFeed = z.strictObject({ feedId: z.uuid(), reason: text(500).min(3) });
export type RetireFeed = z.infer<typeof RetireFeed>;

const Told = z.object({ field: z.string(), reason: z.string() });
export const importStates = ["waiting", "done", "refused"] as const;

export const ImportView = z.object({
  id: z.string(),
  title: z.string(),
  marking: z.enum(markings),
  licence: z.string(),
  author: z.string(),
  source: z.string(),
  confidence: z.number(),
  format: z.enum(feedFormats).nullable(),
  fileName: z.string(),
  sha256: z.string(),
  state: z.enum(importStates),
  /** Why the whole file was refused. */
  error: z.string(),
  entries: z.number(),
  refusedCount: z.number(),
  refused: z.array(Told),
  skipped: z.record(z.string(), z.number()),
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type ImportView = z.infer<typeof ImportView>;

export const FeedView = z.object({
  id: z.string(),
  name: z.string(),
  /** The edition in force; null where the list was retired or was never accepted. */
  activeImport: z.string().nullable(),
  endedAt: z.string().nullable(),
  endReason: z.string(),
  /** The newest first, at most 20. */
  imports: z.array(ImportView),
});
export type FeedView = z.infer<typeof FeedView>;

/** What a file may have; more is no list but a database. */
export const mostFeedBytes = 200_000_000;
/** Refusals kept of one file; their number is kept whole. */
export const keptRefusals = 100;

/** An edition as its row tells it. */
export interface Edition {
  id: string;
  name: string;
  title: string;
  marking: Marking;
  licence: string;
  author: string;
  source: string;
  confidence: number;
  format: FeedFormat | null;
  fileName: string;
  objectId: string;
}

/** What a thread is told to make a snapshot of: the file as it came, and where the snapshot goes. */
export interface SnapshotOrder {
  edition: Edition;
  path: string;
  place: string;
}

/** What came in, or why the file is refused as a sentence. */
export type SnapshotOutcome =
  | {
      format: FeedFormat;
      entries: number;
      refused: { field: string; reason: string }[];
      skipped: Record<string, number>;
      /** False of a warning list. */
      hasIndicators: boolean;
    }
  | string;

/** What is known of an edition beside its file: findings carry its name as their rule. */
export function frameOf(edition: Edition): FeedFrame {
  const { title, marking, licence, author, source, confidence } = edition;
  return {
    id: edition.name,
    title,
    marking,
    confidence,
    reason: `named in ${title}`,
    licence,
    references: /^https?:/.test(source) ? [source] : [],
    ...(author === "" ? {} : { author }),
  };
}
