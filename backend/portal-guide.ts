// "Am I bound by law?" and trainings, over the real core.
import type { GuideCore } from "../frontend/portal/core-guide.ts";
import { askGuide } from "./compliance/index.ts";
import type { Context } from "./platform/context/index.ts";
import { listPublicTrainings } from "./reporting/index.ts";

export function makeGuideCore(ctx: () => Context): GuideCore {
  return {
    ask: (language, asked) => askGuide(ctx(), language, asked),
    trainings: async () => await listPublicTrainings(ctx()),
  };
}
