// Destroys the content of rows (crypto-shredding): one asks with a reason, another approves with the passkey; salt and detail go, leaves and proofs stay.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { shredAct } from "../../platform/audit/proof/export.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { personJson } from "../store.ts";
import { AskShredding, bindShredding, type ShreddingView } from "./model.ts";

/** @throws not_found when no row has content about that object; conflict when it is asked for already. */
export async function askShredding(ctx: Context, input: AskShredding): Promise<{ id: string }> {
  requirePermission(ctx, "log.shred");
  const { objectType, objectId, reason } = AskShredding.parse(input);
  const personId = personOf(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [known] = await tx.execute<{ rows: number; asked: boolean }>(sql`select count(*)::int as rows, exists (
          select 1 from log_shreddings where object_type = ${objectType} and object_id = ${objectId} and approved_at is null) as asked
        from audit_log where object_type = ${objectType} and object_id = ${objectId} and shredded_by is null and action not like 'log.%'`);
      if (!known || known.rows === 0) throw notFound("row about this object");
      if (known.asked) throw new AppError("conflict", "This is asked for already.", { words: "log.refusal.asked" });
      const id = newId(ctx.now());
      await tx.execute(sql`insert into log_shreddings (id, object_type, object_id, reason, asked_by, asked_at)
        values (${id}, ${objectType}, ${objectId}, ${reason}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
      const detail = { objectType, objectId, reason };
      await writeAudit(tx, ctx, { action: "log.ask_shredding", objectType: "shredding", objectId: id, detail });
      return { id };
    },
    "system",
  );
}

/** @throws not_found, conflict when done already, refused for whoever asked, step_up_required. */
export async function approveShredding(ctx: Context, shreddingId: string): Promise<{ rows: number }> {
  requirePermission(ctx, "log.shred");
  if (!isId(shreddingId)) throw notFound("destruction");
  const personId = personOf(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [asked] = await tx.execute<{ askedBy: string; isDone: boolean }>(
        sql`select asked_by as "askedBy", approved_at is not null as "isDone" from log_shreddings where id = ${shreddingId} for update`,
      );
      if (!asked) throw notFound("destruction");
      if (asked.isDone) throw new AppError("conflict", "This was done already.", { words: "log.refusal.done" });
      if (asked.askedBy === personId)
        throw new AppError("refused", "Another administrator must approve what you asked for.", {
          words: "log.refusal.own",
        });
      await requireStepUp(tx, ctx, bindShredding(shreddingId));
      await tx.execute(sql`update log_shreddings set approved_by = ${personId}, approved_at = ${ctx.now().toISOString()}::timestamptz
        where id = ${shreddingId}`);
      const gone = await tx.execute<{ id: string }>(sql`select toguna_shred(${shreddingId}) as id`);
      await tx.execute(sql`update log_shreddings set rows = ${gone.length} where id = ${shreddingId}`);
      const detail = { askedBy: asked.askedBy, rows: gone.map(({ id }) => id) };
      await writeAudit(tx, ctx, { action: shredAct, objectType: "shredding", objectId: shreddingId, detail });
      return { rows: gone.length };
    },
    "system",
  );
}

/** Newest first, at most a hundred. */
export async function listShreddings(ctx: Context): Promise<{ rows: ShreddingView[] }> {
  requirePermission(ctx, "log.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Omit<ShreddingView, "can"> & Record<string, unknown>>(sql`
        select s.id, s.object_type as "objectType", s.object_id as "objectId", s.reason, ${personJson(sql`s.asked_by`)} as "askedBy",
          ${iso(sql`s.asked_at`)} as "askedAt", ${personJson(sql`s.approved_by`)} as "approvedBy", ${iso(sql`s.approved_at`)} as "approvedAt", s.rows,
          (select count(*)::int from audit_log l where l.object_type = s.object_type and l.object_id = s.object_id and l.shredded_by is null
            and l.action not like 'log.%') as "wouldDestroy"
        from log_shreddings s order by s.asked_at desc, s.id limit 100`),
    "system",
  );
  const { actor } = ctx;
  const mayShred = actor.kind === "person" && actor.roles.includes("administrator");
  return {
    rows: rows.map((row) => ({
      ...row,
      can: {
        approve: mayShred && row.approvedAt === null && actor.kind === "person" && actor.personId !== row.askedBy.id,
      },
    })),
  };
}

function personOf(ctx: Context): string {
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  return ctx.actor.personId;
}
