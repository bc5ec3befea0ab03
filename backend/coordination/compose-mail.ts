// Writes the words of a mail: plain text, in the reporter's language, with nothing of the report that the sender could have forged.
import type { DomainEvent } from "../platform/jobs/index.ts";
import type { Translator } from "../platform/words/index.ts";

export interface MailText {
  subject: string;
  body: string;
}

/** What changed about a person's account. */
export type IdentityChange = Extract<DomainEvent, { type: "identity.changed" }>["change"];

/** Stands in the stored text for a receipt's digits, which are filled in only while the mail is sent. */
export const receiptPlace = "{receipt}";

/**
 * The reporter's own words and subject are not repeated: whoever forges a sender must not be able to send words through us.
 * `hasReceipt`: the receipt stands in this mail, since the reporter has seen it nowhere else.
 */
export function composeAcknowledgement(
  words: Translator,
  report: { reference: string; isHeld: boolean; hasReceipt: boolean; receiptUrl: string },
): MailText {
  const { reference } = report;
  return {
    subject: words("mail.ack.subject", { reference }),
    body: paragraphs([
      words("mail.ack.body", { reference }),
      report.isHeld ? words("mail.ack.held") : "",
      words("mail.ack.reply", { reference }),
      report.hasReceipt ? words("mail.ack.receipt", { receipt: receiptPlace, url: report.receiptUrl }) : "",
      words("mail.ack.no_secrets"),
      words("mail.signature"),
    ]),
  };
}

/** The desk's answer itself. */
export function composeAnswer(words: Translator, answer: { reference: string; body: string }): MailText {
  return {
    subject: words("mail.answer.subject", { reference: answer.reference }),
    body: paragraphs([answer.body, words("mail.answer.reply"), `-- \n${words("mail.signature")}\n${answer.reference}`]),
  };
}

interface Waiting {
  reference: string;
  receiptUrl: string;
  /** The desk asks something and waits for the reporter. */
  isQuestion: boolean;
}

/** Says only that an answer waits, and how to read it. */
export function composeAnswerWaits(words: Translator, answer: Waiting): MailText {
  const kind = answer.isQuestion ? "question_waits" : "answer_waits";
  return {
    subject: words(`mail.${kind}.subject`, { reference: answer.reference }),
    body: paragraphs([
      words(`mail.${kind}.body`, { reference: answer.reference, url: answer.receiptUrl }),
      words("mail.signature"),
    ]),
  };
}

/** To a reporter in confidence: an answer waits, and a reply by mail would say who they are. */
export function composeRoutedNotice(words: Translator, answer: Waiting): MailText {
  const kind = answer.isQuestion ? "question_waits" : "answer_waits";
  return {
    subject: words(`mail.${kind}.subject`, { reference: answer.reference }),
    body: paragraphs([
      words(`mail.${kind}.body`, { reference: answer.reference, url: answer.receiptUrl }),
      words("sealed.mail.no_reply"),
      words("mail.signature"),
    ]),
  };
}

/** Tells custodians that a name is asked for, or who asked that it was answered; no reason and no name of a reporter stands in it. */
export function composeCustodyNotice(
  words: Translator,
  notice: { kind: "asked" | "granted" | "refused"; reference: string; name: string; url: string },
): MailText {
  const { reference, name, url } = notice;
  return {
    subject: words(`sealed.mail.${notice.kind}.subject`, { reference }),
    body: paragraphs([words(`sealed.mail.${notice.kind}.body`, { reference, name, url }), words("mail.signature")]),
  };
}

/** Tells a person that the own account changed. */
export function composeIdentityNotice(words: Translator, change: IdentityChange): MailText {
  return {
    subject: words("mail.identity.subject"),
    body: paragraphs([words(`mail.identity.${change}`), words("mail.identity.not_you"), words("mail.signature")]),
  };
}

/** Tells those who watch over access what happened to somebody's account. */
export function composeSecurityNotice(
  words: Translator,
  change: IdentityChange,
  values: { name: string; url: string },
): MailText {
  return {
    subject: words("mail.security.subject"),
    body: paragraphs([
      words(`mail.security.${change}`, { name: values.name }),
      words("mail.security.look", { url: values.url }),
      words("mail.signature"),
    ]),
  };
}

/** Tells that somebody passed a wall alone, without a word of what is behind it. */
export function composeAccessAlarm(
  words: Translator,
  kind: "glass" | "release",
  facts: { reference: string; name: string; url: string },
): MailText {
  return {
    subject: words(`access.mail.${kind}.subject`, { reference: facts.reference }),
    body: paragraphs([
      words(`access.mail.${kind}.body`, facts),
      words("access.mail.look", facts),
      words("mail.signature"),
    ]),
  };
}

function paragraphs(parts: string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
