// Writes the mail of a message to a party: the message, its reference, and nothing of the case; or, where the content stays here, a word with a link. Pure.
import type { Translator } from "../../platform/words/index.ts";
import type { MailText } from "../compose-mail.ts";
import { type Protection, tagOf } from "./model.ts";

export interface MessageFacts {
  number: string;
  subject: string;
  theirReference: string | null;
  body: string;
  /** Stands for the link, which is filled in only while the mail is sent. */
  linkPlace: string;
}

/** The subject of a mail whose content is protected says nothing but whose it is. */
export function composeMessage(words: Translator, protection: Protection, message: MessageFacts): MailText {
  const theirs = message.theirReference === null ? "" : ` [${message.theirReference}]`;
  const tag = tagOf(message.number);
  if (protection === "link")
    return {
      subject: `${tag} ${words("talking.mail.waits_subject")}${theirs}`,
      body: `${[words("talking.mail.waits"), message.linkPlace, words("talking.mail.waits_code"), words("mail.signature")].join("\n\n")}\n`,
    };
  return {
    subject: `${tag} ${message.subject}${theirs}`,
    body: `${message.body}\n\n-- \n${words("mail.signature")}\n${words("talking.mail.reply", { tag })}\n`,
  };
}

/** What stands outside on an encrypted mail. */
export function outerSubject(words: Translator, number: string, theirReference: string | null): string {
  return `${tagOf(number)} ${words("talking.mail.encrypted_subject")}${theirReference === null ? "" : ` [${theirReference}]`}`;
}
