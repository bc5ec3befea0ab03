// Adds to the timeline of an incident and changes what stands there.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { personOf } from "../store.ts";
import { openCaseOf, openCaseOfPart } from "../work/open-case-of.ts";
import { decideSeen, refusal } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { AddEvent, ChangeEvent, eventLimits } from "./model.ts";
import { countEvents, writeLinks } from "./store.ts";

function decideSpan(happenedAt: string, endedAt: string | null): void {
  if (endedAt !== null && Date.parse(endedAt) < Date.parse(happenedAt))
    throw invalidInput([{ path: "endedAt", message: "Expected a time that is not before the beginning." }]);
}

/** @throws refused when the case is closed or its timeline full; invalid_input for an end before the beginning or a link to nothing of this case; not_found. */
export async function addEvent(ctx: Context, input: AddEvent): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { caseId, links, ...event } = AddEvent.parse(input);
  decideSpan(event.happenedAt, event.endedAt);
  return await withTransaction(ctx, async (tx) => {
    await openCaseOf(tx, caseId);
    if ((await countEvents(tx, caseId)) >= eventLimits.events)
      throw refusal("too_many_events", "A timeline takes 2,000 entries.");
    const [eventId, now] = [newId(ctx.now()), ctx.now().toISOString()];
    await tx.execute(sql`insert into case_events (id, case_id, happened_at, ended_at, zone, is_approximate, category, title, body, source, created_by, created_at, changed_by, changed_at)
      values (${eventId}, ${caseId}, ${event.happenedAt}, ${event.endedAt}, ${event.zone}, ${event.isApproximate}, ${event.category}, ${event.title}, ${event.body},
        ${event.source}, ${personOf(ctx)}, ${now}, ${personOf(ctx)}, ${now})`);
    await writeLinks(tx, ctx, { caseId, eventId }, links);
    await writeAudit(tx, ctx, {
      action: "case.add_event",
      objectType: "case",
      objectId: caseId,
      detail: { eventId, happenedAt: event.happenedAt, title: event.title },
    });
    return { id: eventId, version: 1 };
  });
}

/** @throws conflict; refused when the case is closed; invalid_input; not_found. */
export async function changeEvent(ctx: Context, input: ChangeEvent): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { eventId, version, links, isRemoved, ...asked } = ChangeEvent.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await openCaseOfPart(tx, "case_events", eventId, "entry");
    const [before] = await tx.execute<{ happenedAt: string; endedAt: string | null; version: number }>(
      sql`select ${iso(sql`happened_at`)} as "happenedAt", ${iso(sql`ended_at`)} as "endedAt", version from case_events where id = ${eventId}`,
    );
    if (!before) throw notFound("entry");
    decideSeen(before.version, version);
    decideSpan(asked.happenedAt ?? before.happenedAt, asked.endedAt === undefined ? before.endedAt : asked.endedAt);
    const now = ctx.now().toISOString();
    const changes: SQL[] = [sql`changed_by = ${personOf(ctx)}, changed_at = ${now}, version = version + 1`];
    if (asked.happenedAt !== undefined) changes.push(sql`happened_at = ${asked.happenedAt}`);
    if (asked.endedAt !== undefined) changes.push(sql`ended_at = ${asked.endedAt}`);
    if (asked.zone !== undefined) changes.push(sql`zone = ${asked.zone}`);
    if (asked.isApproximate !== undefined) changes.push(sql`is_approximate = ${asked.isApproximate}`);
    if (asked.category !== undefined) changes.push(sql`category = ${asked.category}`);
    if (asked.title !== undefined) changes.push(sql`title = ${asked.title}`);
    if (asked.body !== undefined) changes.push(sql`body = ${asked.body}`);
    if (asked.source !== undefined) changes.push(sql`source = ${asked.source}`);
    if (isRemoved !== undefined) changes.push(sql`removed_at = ${isRemoved ? now : null}`);
    await tx.execute(sql`update case_events set ${sql.join(changes, sql`, `)} where id = ${eventId}`);
    if (links) await writeLinks(tx, ctx, { caseId, eventId }, links);
    const { title: _title, body: _body, ...told } = asked;
    await writeAudit(tx, ctx, {
      action: "case.change_event",
      objectType: "case",
      objectId: caseId,
      detail: { eventId, ...told, ...(isRemoved === undefined ? {} : { isRemoved }) },
    });
    return { id: eventId, version: before.version + 1 };
  });
}
