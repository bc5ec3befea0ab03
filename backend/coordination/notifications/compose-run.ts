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
  const text = run.texts[to.language];
  const fill = (template: string): string =>
    template
      .replaceAll("{constituent}", () => to.constituent)
      .replaceAll("{count}", () => String(to.rows))
      .replaceAll("{reference}", () => run.reference);
  const subject = fill(text?.subject ?? run.reference).replaceAll(/\s+/g, " ");
  const parts = [
    ...(to.isReminder ? [words("notify.mail.reminder")] : []),
    fill(text?.body ?? ""),
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
