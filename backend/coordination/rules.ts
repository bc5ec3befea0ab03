// Decisions of coordination: who is answered on which way, what may leave by mail, what a mail is. Pure.
import { canLeave, stricter } from "../intake/marking/model.ts";
import type { AnswerChannel, Marking, ReportStatus } from "../intake/model.ts";

/** A reporter may add to any report but one that was put aside. */
export function mayReporterAdd(status: ReportStatus): boolean {
  return status !== "rejected";
}

/** What is known of whom to answer. */
export interface Reachable {
  answerChannel: AnswerChannel;
  isAnonymous: boolean;
  isConfidential: boolean;
  /** In confidence, with an address that only the mailer opens. */
  isRoutable: boolean;
  email: string | null;
  safeChannel: string | null;
}

/** The way an answer takes. By mail the text itself goes only where its marking lets it; else the mail says that an answer waits. */
export type AnswerWay =
  | { way: "receipt" }
  | { way: "mail"; to: string; carriesText: boolean }
  /** To an address that nobody here knows, and never with the text itself. */
  | { way: "routed_mail" };

/**
 * Anonymous and confidential reporters are answered by receipt only, as is everyone who did not choose mail; a confidential one who let the
 * mailer keep an address is told there that an answer waits. Where another way was
 * named as the safe one, the usual address is not used. A mail is a postcard: above TLP:GREEN it says only that an answer waits.
 */
export function decideWay(reporter: Reachable, marking: Marking): AnswerWay {
  if (reporter.isConfidential && reporter.isRoutable && reporter.answerChannel === "mail")
    return { way: "routed_mail" };
  if (reporter.isAnonymous || reporter.isConfidential || reporter.answerChannel !== "mail") return { way: "receipt" };
  const to = reporter.safeChannel ?? reporter.email;
  if (to === null || !looksLikeAddress(to)) return { way: "receipt" };
  return { way: "mail", to, carriesText: canLeave({ marking, pap: "clear" }, "mail").may === "text" };
}

/** The label of an answer: the one that the desk gave it, else its report's; about what is TLP:RED every word is. */
export function markingOfAnswer(wished: Marking | undefined, ofReport: Marking): Marking {
  return ofReport === "red" ? stricter(wished ?? "clear", ofReport) : (wished ?? ofReport);
}

/** One plain address, without anything that a mail header could be made to do. */
export function looksLikeAddress(text: string): boolean {
  return /^[^\s@<>"(),;:\\[\]]{1,64}@[^\s@<>"(),;:\\[\]]{1,255}$/.test(text);
}

export type MailKind = "report" | "reply" | "bounce" | "automatic" | "repeat";

/**
 * What a mail is. A delivery report is never a report; an automatic answer to a mail of ours ends there, so that two machines do not
 * talk for ever; any other automatic mail (a feed, an abuse desk) is a report that nobody answers.
 */
export function classifyMail(mail: {
  isDeliveryReport: boolean;
  isAutomatic: boolean;
  isFromUs: boolean;
  isSeenBefore: boolean;
  answersOurs: boolean;
}): MailKind {
  if (mail.isDeliveryReport) return "bounce";
  if (mail.isFromUs) return "automatic";
  if (mail.isSeenBefore) return "repeat";
  if (mail.answersOurs) return mail.isAutomatic ? "automatic" : "reply";
  return "report";
}

/** Mails that one address may get within a day: machines are answered a few times, people as often as the desk writes. */
export const mostMailsADay = { acknowledgement: 10, answer: 60, notice: 20, conversation: 200 } as const;

/** Mails that one sender may hand in within an hour before they are held. */
export const mostMailReportsAnHour = 20;

/** "a…@example.net": enough to recognise, not to know. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? "…" : `${address.slice(0, 1)}…${address.slice(at)}`;
}
