// The portal's public register of formalities, and what the installation itself keeps, over the real core.
import type { FormalityCore } from "../frontend/portal/core-formalities.ts";
import { listPublicFormalities, readPublicProcessing } from "./compliance/index.ts";
import type { Context } from "./platform/context/index.ts";

const mostShown = 50;

export function makeFormalityCore(ctx: () => Context): FormalityCore {
  return {
    find: async ({ text, kind }) =>
      await listPublicFormalities(ctx(), { text, ...(kind === undefined ? {} : { kind }) }, mostShown),
    ownProcessing: async () => await readPublicProcessing(ctx()),
  };
}
