// What the desk reads of packs: an import before it is taken, and the packs that were, with their licence and author.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { iso, readOnly } from "../../../platform/db/index.ts";
import { notFound } from "../../../platform/errors/index.ts";
import type { ImportItem, ImportView, PackView } from "../model.ts";
import { personJson } from "../read-rule.ts";
import { trialHeads } from "../read-trial.ts";
import { readingScope } from "../store.ts";

type Row<Shape> = Shape & Record<string, unknown>;

/** @throws not_found */
export async function readImportView(ctx: Context, importId: string): Promise<ImportView> {
  requirePermission(ctx, "rule.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const [head] = await tx.execute<
        Row<Omit<ImportView, "items" | "counts">>
      >(sql`select id, file_name as "fileName", encode(sha256, 'hex') as sha256,
        state, error, ${iso(sql`asked_at`)} as "askedAt", ${iso(sql`accepted_at`)} as "acceptedAt", pack_id as "packId", licence, author
        from rule_imports where id = ${importId}`);
      if (!head) throw notFound("import");
      const items = await tx.execute<
        Row<ImportItem>
      >(sql`select number, path, kind, title, level, author, licence, names,
          jsonb_array_length(samples) as samples, status, problems, rule_id as "ruleId"
        from rule_import_items where import_id = ${importId} order by number`);
      const count = (status: ImportItem["status"]): number => items.filter((item) => item.status === status).length;
      const counts = { new: count("new"), changed: count("changed"), same: count("same"), refused: count("refused") };
      return { ...head, counts, items: [...items] };
    },
    readingScope(ctx.actor.kind),
  );
}

/** Newest first, at most 500. */
export async function listPacks(ctx: Context): Promise<{ packs: PackView[] }> {
  requirePermission(ctx, "rule.read");
  return { packs: await readPackViews(ctx) };
}

/** @throws not_found */
export async function readPackView(ctx: Context, packId: string): Promise<PackView> {
  requirePermission(ctx, "rule.read");
  const [pack] = await readPackViews(ctx, packId);
  if (!pack) throw notFound("pack");
  return pack;
}

async function readPackViews(ctx: Context, packId?: string): Promise<PackView[]> {
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const counts = ["draft", "test", "active", "quarantined", "retired"].map(
    (state) => sql`${state}::text, count(*) filter (where r.state = ${state})`,
  );
  return await readOnly(
    ctx,
    async (tx) => {
      const rows = await tx.execute<
        Row<Omit<PackView, "lastTrial" | "can"> & { mine: number }>
      >(sql`select k.id, k.name, k.licence, k.author, k.source,
          k.file_name as "fileName", encode(k.sha256, 'hex') as sha256, ${personJson(sql`k.imported_by`)} as "importedBy", ${iso(sql`k.imported_at`)} as "importedAt",
          (select json_build_object(${sql.join(counts, sql`, `)}) from rules r where r.pack_id = k.id) as rules,
          (select count(*)::int from rule_publications p join rules r on r.id = p.rule_id where r.pack_id = k.id and p.state = 'waiting') as waiting,
          (select count(*)::int from rule_publications p join rules r on r.id = p.rule_id where r.pack_id = k.id and p.state = 'waiting'
            and (p.asked_by = ${me}::uuid or ${me}::uuid = any(p.written_by))) as mine
        from rule_packs k where ${packId === undefined ? sql`true` : sql`k.id = ${packId}`} order by k.imported_at desc, k.id limit 500`);
      const packs: PackView[] = [];
      for (const { mine, ...row } of rows) {
        const [lastTrial = null] = await trialHeads(tx, sql`t.pack_id = ${row.id}`, 1);
        const canWrite = may(ctx, "rule.write");
        packs.push({
          ...row,
          lastTrial,
          can: {
            startTrial: canWrite && row.rules.test > 0,
            ask: canWrite && row.rules.test > 0 && lastTrial?.state === "done",
            approve: may(ctx, "rule.approve") && row.waiting > 0 && mine === 0,
          },
        });
      }
      return packs;
    },
    readingScope(ctx.actor.kind),
  );
}
