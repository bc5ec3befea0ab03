// The list of background work of all domains.
import type { JobContext, JobList, Subscriptions } from "./platform/jobs/index.ts";

export const jobs: JobList = {};

/** Event → listener → handler; the listeners of all domains under one event. */
export const subscriptions: Record<
  string,
  Record<string, (ctx: JobContext, event: never) => Promise<void>>
> = mergeSubscriptions([]);

function mergeSubscriptions(
  parts: Subscriptions[],
): Record<string, Record<string, (ctx: JobContext, event: never) => Promise<void>>> {
  const merged: Record<string, Record<string, (ctx: JobContext, event: never) => Promise<void>>> = {};
  for (const part of parts) {
    for (const [type, listeners] of Object.entries(part)) merged[type] = { ...merged[type], ...listeners };
  }
  return merged;
}
