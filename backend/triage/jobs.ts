// Triage as background work: each new or amended report is looked at; a failure is recorded and tried again.
import { join } from "node:path";
import { z } from "zod";
import type { JobContext, JobList, Subscriptions } from "../platform/jobs/index.ts";
import { type Engines, openEngines, shippedRules } from "./open-engines.ts";
import { withLiveFeeds } from "./feeds/index.ts";
import { runHunt } from "./hunt/index.ts";
import { readReportPictures } from "./pictures/index.ts";
import { runFeedImport } from "./run-feed-import.ts";
import { recordFailedRun, runTriage } from "./run-triage.ts";

const Payload = z.object({ reportId: z.uuid() });

let engines: Promise<Engines> | undefined;

/** Engines are opened at the first report and stay; a failure to open is tried again at the next. */
function enginesOf(ctx: JobContext): Promise<Engines> {
  engines ??= openEngines(shippedRules, join(ctx.config.dataDir, "cache", "yara")).then((opened) => {
    for (const { path, reason } of opened.refused) ctx.log.warn({ path, reason }, "a rule is not used");
    return opened;
  });
  engines.catch(() => (engines = undefined));
  return engines;
}

async function triage(ctx: JobContext, reportId: string): Promise<void> {
  try {
    await runTriage(ctx, await withLiveFeeds(ctx, await enginesOf(ctx)), reportId);
  } catch (error) {
    await recordFailedRun(ctx, reportId, error);
    throw error;
  }
}

export const triageJobs: JobList = {
  "triage.run": async (ctx, payload) => await triage(ctx, Payload.parse(payload).reportId),
  "triage.hunt": async (ctx, payload) => await runHunt(ctx, z.object({ huntId: z.uuid() }).parse(payload).huntId),
  "triage.import_feed": async (ctx, payload) => {
    await runFeedImport(ctx, z.object({ importId: z.uuid() }).parse(payload).importId);
  },
};

export const triageSubscriptions: Subscriptions = {
  "report.received": { triage: async (ctx, event) => await triage(ctx, event.reportId) },
  // Reading takes seconds a picture: it comes after the rest, which then is looked at once more with the text.
  "report.triaged": { pictures: async (ctx, event) => await readReportPictures(ctx, event.reportId) },
  "report.amended": { triage: async (ctx, event) => await triage(ctx, event.reportId) },
};
