// A situation report is frozen: its words and the figures of that instant, hashed into the log; the next draft is opened, and each recipient gets a receipt to give.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { countFigures } from "./count-figures.ts";
import { sendSituationJob } from "./deliver-situation.ts";
import { lockCrisis } from "./keep-crisis.ts";
import { FreezeSituation, lateMinutes, nextDue, remindMinutes, type SituationFigures } from "./model.ts";
import { leadersIn, mailPeople } from "./tell-people.ts";
import { type Draft, lockDraft, openDraft } from "./write-situation.ts";

/** Somebody freezes it before its time. @throws not_found; conflict on an older version, or when it is frozen. */
export async function freezeSituation(ctx: Context, situationId: string, input: FreezeSituation): Promise<void> {
  requirePermission(ctx, "crisis.work");
  const { version } = FreezeSituation.parse(input);
  const figures = await figuresOf(ctx, situationId);
  await withTransaction(ctx, async (tx) => {
    const draft = await lockDraft(tx, situationId, version);
    const frozen = await freeze(tx, ctx, draft, figures);
    await writeAudit(tx, ctx, entryOf(draft, frozen));
  });
}

/** By the clock: reminds before, freezes what is due, a late one as late. One that fails keeps no other waiting. */
export async function followClock(ctx: Context): Promise<void> {
  const now = ctx.now();
  const drafts = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string; dueAt: string; reportHours: number; isReminded: boolean }>(
        sql`select s.id, ${iso(sql`s.due_at`)} as "dueAt", c.report_hours as "reportHours", s.reminded_at is not null as "isReminded"
          from situation_reports s join crises c on c.id = s.crisis_id where s.state = 'draft' and c.closed_at is null
            and s.due_at <= ${new Date(now.getTime() + 3_600_000).toISOString()}::timestamptz order by s.due_at`,
      ),
  );
  for (const draft of drafts) {
    const dueMs = Date.parse(draft.dueAt);
    try {
      if (dueMs <= now.getTime()) await freezeDue(ctx, draft.id);
      else if (!draft.isReminded && dueMs - remindMinutes(draft.reportHours) * 60_000 <= now.getTime())
        await remind(ctx, draft.id);
    } catch (error) {
      ctx.log.error(
        { err: error, situationId: draft.id },
        "a situation report could not be frozen and will be tried again",
      );
    }
  }
}

async function freezeDue(ctx: Context, situationId: string): Promise<void> {
  requirePermission(ctx, "crisis.work");
  const figures = await figuresOf(ctx, situationId);
  await withTransaction(ctx, async (tx) => {
    const draft = await lockDraft(tx, situationId);
    if (Date.parse(draft.dueAt) > ctx.now().getTime()) return;
    const frozen = await freeze(tx, ctx, draft, figures);
    await writeAudit(tx, ctx, entryOf(draft, frozen));
  });
}

async function remind(ctx: Context, situationId: string): Promise<void> {
  requirePermission(ctx, "crisis.work");
  await withTransaction(ctx, async (tx) => {
    const draft = await lockDraft(tx, situationId);
    const crisis = await lockCrisis(tx, draft.crisisId);
    await mailPeople(tx, ctx, await leadersIn(tx), {
      key: "reminder",
      cause: `situation-reminder:${situationId}:${draft.dueAt}`,
      values: {
        reference: crisis.reference,
        number: draft.number,
        when: draft.dueAt.slice(0, 16).replace("T", " "),
      },
      path: `/desk/crises/${draft.crisisId}`,
    });
    await tx.execute(
      sql`update situation_reports set reminded_at = ${ctx.now().toISOString()}::timestamptz where id = ${situationId}`,
    );
    await writeAudit(tx, ctx, {
      action: "crisis.remind_report",
      objectType: "crisis",
      objectId: draft.crisisId,
      detail: { number: draft.number },
    });
  });
}

/** Under the system's scope, whoever freezes: every reader has the same numbers. */
async function figuresOf(ctx: Context, situationId: string): Promise<SituationFigures> {
  return await readOnly(
    ctx,
    async (tx) => {
      const [of] = isId(situationId)
        ? await tx.execute<{
            crisisId: string;
            hours: number;
          }>(sql`select s.crisis_id as "crisisId", c.report_hours as hours from situation_reports s
            join crises c on c.id = s.crisis_id where s.id = ${situationId}`)
        : [];
      if (!of) throw notFound("situation report");
      return await countFigures(tx, of.crisisId, ctx.now(), of.hours);
    },
    "system",
  );
}

interface Frozen {
  sha256: string;
  recipients: number;
  isLate: boolean;
}

function entryOf(draft: Draft, frozen: Frozen) {
  const detail = { number: draft.number, marking: draft.marking, ...frozen };
  return { action: "crisis.freeze_report", objectType: "crisis", objectId: draft.crisisId, detail };
}

async function freeze(tx: Tx, ctx: Context, draft: Draft, figures: SituationFigures): Promise<Frozen> {
  const now = ctx.now();
  const crisis = await lockCrisis(tx, draft.crisisId);
  const [level] = await tx.execute<{ names: unknown }>(
    sql`select names from crisis_levels where id = ${crisis.levelId}`,
  );
  const isLate = now.getTime() > Date.parse(draft.dueAt) + lateMinutes * 60_000;
  const { number, marking, parts } = draft;
  const content = { crisis: crisis.reference, number, marking, parts, figures, frozenAt: now.toISOString() };
  const sha256 = createHash("sha256").update(canonicalJson(content)).digest();
  await tx.execute(sql`update situation_reports set state = 'frozen', figures = ${JSON.stringify(figures)}::jsonb, level_names = ${JSON.stringify(level?.names ?? null)}::jsonb,
    frozen_at = ${now.toISOString()}::timestamptz, frozen_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, is_late = ${isLate}::boolean, sha256 = ${sha256},
    version = version + 1 where id = ${draft.id}`);
  await openDraft(tx, ctx, {
    crisisId: draft.crisisId,
    marking,
    dueAt: nextDue(new Date(draft.dueAt), crisis.reportHours, now),
  });
  const recipients = await makeDeliveries(tx, ctx, draft, crisis.reference);
  return { sha256: sha256.toString("hex"), recipients, isLate };
}

/** One a person or contact, however many ways lead to them. */
async function makeDeliveries(tx: Tx, ctx: Context, draft: Draft, reference: string): Promise<number> {
  const found = await tx.execute<{
    recipientId: string;
    kind: string;
    personId: string | null;
    correspondentId: string | null;
    name: string;
  }>(sql`
    select distinct on (f."personId", f."correspondentId") f.* from (
      select r.id as "recipientId", r.kind, p.id as "personId", null::uuid as "correspondentId", p.name, r.added_at as at from crisis_recipients r
        join role_grants g on g.revoked_at is null and ((r.kind = 'role' and g.role = r.role) or (r.kind = 'authority' and g.organisation_id = r.organisation_id and g.role in ('officer', 'officer_head')))
        join people p on p.id = g.person_id and p.disabled_at is null where r.crisis_id = ${draft.crisisId} and r.removed_at is null
      union all
      select r.id, r.kind, null, c.id, c.name, r.added_at from crisis_recipients r join correspondents c on c.id = r.correspondent_id
        where r.crisis_id = ${draft.crisisId} and r.removed_at is null and c.ended_at is null
    ) f order by f."personId", f."correspondentId", f.at`);
  for (const one of found) {
    const id = newId(ctx.now());
    await tx.execute(sql`insert into situation_deliveries (id, situation_id, recipient_id, person_id, correspondent_id, name, made_at)
      values (${id}, ${draft.id}, ${one.recipientId}, ${one.personId}, ${one.correspondentId}, ${one.name}, ${ctx.now().toISOString()}::timestamptz)`);
    if (one.correspondentId !== null)
      await addJob(tx, sendSituationJob, { deliveryId: id }, { key: `situation:${id}`, maxAttempts: 8 });
    else
      await mailPeople(tx, ctx, one.personId === null ? [] : [one.personId], {
        key: "situation",
        cause: `situation:${draft.id}`,
        values: { reference, number: draft.number },
        path: one.kind === "authority" ? "/office/situations" : `/desk/crises/${draft.crisisId}`,
      });
  }
  return found.length;
}
