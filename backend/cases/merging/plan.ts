// What a merge would do, worked out from the database under the eyes of who asks: the same plan serves the preview and the act.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { judgePersons } from "../restriction/store.ts";
import { list } from "../store.ts";
import { type Blocker, type Choice, type PartName, partNames } from "./model.ts";
import { decideEffects, type Effects, findBlockers } from "./rules.ts";
import { type CaseSide, completeChoice, countPart } from "./store.ts";

export interface Plan {
  choice: Choice;
  moves: { part: PartName; count: number }[];
  stays: { part: PartName; count: number }[];
  effects: Effects;
  /** Open conflicts of interest in the source that will hold for the target as well. */
  conflicts: { personId: string; reason: string; declaredBy: string }[];
  isPointer: boolean;
  blockers: Blocker[];
}

/** `target` null: a new case, made after the source. */
export async function planMove(
  tx: Tx,
  ctx: Context,
  source: CaseSide,
  target: CaseSide | null,
  asked: Choice,
): Promise<Plan> {
  const actorId = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  const choice = await completeChoice(tx, source.id, asked);
  const moves: Plan["moves"] = [];
  const stays: Plan["stays"] = [];
  for (const part of partNames) {
    const { all, moving } = await countPart(tx, part, source.id, target?.id ?? null, choice[part]);
    if (moving > 0) moves.push({ part, count: moving });
    if (all > moving) stays.push({ part, count: all - moving });
  }
  const conflicts = await conflictsOf(tx, source.id, target?.id ?? null);
  const owner = target?.ownerId ?? null;
  const conflicted = owner === null ? new Set<string>() : (await judgePersons(tx, source.id, [owner])).conflicted;
  const effects = target
    ? decideEffects(source, target, actorId, conflicted)
    : {
        marking: source.marking,
        pap: source.pap,
        isRestricted: source.isRestricted,
        members: [...source.members],
        losing: [],
        ownerId: actorId === "" ? null : actorId,
      };
  const isGlassOpen = target !== null && source.isRestricted && (await hasOpenGlass(tx, target.id, effects.members));
  const chosen = moves.reduce((sum, { count }) => sum + count, 0);
  const isPointer = target !== null && !stays.some(({ part }) => part === "reports");
  return {
    choice,
    moves,
    stays,
    effects,
    conflicts,
    isPointer,
    blockers: findBlockers({ source, target, actorId, chosen, isPointer, isGlassOpen }),
  };
}

async function conflictsOf(tx: Tx, sourceId: string, targetId: string | null): Promise<Plan["conflicts"]> {
  const rows = await tx.execute<Plan["conflicts"][number] & Record<string, unknown>>(
    sql`select c.person_id as "personId", c.reason, c.declared_by as "declaredBy" from conflicts c where c.case_id = ${sourceId} and c.ended_at is null
      and not exists (select 1 from conflicts o where o.case_id = ${targetId}::uuid and o.person_id = c.person_id and o.ended_at is null) order by c.id`,
  );
  return [...rows];
}

async function hasOpenGlass(tx: Tx, caseId: string, members: readonly string[]): Promise<boolean> {
  const outside = members.length === 0 ? sql`true` : sql`g.person_id not in (${list(members)})`;
  const rows = await tx.execute(
    sql`select 1 from glass_openings g where g.case_id = ${caseId} and g.expires_at > now() and ${outside} limit 1`,
  );
  return rows.length > 0;
}
