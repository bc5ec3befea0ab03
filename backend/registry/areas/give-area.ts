// Gives a focal point charge of an area, and takes it back: from the next request on they read what lies there, or no longer.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { type FocalAreasView, type FocalAreaView, GiveArea, stepUpForArea } from "./model.ts";

/** @throws forbidden, step_up_required, not_found; invalid_input for an unknown or ended area, or somebody without the role; refused for oneself; conflict when given already. */
export async function giveArea(ctx: Context, input: GiveArea): Promise<{ id: string }> {
  requirePermission(ctx, "focal.give");
  const { personId, areaId } = GiveArea.parse(input);
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  if (me === personId)
    throw new AppError("refused", "Nobody gives an area to themselves.", { words: "areas.refusal.own" });
  return await withTransaction(ctx, async (tx) => {
    const [area] = await tx.execute<{ ended: boolean }>(
      sql`select ended_at is not null as ended from areas where id = ${areaId}`,
    );
    if (!area || area.ended)
      throw invalidInput([{ path: "areaId", message: "Expected an area of the register that has not ended." }]);
    const known = await tx.execute(sql`select 1 from people where id = ${personId}`);
    if (known.length === 0) throw notFound("person");
    const role = await tx.execute(sql`select 1 from role_grants g join people p on p.id = g.person_id
      where g.person_id = ${personId} and g.role = 'focal_point' and g.revoked_at is null and p.disabled_at is null`);
    if (role.length === 0)
      throw invalidInput([{ path: "personId", message: "Expected somebody with the role of regional focal point." }]);
    await requireStepUp(tx, ctx, stepUpForArea.give(personId, areaId));
    const id = newId(ctx.now());
    const made = await tx.execute(sql`insert into focal_areas (id, person_id, area_id, given_by, given_at)
      values (${id}, ${personId}, ${areaId}, ${me}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing returning id`);
    if (made.length === 0)
      throw new AppError("conflict", "This person has charge of this area already.", { words: "refusals.has_area" });
    await writeAudit(tx, ctx, {
      action: "focal_area.give",
      objectType: "person",
      objectId: personId,
      detail: { areaId },
    });
    return { id };
  });
}

/** @throws forbidden, not_found for one that ended already. */
export async function endArea(ctx: Context, chargeId: string): Promise<void> {
  requirePermission(ctx, "focal.give");
  if (!isId(chargeId)) throw notFound("charge of an area");
  await withTransaction(ctx, async (tx) => {
    const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    const [ended] = await tx.execute<{ personId: string; areaId: string }>(sql`update focal_areas
      set ended_at = ${ctx.now().toISOString()}::timestamptz, ended_by = ${me} where id = ${chargeId} and ended_at is null
      returning person_id as "personId", area_id as "areaId"`);
    if (!ended) throw notFound("charge of an area");
    const { personId, areaId } = ended;
    await writeAudit(tx, ctx, {
      action: "focal_area.end",
      objectType: "person",
      objectId: personId,
      detail: { areaId },
    });
  });
}

/** Who has charge of what now, and everybody who could. @throws forbidden. */
export async function listFocalAreas(ctx: Context): Promise<FocalAreasView> {
  requirePermission(ctx, "focal.give");
  return await readOnly(ctx, async (tx) => {
    const charges = await tx.execute<FocalAreaView & Record<string, unknown>>(sql`
      select f.id, json_build_object('id', p.id, 'name', p.name) as person, f.area_id as "areaId", a.names as "areaNames", ${iso(sql`f.given_at`)} as "givenAt",
        coalesce((select o.name from role_grants g join organisations o on o.id = g.organisation_id
          where g.person_id = p.id and g.role = 'focal_point' and g.revoked_at is null limit 1), '') as organisation
      from focal_areas f join people p on p.id = f.person_id join areas a on a.id = f.area_id where f.ended_at is null order by p.name, f.area_id`);
    const people = await tx.execute<FocalAreasView["people"][number] & Record<string, unknown>>(sql`
      select distinct p.id, p.name, o.name as organisation from people p join role_grants g on g.person_id = p.id join organisations o on o.id = g.organisation_id
      where g.role = 'focal_point' and g.revoked_at is null and p.disabled_at is null order by p.name`);
    return { charges: [...charges], people: [...people] };
  });
}
