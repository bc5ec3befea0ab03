// One person's secret address of a calendar: made, replaced, taken back; only the hash of its token is kept.
import { createHash, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { may, requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { CalendarEntry } from "../../platform/calendar-feed/index.ts";
import { writeCalendar } from "../../platform/calendar-feed/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import type { CalendarView, LanguageQuery } from "../duties/model.ts";
import { requestRoles } from "../subject-requests/store.ts";
import { collectDeadlines } from "./collect-deadlines.ts";

const hashOf = (token: string): Buffer => createHash("sha256").update(`calendar-feed:${token}`).digest();

/** The entity's calendar as a page. */
export async function readCalendar(ctx: Context, { language }: LanguageQuery): Promise<CalendarView> {
  requirePermission(ctx, "duty.read");
  const { personId, organisationId } = requirePerson(ctx);
  return await readOnly(ctx, async (tx) => {
    const found = await collectDeadlines(tx, ctx, language, { hasRequests: may(ctx, "subject.read") });
    const [feed] = await tx.execute<{ madeAt: string }>(
      sql`select ${iso(sql`made_at`)} as "madeAt" from calendar_feeds
        where person_id = ${personId} and organisation_id = ${organisationId} and revoked_at is null`,
    );
    return { now: ctx.now().toISOString(), ...found, feed: feed ?? null };
  });
}

/** The address, shown this once; an earlier one stops at the same moment. */
export async function makeFeed(ctx: Context, { language }: LanguageQuery): Promise<{ address: string }> {
  requirePermission(ctx, "duty.read");
  const { personId, organisationId } = requirePerson(ctx);
  const token = randomBytes(24).toString("base64url");
  const at = ctx.now().toISOString();
  await withTransaction(ctx, async (tx) => {
    await revoke(tx, personId, organisationId, at);
    const id = newId(ctx.now());
    await tx.execute(
      sql`insert into calendar_feeds (id, person_id, organisation_id, token_hash, language, made_at)
        values (${id}, ${personId}, ${organisationId}, ${hashOf(token)}, ${language}, ${at})`,
    );
    await writeAudit(tx, ctx, { action: "calendar.make_feed", objectType: "person", objectId: personId });
  });
  return { address: `${ctx.config.publicUrl}/calendar/${token}.ics` };
}

/** From now on the address answers nothing. */
export async function revokeFeed(ctx: Context): Promise<void> {
  requirePermission(ctx, "duty.read");
  const { personId, organisationId } = requirePerson(ctx);
  await withTransaction(ctx, async (tx) => {
    await revoke(tx, personId, organisationId, ctx.now().toISOString());
    await writeAudit(tx, ctx, { action: "calendar.revoke_feed", objectType: "person", objectId: personId });
  });
}

async function revoke(tx: Tx, personId: string, organisationId: string, at: string): Promise<void> {
  await tx.execute(
    sql`update calendar_feeds set revoked_at = ${at} where person_id = ${personId} and organisation_id = ${organisationId} and revoked_at is null`,
  );
}

/**
 * What a calendar program gets: titles and times, not a word of an incident. The token is the whole key: it opens nothing else, and it ends with the
 * person's role there. @throws not_found for an address that is unknown, revoked, or whose person has left.
 */
export async function readFeed(ctx: Context, token: string): Promise<string> {
  const [feed] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ organisationId: string; name: string; language: WordsLanguage; hasRequests: boolean }>(
        sql`select f.organisation_id as "organisationId", o.name, f.language, exists (select 1 from role_grants g where g.person_id = f.person_id
            and g.organisation_id = f.organisation_id and g.revoked_at is null and g.role = any(${sql.param(requestRoles)}::text[])) as "hasRequests" from calendar_feeds f join organisations o on o.id = f.organisation_id
          where f.token_hash = ${hashOf(token)} and f.revoked_at is null and exists (select 1 from role_grants g join people p on p.id = g.person_id
            where g.person_id = f.person_id and g.organisation_id = f.organisation_id and g.revoked_at is null and p.disabled_at is null)`,
      ),
    "system",
  );
  if (!feed) throw notFound("calendar");
  const { deadlines } = await readOnly(
    ctx,
    async (tx) => await collectDeadlines(tx, ctx, feed.language, feed),
    "system",
  );
  const words = wordsIn(feed.language);
  const host = new URL(ctx.config.publicUrl).host;
  const entries = deadlines.map(
    (line): CalendarEntry => ({
      uid: `${line.id}:${line.kind === "duty" ? line.due.slice(0, 10) : ""}@${host}`,
      title: line.title,
      at: new Date(line.due),
      description: [line.addressee, line.clockWords, line.law, words(`duties.verification.${line.verification}`)].join(
        "\n",
      ),
      url: `${ctx.config.publicUrl}/console${line.href}`,
      alarmMinutes: line.kind === "filing" ? 240 : line.kind === "request" ? 2 * 24 * 60 : 7 * 24 * 60,
    }),
  );
  return writeCalendar({ name: words("duties.feed.name", { organisation: feed.name }), madeAt: ctx.now(), entries });
}
