// How long flows take, over the real core. A count that fails is no reason to keep a receipt from anybody.
import type { TimesCore } from "../frontend/portal/core-times.ts";
import type { Context } from "./platform/context/index.ts";
import { beginFlow, finishFlow, sayOpinion } from "./reporting/index.ts";

export function makeTimesCore(ctx: () => Context): TimesCore {
  return {
    begin: (flow) => beginFlow(ctx(), flow),
    finish: async (flow, language, begun, reference) => {
      const asking = ctx();
      return await finishFlow(asking, flow, language, begun, reference).catch((error: unknown) => {
        asking.log.warn({ err: error }, "the time of a flow was not counted");
        return undefined;
      });
    },
    say: async (ticket, language, opinion) => await sayOpinion(ctx(), ticket, language, opinion),
  };
}
