// One's own shifts as a calendar: a secret address, of which only the hash of its token is kept; it holds times and the one's own name for them, nothing else.
import { createHash, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { writeCalendar } from "../../platform/calendar-feed/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import { shiftsIn } from "./shifts.ts";
import { isWorker, loadRota } from "./store.ts";

const hashOf = (token: string): Buffer => createHash("sha256").update(`rota-feed:${token}`).digest();
const [pastDays, comingDays] = [7, 90];

/** The address, shown this once; an earlier one stops at the same moment. */
export async function makeShiftFeed(ctx: Context, language: WordsLanguage): Promise<{ address: string }> {
  requirePermission(ctx, "duty.alarm");
  const { personId } = requirePerson(ctx);
  const token = randomBytes(24).toString("base64url");
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into rota_feeds (person_id, token_hash, language, made_at) values (${personId}, ${hashOf(token)}, ${language}, ${ctx.now().toISOString()}::timestamptz)
      on conflict (person_id) do update set token_hash = excluded.token_hash, language = excluded.language, made_at = excluded.made_at`);
    await writeAudit(tx, ctx, { action: "duty.make_feed", objectType: "person", objectId: personId });
  });
  return { address: `${ctx.config.publicUrl}/shifts/${token}.ics` };
}

/** From now on the address answers nothing. */
export async function stopShiftFeed(ctx: Context): Promise<void> {
  requirePermission(ctx, "duty.alarm");
  const { personId } = requirePerson(ctx);
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`delete from rota_feeds where person_id = ${personId}`);
    await writeAudit(tx, ctx, { action: "duty.stop_feed", objectType: "person", objectId: personId });
  });
}

/** @throws not_found for an address that is unknown or stopped, or whose person works at the desk no longer. */
export async function readShiftFeed(ctx: Context, token: string): Promise<string> {
  const now = ctx.now().getTime();
  const time = { from: now - pastDays * 86_400_000, until: now + comingDays * 86_400_000 };
  return await readOnly(
    ctx,
    async (tx) => {
      const [feed] = await tx.execute<{
        personId: string;
        language: WordsLanguage;
      }>(sql`select f.person_id as "personId", f.language from rota_feeds f
        join people p on p.id = f.person_id where f.token_hash = ${hashOf(token)} and ${isWorker}`);
      if (!feed) throw notFound("calendar");
      const t = wordsIn(feed.language);
      const shifts = shiftsIn(await loadRota(tx, ctx, time), time).filter(({ personId }) => personId === feed.personId);
      const host = new URL(ctx.config.publicUrl).host;
      return writeCalendar({
        name: t("rota.feed.name"),
        madeAt: ctx.now(),
        entries: shifts.map((shift) => ({
          // By its beginning: a shift that is made longer stays the same one.
          uid: `shift:${feed.personId}:${shift.from}@${host}`,
          title: t("rota.feed.shift"),
          at: new Date(shift.from),
          until: new Date(shift.until),
          description: shift.isSwapped ? t("rota.feed.swapped") : t("rota.feed.shift"),
          url: `${ctx.config.publicUrl}/desk/rota`,
          alarmMinutes: 60,
        })),
      });
    },
    "system",
  );
}
