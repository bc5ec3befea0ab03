// What the desk's lists can be asked: views, filters and pages, as they stand in the address. Pure.
import { z } from "zod";
import { caseStatuses } from "../../cases/model.ts";
import { foldTag } from "../../cases/tags/model.ts";
import { flows, languages } from "../../intake/model.ts";
import { reportSources } from "../model.ts";
import { levels } from "../../triage/model.ts";

export const queueViews = ["new", "mine", "answers", "waiting", "snoozed", "held", "in_case", "closed", "all"] as const;
export type QueueView = (typeof queueViews)[number];

const cursor = z.string().max(400).optional();
/** What matters first; the newest first; or the service clock that ends first, of those that run. */
export const listSorts = ["weight", "newest", "clock"] as const;
const sort = z.enum(listSorts, `Expected one of ${listSorts.join(", ")}.`).default("weight");
/** The team's own clock ends within so many hours, or has ended. */
export const dueWithin = ["6h", "24h"] as const;
const due = z.enum(dueWithin, `Expected one of ${dueWithin.join(", ")}.`).optional();
/** As it was put on: folded in the same way (cases/tags/model.ts). */
const tag = z.string().max(60).transform(foldTag).optional();
const limit = z.coerce.number().int().min(1).max(200).default(60);

/** Filters of the queue, as they stand in the address. */
export const QueueQuery = z.strictObject({
  view: z.enum(queueViews, `Expected one of ${queueViews.join(", ")}.`).default("new"),
  /** At least this severe. */
  severity: z.enum(levels, `Expected one of ${levels.join(", ")}.`).optional(),
  class: z.string().max(60).optional(),
  language: z.enum(languages).optional(),
  source: z.enum(reportSources).optional(),
  /** "me", "nobody" or a person's id. */
  assigned: z.string().max(60).optional(),
  flow: z.enum(flows).optional(),
  /** Handed in on somebody else's behalf. */
  behalf: z.enum(["true"], "Expected true.").optional(),
  /** Snoozed, and wakes within 24 hours. */
  wakes: z.enum(["day"], "Expected day.").optional(),
  /** Of the constituents that it concerns; "mine" is the asker's own sectors. */
  sector: z.string().max(60).optional(),
  tag,
  due,
  text: z.string().max(200).optional(),
  sort,
  cursor,
  limit,
});
export type QueueQuery = z.infer<typeof QueueQuery>;

export const CasesQuery = z.strictObject({
  status: z.enum([...caseStatuses, "all"]).default("open"),
  mine: z.enum(["true", "false"]).default("false"),
  severity: z.enum(levels, `Expected one of ${levels.join(", ")}.`).optional(),
  class: z.string().max(60).optional(),
  /** "nobody" or a person's id. */
  owner: z.string().max(60).optional(),
  tag,
  due,
  text: z.string().max(200).optional(),
  sort,
  cursor,
  limit,
});
export type CasesQuery = z.infer<typeof CasesQuery>;

export const MailsQuery = z.strictObject({
  state: z.enum(["queued", "sent", "kept", "failed", "all"]).default("all"),
  cursor,
  limit,
});
export type MailsQuery = z.infer<typeof MailsQuery>;
