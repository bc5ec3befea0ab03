// The portal's public lines, confirmations and paper slips over the real core.
import type { CrisisCore } from "../frontend/portal/core-crisis.ts";
import { confirmByLink, readPublicStatements, readSituationLink, readWaitingSlip } from "./coordination/index.ts";
import type { Context } from "./platform/context/index.ts";

/** The first page asks at every visit: on a bad day very many do, and a few seconds are no harm. */
const rememberMs = 2000;

export function makeCrisisCore(ctx: () => Context): CrisisCore {
  let known: { value: ReturnType<typeof readPublicStatements>; until: number } | undefined;
  return {
    statements: async () => {
      if (!known || known.until < performance.now())
        known = { value: readPublicStatements(ctx()), until: performance.now() + rememberMs };
      const { value } = known;
      return await value.catch((error: unknown) => {
        known = undefined;
        throw error;
      });
    },
    situation: async (token) => await readSituationLink(ctx(), token),
    confirm: async (token) => await confirmByLink(ctx(), token),
    waitingSlip: async (digits) => await readWaitingSlip(ctx(), digits),
  };
}
