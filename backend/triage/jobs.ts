// Triage as background work: each new or amended report is looked at; a failure is recorded and tried again.
import { z } from "zod";
import type { JobContext, JobList, Subscriptions } from "../platform/jobs/index.ts";
import { withEngines } from "./live-engines.ts";
import { withLiveFeeds } from "./feeds/index.ts";
import { runHunt } from "./hunt/index.ts";
import { readReportPictures } from "./pictures/index.ts";
import { runFeedImport } from "./run-feed-import.ts";
import { recordFailedRun, runTriage } from "./run-triage.ts";
import { withdrawJob, withdrawOverdue } from "./rules/publish-alone.ts";
import { importJob, readImport } from "./rules/packs/ask-import.ts";
import { takeInShipped } from "./rules/take-in-shipped.ts";
import { measureYaraJob, measureYara } from "./rules/measure-yara.ts";
import { tidyImports, tidyImportsJob } from "./rules/packs/tidy-imports.ts";
import { runSamples } from "./rules/run-samples.ts";
import { runTrial } from "./rules/run-trial.ts";
import { trialJob } from "./rules/start-trial.ts";
import { samplesJob } from "./rules/submit-rule.ts";

const Payload = z.object({ reportId: z.uuid() });

async function triage(ctx: JobContext, reportId: string): Promise<void> {
  try {
    await withEngines(ctx, async (engines) => await runTriage(ctx, await withLiveFeeds(ctx, engines), reportId));
  } catch (error) {
    await recordFailedRun(ctx, reportId, error);
    throw error;
  }
}

const ofRule = z.object({ ruleId: z.uuid(), version: z.int() });
const ofTrial = z.object({ trialId: z.uuid() });
const ofImport = z.object({ importId: z.uuid() });

export const triageJobs: JobList = {
  [samplesJob]: async (ctx, payload) => {
    const { ruleId, version } = ofRule.parse(payload);
    await runSamples(ctx, ruleId, version);
  },
  [trialJob]: async (ctx, payload) => await runTrial(ctx, ofTrial.parse(payload).trialId),
  [importJob]: async (ctx, payload) => await readImport(ctx, ofImport.parse(payload).importId),
  [measureYaraJob]: async (ctx, payload) => {
    await measureYara(ctx, z.object({ reportId: z.uuid().optional() }).parse(payload).reportId);
  },
  [tidyImportsJob]: async (ctx) => void (await tidyImports(ctx)),
  [withdrawJob]: async (ctx) => void (await withdrawOverdue(ctx)),
  "triage.run": async (ctx, payload) => await triage(ctx, Payload.parse(payload).reportId),
  "triage.hunt": async (ctx, payload) => await runHunt(ctx, z.object({ huntId: z.uuid() }).parse(payload).huntId),
  "triage.import_feed": async (ctx, payload) => {
    await runFeedImport(ctx, z.object({ importId: z.uuid() }).parse(payload).importId);
  },
};

/** The rules that ship are in the desk's list before the first report comes. */
export const triageBeginnings = {
  "rules.take_in": async (ctx: JobContext): Promise<void> => void (await takeInShipped(ctx)),
};

export const triageSubscriptions: Subscriptions = {
  "report.received": { triage: async (ctx, event) => await triage(ctx, event.reportId) },
  // Reading takes seconds a picture: it comes after the rest, which then is looked at once more with the text.
  "report.triaged": { pictures: async (ctx, event) => await readReportPictures(ctx, event.reportId) },
  "report.amended": { triage: async (ctx, event) => await triage(ctx, event.reportId) },
};
