// The door of the demonstration.
import type { Subscriptions } from "../platform/jobs/index.ts";
import { fillStatistics } from "../reporting/index.ts";
import { openDemoCase } from "./open-demo-case.ts";

export { fillDemo } from "./fill-demo.ts";

export const demoSubscriptions: Subscriptions = {
  "report.triaged": {
    demo: async (ctx, event) => await openDemoCase(ctx, event.reportId),
    "demo.statistics": async (ctx) => {
      if (ctx.config.isDemo) await fillStatistics(ctx, ctx);
    },
  },
};
