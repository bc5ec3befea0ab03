// The portal's advisories and answers to notifications over the real core.
import type { AdvisoriesCore, NotifyCore } from "../frontend/portal/core-advisories.ts";
import {
  answerNotifyLink,
  askNotifyCode,
  confirmSubscription,
  listPublicAdvisories,
  listPublicDisclosures,
  readNotifyLink,
  readNotifyRows,
  readPublicAdvisory,
  readSubscription,
  subscribe,
  tryNotifyCode,
  unsubscribe,
} from "./coordination/index.ts";
import { makeSourceCounter, sourceOf } from "./intake/index.ts";
import type { Context } from "./platform/context/index.ts";
import { asAdvisory } from "./portal-disclosure.ts";
import { AppError } from "./platform/errors/index.ts";

/** Addresses given from one line in an hour: a household or an office, not a machine that fills others' mailboxes. */
const mostAddressesAnHour = 10;

export function makeAdvisoriesCore(ctx: () => Context): AdvisoriesCore {
  const counter = makeSourceCounter(3_600_000);
  return {
    // Published vulnerabilities stand among the advisories, in their list and their feeds.
    list: async () => {
      const [written, found] = [await listPublicAdvisories(ctx()), await listPublicDisclosures(ctx())];
      return [...written, ...found.map(asAdvisory)].toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt));
    },
    read: async (number) => await readPublicAdvisory(ctx(), number),
    subscribe: async (email, reader, visitor) => {
      const asking = ctx();
      if (!visitor.isExempt && counter.add(sourceOf(visitor.address), asking.now().getTime()) > mostAddressesAnHour)
        return "slow";
      try {
        await subscribe(asking, email, reader);
        return "asked";
      } catch (error) {
        if (error instanceof AppError && error.code === "invalid_input") return "wrong";
        throw error;
      }
    },
    subscription: async (use, token) => await readSubscription(ctx(), use, token),
    confirm: async (token) => await confirmSubscription(ctx(), token),
    leave: async (token) => await unsubscribe(ctx(), token),
  };
}

export function makeNotifyCore(ctx: () => Context): NotifyCore {
  return {
    read: async (token, session) => await readNotifyLink(ctx(), token, session),
    rows: async (token, session) => await readNotifyRows(ctx(), token, session),
    askCode: async (token) => {
      try {
        await askNotifyCode(ctx(), token);
        return true;
      } catch (error) {
        if (error instanceof AppError && error.code !== "internal") return false;
        throw error;
      }
    },
    tryCode: async (token, code) => await tryNotifyCode(ctx(), token, code),
    answer: async (token, session, answer, note) => {
      if (note.length > 2000) return "too_long";
      try {
        await answerNotifyLink(ctx(), token, { answer, note }, session);
        return "done";
      } catch (error) {
        if (error instanceof AppError && error.code === "not_found") return "gone";
        if (error instanceof AppError && error.code === "too_many_requests") return "often";
        throw error;
      }
    },
  };
}
