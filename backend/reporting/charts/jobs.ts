// Background work of charts: the cubes once an hour, a release when somebody asked for it, and what follows a second person's word.
import { z } from "zod";
import type { JobList, Subscriptions } from "../../platform/jobs/index.ts";
import { keepCubes } from "./keep-cubes.ts";
import { countRelease, countReleaseJob, settleRelease } from "./releases/make-release.ts";

const CountRelease = z.object({ releaseId: z.string() });

export const chartJobs: JobList = {
  "charts.count": async (ctx) => await keepCubes(ctx),
  [countReleaseJob]: async (ctx, payload) => await countRelease(ctx, CountRelease.parse(payload).releaseId),
};

export const chartSubscriptions: Subscriptions = {
  "release.settled": {
    publish_statistics: async (ctx, event) => {
      if (event.kind === "statistics") await settleRelease(ctx, event);
    },
  },
};
