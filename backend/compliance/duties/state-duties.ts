// What an entity says of itself for its duties: its role, thresholds and exceptions; what happened that starts or answers a clock; and taking that back.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { lawOfCountry } from "./law-of-country.ts";
import { AddDutyEvent, StateDuties } from "./model.ts";
import { readEntity } from "./read-entity.ts";

const personOf = (ctx: Context): string | null => (ctx.actor.kind === "person" ? ctx.actor.personId : null);

/** @throws conflict when somebody else changed it meanwhile. */
export async function stateDuties(ctx: Context, input: StateDuties): Promise<{ version: number }> {
  requirePermission(ctx, "duty.change");
  const { version, role, conditions } = StateDuties.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const entity = await readEntity(tx, ctx, now);
    const [written] = await tx.execute<{ version: number }>(
      sql`insert into duty_statements (constituent_id, organisation_id, role, conditions, changed_by, changed_at)
        values (${entity.id}, ${entity.organisationId}, ${role}, ${JSON.stringify(conditions)}::jsonb, ${personOf(ctx)}, ${now.toISOString()})
        on conflict (constituent_id) do update set role = excluded.role, conditions = excluded.conditions, changed_by = excluded.changed_by,
          changed_at = excluded.changed_at, version = duty_statements.version + 1 where duty_statements.version = ${version} returning version`,
    );
    if (!written || version > 0 !== written.version > 1)
      throw new AppError("conflict", "Somebody else changed this meanwhile. Read it again.", {
        words: "forms.conflict.changed",
      });
    const detail = { role, conditions };
    await writeAudit(tx, ctx, { action: "duty.state", objectType: "constituent", objectId: entity.id, detail });
    return written;
  });
}

/** @throws invalid_input for an event that the pack does not know or that lies ahead. */
export async function addDutyEvent(ctx: Context, input: AddDutyEvent): Promise<{ id: string }> {
  requirePermission(ctx, "duty.change");
  const { packId, event, happenedAt, note } = AddDutyEvent.parse(input);
  const now = ctx.now();
  return await withTransaction(ctx, async (tx) => {
    const entity = await readEntity(tx, ctx, now);
    const law = lawOfCountry(entity.profile.country);
    const loaded = law.packs.find(({ pin }) => pin.id === packId);
    if (!loaded)
      throw invalidInput([{ path: "packId", message: "Expected a pack of law that concerns this country." }]);
    const isKnown =
      law.events.has(event) || loaded.pack.obligations.some(({ stage }) => event === `${stage}.submitted`);
    if (!isKnown) throw invalidInput([{ path: "event", message: "Expected an event that this pack knows." }]);
    // An answer lies behind; a start such as a planned processing may lie ahead.
    if (event.endsWith(".submitted") && Date.parse(happenedAt) > now.getTime())
      throw invalidInput([{ path: "happenedAt", message: "Expected a time that has passed." }]);
    const id = newId(now);
    const { version, sha256 } = loaded.pin;
    await tx.execute(
      sql`insert into duty_events (id, constituent_id, organisation_id, pack_id, pack_version, pack_sha256, event, happened_at, note, recorded_by, recorded_at)
        values (${id}, ${entity.id}, ${entity.organisationId}, ${packId}, ${version}, ${sha256}, ${event}, ${happenedAt}, ${note}, ${personOf(ctx)}, ${now.toISOString()})`,
    );
    const detail = { packId, packVersion: version, event, happenedAt };
    await writeAudit(tx, ctx, { action: "duty.record_event", objectType: "duty_event", objectId: id, detail });
    return { id };
  });
}

/** It stays written down as withdrawn. @throws not_found, also for another entity's. */
export async function withdrawDutyEvent(ctx: Context, eventId: string): Promise<void> {
  requirePermission(ctx, "duty.change");
  await withTransaction(ctx, async (tx) => {
    const done = await tx.execute(
      sql`update duty_events set withdrawn_by = ${personOf(ctx)}, withdrawn_at = ${ctx.now().toISOString()}
        where id = ${eventId} and withdrawn_at is null returning id`,
    );
    if (done.length === 0) throw notFound("event");
    await writeAudit(tx, ctx, { action: "duty.withdraw_event", objectType: "duty_event", objectId: eventId });
  });
}
