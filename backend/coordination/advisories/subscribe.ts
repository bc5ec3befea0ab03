// Subscribing to advisories by mail: nothing is sent to an address before a button behind a link in a first mail was pressed; leaving is one click and leaves nothing behind.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { spokenTo } from "../find-reachable.ts";
import { queueMail } from "../outbox.ts";
import { looksLikeAddress } from "../rules.ts";
import type { AdvisoryLanguage } from "./model.ts";
import { subscriberOfLink } from "./subscriber-link.ts";

/** A reader of advisories is nobody of the house. */
const asReader = (ctx: Context): Context =>
  makeContext(ctx, { kind: "system", job: "advisory.subscribe" }, ctx.requestId);

/** In which language somebody reads: one of the three, and the one of a file beside them where they chose that. */
export interface ReaderTongue {
  language: AdvisoryLanguage;
  speaks?: string | undefined;
}

/** Says nothing of whether the address is known: one mail a day at most, to confirm or to say that it was confirmed. @throws invalid_input `email`. */
export async function subscribe(ctx: Context, said: string, reader: ReaderTongue): Promise<void> {
  const email = said.trim();
  if (!looksLikeAddress(email) || email.length > 254)
    throw invalidInput([{ path: "email", message: "Expected an e-mail address such as name@example.org." }]);
  const asking = asReader(ctx);
  requirePermission(asking, "advisory.write");
  const now = asking.now();
  const { language, speaks = null } = reader;
  await withTransaction(asking, async (tx) => {
    const [row] = await tx.execute<{ id: string; state: string }>(sql`
      insert into advisory_subscribers (id, email, language, speaks, state, asked_at)
      values (${newId(now)}, ${email}, ${language}, ${speaks}, 'asked', ${now.toISOString()}::timestamptz)
      on conflict (lower(email)) do update set asked_at = excluded.asked_at,
        language = case when advisory_subscribers.state = 'asked' then excluded.language else advisory_subscribers.language end,
        speaks = case when advisory_subscribers.state = 'asked' then excluded.speaks else advisory_subscribers.speaks end
      returning id, state`);
    if (!row) return;
    const words = wordsIn(spokenTo({ language, speaks }));
    const key = row.state === "asked" ? "confirm" : "known";
    const use = row.state === "asked" ? "subscribe" : "unsubscribe";
    try {
      await queueMail(tx, asking, {
        cause: `subscribe:${row.id}:${now.toISOString().slice(0, 10)}`,
        kind: "notice",
        reportId: null,
        to: email,
        language,
        subject: words(`advisories.mail.${key}_subject`),
        body: `${words(`advisories.mail.${key}`, { url: `{${use}-link:${row.id}}` })}\n\n${words("mail.signature")}\n`,
      });
    } catch (error) {
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    }
    await writeAudit(tx, asking, { action: "advisory.subscribe", objectType: "advisory_subscriber", objectId: row.id });
  });
}

/** Whether the link is ours and its subscriber there; looking confirms nothing. */
export async function readSubscription(
  ctx: Context,
  use: "subscribe" | "unsubscribe",
  token: string,
): Promise<{ isConfirmed: boolean } | undefined> {
  const id = subscriberOfLink(ctx, use, token);
  if (id === undefined) return undefined;
  const [row] = await readOnly(
    asReader(ctx),
    async (tx) =>
      await tx.execute<{ isConfirmed: boolean }>(
        sql`select state = 'confirmed' as "isConfirmed" from advisory_subscribers where id = ${id}`,
      ),
  );
  return row;
}

/** @returns false where the link answers no longer. */
export async function confirmSubscription(ctx: Context, token: string): Promise<boolean> {
  const id = subscriberOfLink(ctx, "subscribe", token);
  if (id === undefined) return false;
  const asking = asReader(ctx);
  requirePermission(asking, "advisory.write");
  return await withTransaction(asking, async (tx) => {
    const done =
      await tx.execute(sql`update advisory_subscribers set state = 'confirmed', confirmed_at = coalesce(confirmed_at, ${asking.now().toISOString()}::timestamptz)
      where id = ${id} returning id`);
    if (done.length === 0) return false;
    await writeAudit(tx, asking, { action: "advisory.confirm", objectType: "advisory_subscriber", objectId: id });
    return true;
  });
}

/** Forgets the address. Leaving twice is leaving. @returns false for a link that is not ours. */
export async function unsubscribe(ctx: Context, token: string): Promise<boolean> {
  const id = subscriberOfLink(ctx, "unsubscribe", token);
  if (id === undefined) return false;
  const asking = asReader(ctx);
  requirePermission(asking, "advisory.write");
  await withTransaction(asking, async (tx) => {
    const gone = await tx.execute(sql`delete from advisory_subscribers where id = ${id} returning id`);
    if (gone.length > 0)
      await writeAudit(tx, asking, { action: "advisory.unsubscribe", objectType: "advisory_subscriber", objectId: id });
  });
  return true;
}

/** Addresses that nobody confirmed are forgotten after a week. */
export async function tidySubscribers(ctx: Context): Promise<void> {
  requirePermission(ctx, "advisory.write");
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.execute(
      sql`delete from advisory_subscribers where state = 'asked' and asked_at < ${ctx.now().toISOString()}::timestamptz - interval '7 days' returning id`,
    );
    if (gone.length > 0)
      await writeAudit(tx, ctx, {
        action: "advisory.tidy",
        objectType: "advisory_subscriber",
        objectId: "all",
        detail: { forgotten: gone.length },
      });
  });
}
