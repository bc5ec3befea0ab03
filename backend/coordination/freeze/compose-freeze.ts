// The words of a request, its reminder, and what the reporter is told of it. What leaves is made here and nowhere else. Pure but for the words.
import { freezeFields, type FreezeTarget } from "../../registry/partners/model.ts";
import type { Translator } from "../../platform/words/index.ts";
import type { MailText } from "../compose-mail.ts";
import type { FreezeAnswer, FreezeFields } from "./model.ts";

/** Exactly what a partner is shown, whatever way it goes: no name of who reports. */
export function composeFreezeBody(words: Translator, target: FreezeTarget, fields: FreezeFields): string {
  const lines = freezeFields.flatMap((field) => {
    const value = fields[field];
    return value === undefined ? [] : [words(`partners.body.${field}`, { value })];
  });
  return [words(`partners.body.ask_${target}`), ...lines, words("partners.body.consent")].join("\n");
}

/** Stands in a mail's text where its link goes; filled in while it is sent, so that no table holds a link that answers. */
export const linkPlace = (requestId: string): string => `{freeze-link:${requestId}}`;

/** With the text where its label lets it go in a mail, else the word that it waits behind the link. */
export function composeFreezeMail(
  words: Translator,
  request: { id: string; reference: string; body: string; carriesText: boolean; isReminder: boolean },
): MailText {
  const kind = request.isReminder ? "reminder" : "request";
  const text = request.carriesText ? request.body : words("partners.mail.waits");
  const parts = [
    words(`partners.mail.${kind}`),
    text,
    words("partners.mail.answer"),
    linkPlace(request.id),
    words("mail.signature"),
  ];
  return {
    subject: words(`partners.mail.${kind}_subject`, { reference: request.reference }),
    body: `${parts.join("\n\n")}\n`,
  };
}

/** What stands behind the receipt. */
export function composeFreezeNews(words: Translator, partner: string, answer: FreezeAnswer | "asked"): string {
  return words(`partners.news.${answer}`, { partner });
}
