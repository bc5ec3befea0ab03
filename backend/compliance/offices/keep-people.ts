// Members of the plenary, and conflicts of interest of officers and members.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { AddMember, DeclareOfficeConflict, EndMember, EndOfficeConflict } from "./model.ts";
import { askerOf, requireEntity } from "./store.ts";

export async function addMember(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "authority.decide");
  const { name, sinceDay, personId } = AddMember.parse(input);
  const { organisationId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    if (personId !== undefined && (await tx.execute(sql`select 1 from people where id = ${personId}`)).length === 0)
      throw notFound("person");
    await tx.execute(sql`insert into plenary_members (id, organisation_id, name, person_id, since_day, added_at)
      values (${id}, ${organisationId}, ${name}, ${personId ?? null}, ${sinceDay}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "office.add_member",
      objectType: "plenary_member",
      objectId: id,
      detail: { sinceDay },
    });
    return { id };
  });
}

/** @throws AppError not_found; invalid when the end is before the beginning, which the database holds. */
export async function endMember(ctx: Context, input: unknown): Promise<void> {
  requirePermission(ctx, "authority.decide");
  const { memberId, untilDay } = EndMember.parse(input);
  await withTransaction(ctx, async (tx) => {
    const ended = await tx.execute(
      sql`update plenary_members set until_day = ${untilDay} where id = ${memberId} and since_day <= ${untilDay} returning id`,
    );
    if (ended.length === 0) throw notFound("member");
    await writeAudit(tx, ctx, {
      action: "office.end_member",
      objectType: "plenary_member",
      objectId: memberId,
      detail: { untilDay },
    });
  });
}

/** Anybody declares the own one; the head those of others. From then on the database hides the entity's matters from them. @throws AppError conflict when it is declared already. */
export async function declareOfficeConflict(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "authority.work");
  const asked = DeclareOfficeConflict.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  const whom = asked.memberId === undefined ? (asked.personId ?? personId) : null;
  if (whom !== personId) requirePermission(ctx, "authority.decide");
  return await withTransaction(ctx, async (tx) => {
    await requireEntity(tx, asked.constituentId);
    const known =
      whom === null
        ? await tx.execute(sql`select 1 from plenary_members where id = ${asked.memberId ?? null}`)
        : await tx.execute(
            sql`select 1 from role_grants where person_id = ${whom} and organisation_id = ${organisationId} and revoked_at is null`,
          );
    if (known.length === 0) throw notFound(whom === null ? "member" : "person");
    const id = newId(ctx.now());
    const written =
      await tx.execute(sql`insert into office_conflicts (id, organisation_id, person_id, member_id, constituent_id, reason, declared_by, declared_at)
      values (${id}, ${organisationId}, ${whom}, ${asked.memberId ?? null}, ${asked.constituentId}, ${asked.reason}, ${personId}, ${ctx.now().toISOString()}::timestamptz)
      on conflict (organisation_id, person_id, member_id, constituent_id) where ended_at is null do nothing`);
    if (written.count === 0)
      throw new AppError("conflict", "This conflict of interest is declared already.", {
        words: "inspections.refusal.conflict_known",
      });
    await writeAudit(tx, ctx, {
      action: "office.declare_conflict",
      objectType: "office_conflict",
      objectId: id,
      detail: { constituentId: asked.constituentId },
    });
    return { id };
  });
}

/** By the head, and never by whom it concerns. */
export async function endOfficeConflict(ctx: Context, input: unknown): Promise<void> {
  requirePermission(ctx, "authority.decide");
  const { conflictId } = EndOfficeConflict.parse(input);
  const { personId } = askerOf(ctx);
  await withTransaction(ctx, async (tx) => {
    const ended =
      await tx.execute(sql`update office_conflicts set ended_by = ${personId}, ended_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${conflictId} and ended_at is null and person_id is distinct from ${personId}::uuid returning id`);
    if (ended.length === 0) throw notFound("conflict of interest");
    await writeAudit(tx, ctx, { action: "office.end_conflict", objectType: "office_conflict", objectId: conflictId });
  });
}
