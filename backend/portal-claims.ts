// Claims of entries for the portal: the register's verbs, with a count of what one source does.
import type { Visitor } from "./intake/model.ts";
import { makeSourceCounter, sourceOf } from "./intake/index.ts";
import type { ClaimsCore } from "../frontend/portal/core-claims.ts";
import type { Context } from "./platform/context/index.ts";
import { AppError } from "./platform/errors/index.ts";
import {
  askOfficer,
  askToBeEntered,
  checkDns,
  chooseDns,
  confirmClaim,
  enrolClaimant,
  findEntries,
  findEntryById as findEntry,
  lookAtClaim,
  startClaim,
  useLetter,
} from "./registry/index.ts";

const windowMs = 10 * 60_000;
/** What one source may do within ten minutes: enough for a person, little for a program that copies the register. */
const most = { find: 30, start: 8, prove: 20 } as const;

/** @param ctx a context for each call: a visitor without a session. */
export function makeClaimsCore(ctx: () => Context): ClaimsCore {
  const counters = {
    find: makeSourceCounter(windowMs),
    start: makeSourceCounter(windowMs),
    prove: makeSourceCounter(windowMs),
  };
  const count = (asking: Context, kind: keyof typeof most, visitor: Visitor): void => {
    const nowMs = asking.now().getTime();
    if (visitor.isExempt || counters[kind].add(sourceOf(visitor.address), nowMs) <= most[kind]) return;
    throw new AppError("too_many_requests", "Too many tries. Wait some minutes.", {
      retryAfterSeconds: Math.ceil(counters[kind].waitMs(nowMs) / 1000),
    });
  };
  return {
    find: async (words, visitor) => {
      const asking = ctx();
      count(asking, "find", visitor);
      return await findEntries(asking, words);
    },
    findOne: async (id) => await findEntry(ctx(), id),
    start: async (input, visitor) => {
      const asking = ctx();
      count(asking, "start", visitor);
      await startClaim(asking, input);
    },
    askToBeEntered: async (input, visitor) => {
      const asking = ctx();
      count(asking, "start", visitor);
      await askToBeEntered(asking, input);
    },
    look: async (token) => await lookAtClaim(ctx(), token),
    confirm: async (token) => await confirmClaim(ctx(), token),
    chooseDns: async (token, domain) => await chooseDns(ctx(), token, domain),
    checkDns: async (token, visitor) => {
      const asking = ctx();
      count(asking, "prove", visitor);
      const found = await checkDns(asking, token);
      if (typeof found === "string") return found;
      return found.kind === "missing" ? found.problem : "other_text";
    },
    useLetter: async (token, code, visitor) => {
      const asking = ctx();
      count(asking, "prove", visitor);
      return await useLetter(asking, token, code);
    },
    askOfficer: async (token) => await askOfficer(ctx(), token),
    enrol: async (token) => await enrolClaimant(ctx(), token),
  };
}
