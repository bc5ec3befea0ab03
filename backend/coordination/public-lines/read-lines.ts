// Lines and press contacts for the desk; and for everybody what two persons let go, with what was withdrawn shown as withdrawn.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { releasesOf } from "../four-eyes/list-releases.ts";
import type { LinesPage, LineView, PublicStatements } from "./model.ts";

const nameOf = (column: SQL) => sql`(select who.name from people who where who.id = ${column})`;

/** The newest 100 lines, who speaks, the press list, and crises that a line can belong to. */
export async function readLines(ctx: Context): Promise<LinesPage> {
  requirePermission(ctx, "line.write");
  const at = ctx.now().toISOString();
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<Omit<LineView, "releases"> & Record<string, unknown>>(sql`
      select p.id, p.crisis_id as "crisisId", c.reference as "crisisReference", p.texts, ${iso(sql`p.valid_from`)} as "validFrom", ${iso(sql`p.valid_until`)} as "validUntil",
        p.state, p.version, ${nameOf(sql`p.created_by`)} as "createdBy", ${iso(sql`p.published_at`)} as "publishedAt", ${iso(sql`p.withdrawn_at`)} as "withdrawnAt",
        ${nameOf(sql`p.withdrawn_by`)} as "withdrawnBy", p.withdrawn_why as "withdrawnWhy",
        exists (select 1 from toguna_public_lines(${at}::timestamptz) l where l.id = p.id and l.is_now) as "isShown"
      from public_lines p left join crises c on c.id = p.crisis_id order by p.created_at desc, p.id desc limit 100`);
    const lines: LineView[] = [];
    for (const row of rows) lines.push({ ...row, releases: await releasesOf(tx, "public_line", row.id) });
    const people = await tx.execute<LinesPage["people"][number] & Record<string, unknown>>(sql`
      select id, kind, name, place, topics, email, phone, languages, is_public as "isPublic" from press_people where ended_at is null order by kind desc, name, id limit 500`);
    const crises = await tx.execute<LinesPage["crises"][number] & Record<string, unknown>>(
      sql`select id, reference, title from crises where closed_at is null order by opened_at desc`,
    );
    return { lines, people, crises };
  });
}

/** For everybody: what is said now first, then what was said and what was withdrawn. */
export async function readPublicStatements(ctx: Context): Promise<PublicStatements> {
  const at = ctx.now().toISOString();
  return await readOnly(
    ctx,
    async (tx) => ({
      lines: await tx.execute<PublicStatements["lines"][number] & Record<string, unknown>>(sql`
        select id, texts, ${iso(sql`valid_from`)} as "validFrom", ${iso(sql`valid_until`)} as "validUntil", ${iso(sql`withdrawn_at`)} as "withdrawnAt",
          level_names as "levelNames", is_now as "isNow" from toguna_public_lines(${at}::timestamptz)`),
      speakers: await tx.execute<PublicStatements["speakers"][number] & Record<string, unknown>>(
        sql`select id, name, place, topics, email, phone, languages from toguna_public_speakers()`,
      ),
    }),
    "intake",
  );
}
