// Drafts of one person, for the person's next machine: kept while typing, gone when sent. The database shows them to nobody else.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { draftDays, type DraftRow, KeepDraft, mostDrafts } from "./model.ts";

/** One's own, the newest first. @throws forbidden. */
export async function listDrafts(ctx: Context): Promise<{ rows: DraftRow[] }> {
  requirePermission(ctx, "report.read");
  const me = requirePerson(ctx).personId;
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<DraftRow & Record<string, unknown>>(
      sql`select place, body, ${iso(sql`updated_at`)} as "updatedAt" from desk_drafts where person_id = ${me} order by updated_at desc limit ${mostDrafts}`,
    );
    return { rows: [...rows] };
  });
}

/** Keeps the text as it stands now; an empty one is forgotten. The log says nothing of what was typed. @throws forbidden, invalid_input, refused beyond 200. */
export async function keepDraft(ctx: Context, input: KeepDraft): Promise<{ updatedAt: string | null }> {
  requirePermission(ctx, "report.read");
  const me = requirePerson(ctx).personId;
  const { place, body } = KeepDraft.parse(input);
  const now = ctx.now().toISOString();
  // oxlint-disable-next-line toguna/mutation-guards -- every few letters would be a row; what is sent has its own
  return await withTransaction(ctx, async (tx) => {
    if (body.trim() === "") {
      await tx.execute(sql`delete from desk_drafts where person_id = ${me} and place = ${place}`);
      return { updatedAt: null };
    }
    // One after the other, so that two hundred are two hundred.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`drafts ${me}`}, 0))`);
    const [kept] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from desk_drafts where person_id = ${me} and place <> ${place}`,
    );
    if ((kept?.n ?? 0) >= mostDrafts)
      throw new AppError("refused", `You have ${mostDrafts} texts that were not sent. Send or empty some first.`, {
        words: "desk-more.refused.too_many_drafts",
      });
    await tx.execute(sql`insert into desk_drafts (person_id, place, body, updated_at) values (${me}, ${place}, ${body}, ${now})
      on conflict (person_id, place) do update set body = excluded.body, updated_at = excluded.updated_at`);
    return { updatedAt: now };
  });
}

/** The job: drafts that nobody touched for sixty days go. @returns how many went. */
export async function forgetOldDrafts(ctx: Context): Promise<number> {
  requirePermission(ctx, "report.read");
  return await withTransaction(ctx, async (tx) => {
    const gone = await tx.execute(
      sql`delete from desk_drafts where updated_at < now() - make_interval(days => ${draftDays}) returning 1`,
    );
    if (gone.length > 0)
      await writeAudit(tx, ctx, {
        action: "draft.forget",
        objectType: "draft",
        objectId: "old",
        detail: { count: gone.length },
      });
    return gone.length;
  });
}
