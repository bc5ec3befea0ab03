// The portal's yearly question to a contact over the real core.
import type { ContactCore } from "../frontend/portal/core-contact.ts";
import type { Context } from "./platform/context/index.ts";
import { AppError } from "./platform/errors/index.ts";
import { answerContactTest, readAskedContact } from "./registry/index.ts";

export function makeContactCore(ctx: () => Context): ContactCore {
  return {
    read: async (token) => await readAskedContact(ctx(), token),
    answer: async (token, answer, said) => {
      try {
        return await answerContactTest(ctx(), token, answer, said);
      } catch (error) {
        if (error instanceof AppError && error.code === "invalid_input") return error.fields.map(({ path }) => path);
        throw error;
      }
    },
  };
}
