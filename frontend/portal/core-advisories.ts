// What the portal asks of the core for advisories, their readers by mail, and answers to notifications.
import type { AdvisoryLanguage, PublicAdvisory } from "../../backend/coordination/advisories/model.ts";
import type { CodeAnswer } from "../../backend/coordination/links/model.ts";
import type { ClosedNotifyLink, NotifyAnswer, NotifyLinkView } from "../../backend/coordination/notifications/model.ts";
import type { Visitor } from "./core.ts";

export interface AdvisoriesCore {
  list(): Promise<PublicAdvisory[]>;
  read(number: string): Promise<PublicAdvisory | undefined>;
  /** "slow": very many asked from there. Nothing tells whether the address is known. */
  subscribe(
    email: string,
    reader: { language: AdvisoryLanguage; speaks?: string },
    visitor: Visitor,
  ): Promise<"asked" | "wrong" | "slow">;
  subscription(use: "subscribe" | "unsubscribe", token: string): Promise<{ isConfirmed: boolean } | undefined>;
  confirm(token: string): Promise<boolean>;
  leave(token: string): Promise<boolean>;
}

export interface NotifyCore {
  /** What stands behind the link; undefined where it answers no longer. */
  read(token: string, session: string | undefined): Promise<NotifyLinkView | ClosedNotifyLink | undefined>;
  answer(
    token: string,
    session: string | undefined,
    answer: NotifyAnswer,
    note: string,
  ): Promise<"done" | "gone" | "often" | "too_long">;
  /** False where no code can be sent. */
  askCode(token: string): Promise<boolean>;
  tryCode(token: string, code: string): Promise<CodeAnswer>;
  /** All rows as a file; undefined where the link is not open. */
  rows(token: string, session: string | undefined): Promise<{ fileName: string; csv: string } | undefined>;
}
