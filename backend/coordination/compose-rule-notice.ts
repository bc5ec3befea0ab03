// Words of a notice about a rule: its title and where to look, nothing of any report.
import type { Translator } from "../platform/words/index.ts";
import type { MailText } from "./compose-mail.ts";

export interface RuleNotice {
  kind: "published_alone" | "withdrawn" | "quarantined";
  title: string;
  /** Who published alone; empty otherwise. */
  name: string;
  /** Until when it lives, UTC; empty otherwise. */
  time: string;
  /** Percent of the time of all rules. */
  share: number;
  url: string;
}

export function composeRuleNotice(words: Translator, { kind, url, ...facts }: RuleNotice): MailText {
  return {
    subject: words(`rulelife.mail.${kind}.subject`),
    body: `${[words(`rulelife.mail.${kind}.body`, facts), words("rulelife.mail.look", { url }), words("mail.signature")].join("\n\n")}\n`,
  };
}
