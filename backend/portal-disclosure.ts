// The portal's part of coordinated disclosure over the real core.
import { ZodError } from "zod";
import type { PublicAdvisory } from "./coordination/advisories/model.ts";
import type { PublicDisclosure } from "./coordination/disclosure/views/model.ts";
import type { DisclosureCore } from "../frontend/portal/core-disclosure.ts";
import {
  askPartyCode,
  indexPublicDisclosures,
  readDocument,
  readFinder,
  readPartyLink,
  readPublicDisclosure,
  readPublicPolicies,
  sayByLink,
  setOwnCredit,
  tryPartyCode,
} from "./coordination/index.ts";
import type { Context } from "./platform/context/index.ts";
import { AppError } from "./platform/errors/index.ts";

export function makeDisclosureCore(ctx: () => Context): DisclosureCore {
  return {
    link: async (token, session) => await readPartyLink(ctx(), token, session),
    askCode: async (token) => {
      try {
        await askPartyCode(ctx(), token);
        return true;
      } catch (error) {
        if (error instanceof AppError && error.code !== "internal") return false;
        throw error;
      }
    },
    tryCode: async (token, code) => await tryPartyCode(ctx(), token, code),
    say: async (token, session, said) => {
      try {
        await sayByLink(ctx(), token, session, said);
        return "taken";
      } catch (error) {
        if (error instanceof ZodError || (error instanceof AppError && error.code === "invalid_input")) return "wrong";
        if (error instanceof AppError && error.code === "conflict") return "changed";
        if (error instanceof AppError && ["unauthenticated", "not_found", "refused"].includes(error.code))
          return "over";
        throw error;
      }
    },
    finder: async (token) => await readFinder(ctx(), token),
    setCredit: async (token, credit) => {
      try {
        await setOwnCredit(ctx(), token, credit);
        return true;
      } catch (error) {
        if (error instanceof ZodError || (error instanceof AppError && error.code !== "internal")) return false;
        throw error;
      }
    },
    index: async () => await indexPublicDisclosures(ctx()),
    read: async (number) => await readPublicDisclosure(ctx(), number),
    document: async (number, which) => await readDocument(ctx(), number, which),
    policies: async () => await readPublicPolicies(ctx()),
  };
}

/** A published vulnerability as it stands among the advisories: in their list and their feeds. */
export function asAdvisory({
  number,
  content,
  publishedAt,
  firstPublishedAt,
  edition,
}: PublicDisclosure): PublicAdvisory {
  return {
    number,
    severity: content.severity,
    texts: content.texts,
    publishedAt,
    firstPublishedAt,
    edition,
    history: [],
  };
}
