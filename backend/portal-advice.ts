// The portal's requests for advice and alarms over the real core.
import type { AdviceCore, AlarmCore } from "../frontend/portal/core-advice.ts";
import { askAdvice, listPublicAdvice, readAdviceLink } from "./coordination/index.ts";
import type { Context } from "./platform/context/index.ts";
import { AppError } from "./platform/errors/index.ts";
import { haveByLink, readAlarmLink } from "./reporting/index.ts";

export function makeAdviceCore(ctx: () => Context): AdviceCore {
  return {
    list: async () => await listPublicAdvice(ctx()),
    ask: async (input, visitor, key) => await askAdvice(ctx(), input, visitor, key),
    own: async (token) => await readAdviceLink(ctx(), token),
  };
}

export function makeAlarmCore(ctx: () => Context): AlarmCore {
  return {
    read: async (token) => await readAlarmLink(ctx(), token),
    have: async (token) => {
      try {
        return (await haveByLink(ctx(), token)) ? "done" : "has";
      } catch (error) {
        if (error instanceof AppError && error.code === "not_found") return "gone";
        if (error instanceof AppError && error.code === "conflict") return "has";
        throw error;
      }
    },
  };
}
