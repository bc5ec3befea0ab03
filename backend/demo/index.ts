// The door of the demonstration.
import type { Subscriptions } from "../platform/jobs/index.ts";
import { openDemoCase } from "./open-demo-case.ts";

export { fillDemo } from "./fill-demo.ts";

export const demoSubscriptions: Subscriptions = {
  "report.triaged": { demo: async (ctx, event) => await openDemoCase(ctx, event.reportId) },
};
