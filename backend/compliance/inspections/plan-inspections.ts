// From the list by risk to a plan that the head approves: each entity becomes an inspection with the score that it was planned for.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { holdsText, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type LoadedPack, loadPack } from "../law/index.ts";
import { addStep, askerOf, dayOf, iso, nextReference, readProfileOf, requireEntity } from "../offices/store.ts";
import { bindPlan, DecidePlan, PlanInspection, ProposePlan, type RiskFacts, type RiskFactor } from "./model.ts";
import { scoreRisk } from "./score-risk.ts";

export interface RiskyEntity {
  id: string;
  reference: string;
  name: string;
  sector: string;
  classes: string[];
  score: number;
  factors: RiskFactor[];
  lastInspectedOn: string | null;
}

/** The entities of the remit, the most urgent first, each with the reasons. Whose matters are hidden from the asker are not there. */
export async function listEntitiesByRisk(
  ctx: Context,
  only: { search?: string; constituentId?: string } = {},
): Promise<RiskyEntity[]> {
  requirePermission(ctx, "authority.read");
  return await readOnly(ctx, async (tx) => await scoreEntities(tx, dayOf(ctx), only));
}

async function scoreEntities(
  tx: Tx,
  today: string,
  only: { search?: string; constituentId?: string },
): Promise<RiskyEntity[]> {
  const wanted = only.search?.trim() ?? "";
  const rows = await tx.execute<
    RiskFacts & { id: string; reference: string; name: string; classes: string[] } & Record<string, unknown>
  >(sql`
    select c.id, c.reference, c.name, c.sector, c.classes, (select z.amount::int from constituent_sizes z where z.constituent_id = c.id and z.kind = 'staff' order by z.as_of desc, z.recorded_at desc limit 1) as staff,
      (select max(i.opened_at)::date::text from inspections i where i.constituent_id = c.id) as "lastInspectedOn",
      (select count(*)::int from matters m where m.constituent_id = c.id and m.state <> 'closed') as "openMatters",
      (select count(*)::int from filing_parts f where f.constituent_id = c.id and f.lateness = 'late' and f.standing <> 'disowned') as "lateFilings",
      (select count(*)::int from complaints k where k.constituent_id = c.id and k.received_at > now() - interval '1 year' and k.state <> 'inadmissible') as complaints
    from constituents c where c.ended_at is null and (${wanted} = '' or ${holdsText(wanted, sql`c.name`, sql`c.reference`)})
      and (${only.constituentId ?? null}::uuid is null or c.id = ${only.constituentId ?? null}::uuid)`);
  return rows
    .map(({ id, reference, name, sector, classes, ...facts }) => ({
      id,
      reference,
      name,
      sector,
      classes,
      lastInspectedOn: facts.lastInspectedOn,
      ...scoreRisk({ sector, classes, ...facts }, today),
    }))
    .toSorted((a, b) => b.score - a.score || a.name.localeCompare(b.name));
}

/** A pack of those that the authority enforces. @throws AppError invalid_input. */
async function requirePack(tx: Tx, organisationId: string, packId: string): Promise<LoadedPack> {
  const { packs } = await readProfileOf(tx, organisationId);
  if (!packs.includes(packId))
    throw invalidInput([
      {
        path: "packId",
        message:
          packs.length === 0
            ? "Expected the authority's laws to be named on its page first."
            : `Expected one of ${packs.join(", ")}.`,
      },
    ]);
  return loadPack(packId);
}

interface NewInspection {
  organisationId: string;
  constituentId: string;
  state: "proposed" | "planned";
  reason: string;
  plannedOn: string | null;
  planId: string | null;
  complaintId: string | null;
  pin: LoadedPack["pin"];
}

async function insertInspection(
  tx: Tx,
  ctx: Context,
  given: NewInspection,
): Promise<{ id: string; reference: string }> {
  const { id, reference } = {
    id: newId(ctx.now()),
    reference: await nextReference(tx, ctx, given.organisationId, "inspection"),
  };
  const [risk] = await scoreEntities(tx, dayOf(ctx), { constituentId: given.constituentId });
  const snapshot = { score: risk?.score ?? 0, factors: risk?.factors ?? [] };
  await tx.execute(sql`insert into inspections (id, reference, organisation_id, constituent_id, plan_id, complaint_id, risk, reason, planned_on, state, pack_id, pack_version, pack_sha256)
    values (${id}, ${reference}, ${given.organisationId}, ${given.constituentId}, ${given.planId}, ${given.complaintId}, ${JSON.stringify(snapshot)}::jsonb, ${given.reason},
      ${given.plannedOn}, ${given.state}, ${given.pin.id}, ${given.pin.version}, ${given.pin.sha256})`);
  await addStep(tx, ctx, 0, {
    organisationId: given.organisationId,
    constituentId: given.constituentId,
    subjectKind: "inspection",
    subjectId: id,
    kind: "plan",
    side: "authority",
    detail: { reason: given.reason, score: snapshot.score },
  });
  return { id, reference };
}

/** @throws AppError invalid_input naming the entity that is not of the remit. */
export async function proposePlan(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "authority.work");
  const plan = ProposePlan.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const { pin } = await requirePack(tx, organisationId, plan.packId);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into inspection_plans (id, organisation_id, title, from_day, until_day, state, made_by, made_at)
      values (${id}, ${organisationId}, ${plan.title}, ${plan.fromDay}, ${plan.untilDay}, 'proposed', ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
    for (const constituentId of new Set(plan.constituentIds)) {
      await requireEntity(tx, constituentId);
      await insertInspection(tx, ctx, {
        organisationId,
        constituentId,
        state: "proposed",
        reason: plan.title,
        plannedOn: plan.untilDay,
        planId: id,
        complaintId: null,
        pin,
      });
    }
    await writeAudit(tx, ctx, {
      action: "inspection.propose_plan",
      objectType: "inspection_plan",
      objectId: id,
      detail: { entities: plan.constituentIds.length },
    });
    return { id };
  });
}

/** By the head, never by whom it was made. Refused plans take their inspections with them. @throws AppError refused, conflict, step_up_required. */
export async function decidePlan(ctx: Context, input: unknown): Promise<void> {
  requirePermission(ctx, "authority.decide");
  const { planId, isApproved, reason } = DecidePlan.parse(input);
  const { personId } = askerOf(ctx);
  await withTransaction(ctx, async (tx) => {
    const [plan] = await tx.execute<{ state: string; made_by: string }>(
      sql`select state, made_by from inspection_plans where id = ${planId} for update`,
    );
    if (!plan) throw notFound("plan");
    await requireStepUp(tx, ctx, bindPlan(planId));
    if (plan.state !== "proposed")
      throw new AppError("conflict", "This plan is decided already.", { words: "inspections.refusal.plan_decided" });
    if (plan.made_by === personId)
      throw new AppError("refused", "Somebody else made the plan that one approves.", {
        words: "inspections.refusal.own_plan",
      });
    await tx.execute(sql`update inspection_plans set state = ${isApproved ? "approved" : "refused"}, decided_by = ${personId}, decided_at = ${ctx.now().toISOString()}::timestamptz,
      reason = ${reason} where id = ${planId}`);
    await tx.execute(
      sql`update inspections set state = ${isApproved ? "planned" : "cancelled"}, version = version + 1 where plan_id = ${planId} and state = 'proposed'`,
    );
    await writeAudit(tx, ctx, {
      action: "inspection.decide_plan",
      objectType: "inspection_plan",
      objectId: planId,
      detail: { isApproved, reason },
    });
  });
}

/** One inspection beside the plan: upon a complaint, or what became known. */
export async function planInspection(ctx: Context, input: unknown): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "authority.work");
  const asked = PlanInspection.parse(input);
  const { organisationId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const { pin } = await requirePack(tx, organisationId, asked.packId);
    await requireEntity(tx, asked.constituentId);
    if (
      asked.complaintId !== undefined &&
      (
        await tx.execute(
          sql`select 1 from complaints where id = ${asked.complaintId} and constituent_id = ${asked.constituentId}`,
        )
      ).length === 0
    )
      throw invalidInput([{ path: "complaintId", message: "Expected a complaint about this entity." }]);
    const made = await insertInspection(tx, ctx, {
      organisationId,
      constituentId: asked.constituentId,
      state: "planned",
      reason: asked.reason,
      plannedOn: asked.plannedOn ?? null,
      planId: null,
      complaintId: asked.complaintId ?? null,
      pin,
    });
    await writeAudit(tx, ctx, {
      action: "inspection.plan",
      objectType: "inspection",
      objectId: made.id,
      detail: { reference: made.reference },
    });
    return made;
  });
}

export interface PlanView {
  id: string;
  title: string;
  fromDay: string;
  untilDay: string;
  state: string;
  madeBy: string;
  isOwn: boolean;
  madeAt: string;
  reason: string | null;
  inspections: { id: string; reference: string; entity: string; score: number; factors: RiskFactor[] }[];
}

export async function listPlans(ctx: Context): Promise<PlanView[]> {
  requirePermission(ctx, "authority.read");
  const { personId } = askerOf(ctx);
  return await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<
        PlanView & Record<string, unknown>
      >(sql`select l.id, l.title, l.from_day::text as "fromDay", l.until_day::text as "untilDay", l.state, coalesce(p.name, '') as "madeBy",
        l.made_by = ${personId}::uuid as "isOwn", ${iso(sql`l.made_at`)} as "madeAt", l.reason,
        coalesce((select json_agg(json_build_object('id', i.id, 'reference', i.reference, 'entity', c.name, 'score', coalesce((i.risk ->> 'score')::int, 0),
          'factors', coalesce(i.risk -> 'factors', '[]')) order by coalesce((i.risk ->> 'score')::int, 0) desc)
          from inspections i join constituents c on c.id = i.constituent_id where i.plan_id = l.id), '[]') as inspections
      from inspection_plans l left join people p on p.id = l.made_by order by l.made_at desc limit 200`),
  );
}
