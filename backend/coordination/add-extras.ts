// What a queued mail brings besides its text is put to it while it leaves: its table of rows, its headers, and links in the places that stand for them.
import type { SendMailOptions } from "nodemailer";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { fillSubscriberLinks } from "./advisories/subscriber-link.ts";
import { fillSituationLinks } from "./crisis/situation-link.ts";
import { loadExtras } from "./mail-extras.ts";
import { fillNotifyLinks } from "./notifications/notify-link.ts";

export async function addExtras(ctx: Context, mailId: string, message: SendMailOptions): Promise<SendMailOptions> {
  const extras = await readOnly(ctx, async (tx) => await loadExtras(tx, mailId));
  // Only the mail that leaves has the links: who reads the database cannot answer for others.
  const fill = (text: string): string => fillSubscriberLinks(ctx, fillSituationLinks(ctx, fillNotifyLinks(ctx, text)));
  const filled = { ...message, ...(typeof message.text === "string" ? { text: fill(message.text) } : {}) };
  if (!extras) return filled;
  const { headers, attachment, attachmentName } = extras;
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]));
  return {
    ...filled,
    headers: { ...(message.headers as Record<string, string>), ...own },
    ...(attachment === null
      ? {}
      : {
          attachments: [
            {
              filename: attachmentName ?? "findings.csv",
              content: attachment,
              contentType: typeOf(attachmentName ?? "findings.csv"),
            },
          ],
        }),
  };
}

/** By the name that we gave it ourselves. */
function typeOf(name: string): string {
  if (name.endsWith(".json")) return "application/json; charset=utf-8";
  return name.endsWith(".asc") ? "text/plain; charset=utf-8" : "text/csv; charset=utf-8";
}
