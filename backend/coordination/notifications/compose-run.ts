// The mail of a notification: the officer's words with the constituent's name, its rows as a table, the link, the label.
import { type SheetColumn, sheetResponse } from "../../platform/sheets/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import type { NotifyLanguage, RunTexts } from "./model.ts";

export interface MailedRow {
  address: string;
  port: number | null;
  at: string;
  what: string;
  detail: Record<string, string>;
}

export interface RunWords {
  reference: string;
  marking: string;
  texts: RunTexts;
}

/** @param link the link itself, or the place that it is filled into while the mail leaves. */
export function composeRunMail(
  run: RunWords,
  to: { language: NotifyLanguage; constituent: string; rows: number; link: string; until: string; isReminder: boolean },
): { subject: string; body: string } {
  const words = wordsIn(to.language);
  const { subject, body } = composeRunText(run, to);
  const parts = [
    ...(to.isReminder ? [words("notify.mail.reminder")] : []),
    body,
    words("notify.mail.rows", { count: to.rows, constituent: to.constituent }),
    words("notify.mail.link", { url: to.link, until: to.until }),
    words("notify.mail.label", { marking: `TLP:${run.marking.toUpperCase()}`, reference: run.reference }),
    words("mail.signature"),
  ];
  return {
    subject: `[${run.reference}] ${to.isReminder ? `${words("notify.mail.reminder_subject")} ` : ""}${subject}`,
    body: `${parts.join("\n\n")}\n`,
  };
}

/** The mail of a notification whose content stays here: that one waits, and where. It names nobody and nothing that was found. */
export function composeRunWord(
  reference: string,
  to: { language: NotifyLanguage; link: string; room: string; until: string },
): { subject: string; body: string } {
  const words = wordsIn(to.language);
  const parts = [
    words("notify.word.body", { reference }),
    words("notify.word.link", { url: to.link, until: to.until }),
    words("notify.word.room", { url: to.room }),
    words("mail.signature"),
  ];
  return { subject: `[${reference}] ${words("notify.word.subject")}`, body: `${parts.join("\n\n")}\n` };
}

/** What stands outside on an encrypted mail of a notification. */
export function outerRunSubject(reference: string, language: NotifyLanguage): string {
  return `[${reference}] ${wordsIn(language)("notify.word.encrypted_subject")}`;
}

/** The notification's own words, without what belongs to a mail: for the page behind a link and for a room. */
export function composeRunText(
  run: RunWords,
  to: { language: NotifyLanguage; constituent: string; rows: number },
): { subject: string; body: string } {
  const text = run.texts[to.language];
  const fill = (template: string): string => fillFields(template, run, to);
  return { subject: fill(text?.subject ?? run.reference).replaceAll(/\s+/g, " "), body: fill(text?.body ?? "") };
}

function fillFields(template: string, run: RunWords, to: { constituent: string; rows: number }): string {
  return template
    .replaceAll("{constituent}", () => to.constituent)
    .replaceAll("{count}", () => String(to.rows))
    .replaceAll("{reference}", () => run.reference);
}

/** Its own rows and no others, as CSV that Excel opens and that runs nothing. */
export async function composeRows(
  rows: readonly MailedRow[],
  reference: string,
  language: NotifyLanguage,
): Promise<{ fileName: string; csv: string }> {
  const words = wordsIn(language);
  const headings = [...new Set(rows.flatMap(({ detail }) => Object.keys(detail)))].slice(0, 100);
  const columns: SheetColumn<MailedRow>[] = [
    { key: "address", type: "text", title: "notify.column.address", value: (row) => row.address },
    { key: "port", type: "number", title: "notify.column.port", value: (row) => row.port },
    { key: "at", type: "instant", title: "notify.column.at", value: (row) => row.at },
    { key: "what", type: "text", title: "notify.column.what", value: (row) => row.what },
    ...headings.map((text) => ({
      key: text,
      type: "text" as const,
      title: { text },
      value: (row: MailedRow) => (Object.hasOwn(row.detail, text) ? (row.detail[text] ?? "") : ""),
    })),
  ];
  const fileName = `${reference}-findings`;
  const response = sheetResponse({ format: "csv", fileName, title: reference, columns, rows, words, zone: "UTC" });
  return { fileName: `${fileName}.csv`, csv: await response.text() };
}
