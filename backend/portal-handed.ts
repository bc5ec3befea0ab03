// The portal's link of a hand-over's receipt over the real core.
import type { HandedCore } from "../frontend/portal/core-handed.ts";
import { confirmHanded, readHanded } from "./coordination/index.ts";
import { ConfirmReceipt } from "./coordination/transfer/model.ts";
import type { Context } from "./platform/context/index.ts";
import { AppError } from "./platform/errors/index.ts";

export function makeHandedCore(ctx: () => Context): HandedCore {
  return {
    read: async (token) => await readHanded(ctx(), token),
    confirm: async (token, input) => {
      if (!ConfirmReceipt.safeParse(input).success) return "wrong";
      try {
        await confirmHanded(ctx(), token, input);
        return "done";
      } catch (error) {
        if (error instanceof AppError && error.code === "not_found") return "gone";
        throw error;
      }
    },
  };
}
