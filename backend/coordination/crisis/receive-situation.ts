// A recipient reads a situation report and says so: in the own room after signing in, or by a link, confirmed with a button and never by a mere look.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { SentSituation, SituationLinkView } from "./model.ts";
import { deliveryOfLink } from "./situation-link.ts";

const byLink = (ctx: Context): Context =>
  makeContext(ctx, { kind: "system", job: "situation.confirm_by_link" }, ctx.requestId);

/** What was sent to the asker, the newest first; of an authority nothing else is there. */
export async function listSentToMe(ctx: Context): Promise<SentSituation[]> {
  requirePermission(ctx, "situation.read");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<SentSituation & Record<string, unknown>>(sql`
      select s.id, c.reference, c.title, s.number, s.marking, s.parts, s.figures, s.level_names as "levelNames", ${iso(sql`s.frozen_at`)} as "frozenAt", s.is_late as "isLate",
        ${iso(sql`d.opened_at`)} as "openedAt", ${iso(sql`d.confirmed_at`)} as "confirmedAt"
      from situation_deliveries d join situation_reports s on s.id = d.situation_id join crises c on c.id = s.crisis_id
      where d.person_id = ${personOf(ctx)} order by s.frozen_at desc limit 200`)),
  ]);
}

/** The page shows it to its reader: noted once. @throws not_found where it was not sent to the asker. */
export async function noteOpened(ctx: Context, situationId: string): Promise<void> {
  requirePermission(ctx, "situation.read");
  await give(ctx, situationId, false);
}

/** "I have read it", once. @throws not_found where it was not sent to the asker. */
export async function confirmSituation(ctx: Context, situationId: string): Promise<void> {
  requirePermission(ctx, "situation.read");
  await give(ctx, situationId, true);
}

async function give(ctx: Context, situationId: string, isConfirmed: boolean): Promise<void> {
  requirePermission(ctx, "situation.read");
  if (!isId(situationId)) throw notFound("situation report");
  const at = sql`${ctx.now().toISOString()}::timestamptz`;
  await withTransaction(ctx, async (tx) => {
    const [mine] = await tx.execute<{ id: string; crisisId: string; isOpened: boolean; isConfirmed: boolean }>(sql`
      select d.id, s.crisis_id as "crisisId", d.opened_at is not null as "isOpened", d.confirmed_at is not null as "isConfirmed"
      from situation_deliveries d join situation_reports s on s.id = d.situation_id
      where d.situation_id = ${situationId} and d.person_id = ${personOf(ctx)} for update of d`);
    if (!mine) throw notFound("situation report");
    if (isConfirmed ? mine.isConfirmed : mine.isOpened) return;
    await tx.execute(sql`update situation_deliveries set opened_at = coalesce(opened_at, ${at}),
      confirmed_at = ${isConfirmed ? at : sql`null`}, confirmed_via = ${isConfirmed ? "room" : null} where id = ${mine.id}`);
    await writeAudit(tx, ctx, {
      action: isConfirmed ? "crisis.confirm_report" : "crisis.open_report",
      objectType: "crisis",
      objectId: mine.crisisId,
      detail: { situationId },
    });
  });
}

/** Undefined where the link is not ours. Looking confirms nothing: machines open links in mails. */
export async function readSituationLink(ctx: Context, token: string): Promise<SituationLinkView | undefined> {
  const deliveryId = deliveryOfLink(ctx, token);
  if (deliveryId === undefined) return undefined;
  const [row] = await readOnly(
    byLink(ctx),
    async (tx) =>
      await tx.execute<
        SituationLinkView & Record<string, unknown>
      >(sql`select c.reference, s.number, ${iso(sql`s.frozen_at`)} as "frozenAt", p.language,
          ${iso(sql`d.confirmed_at`)} as "confirmedAt"
        from situation_deliveries d join situation_reports s on s.id = d.situation_id join crises c on c.id = s.crisis_id
          join correspondents p on p.id = d.correspondent_id where d.id = ${deliveryId}`),
  );
  return row;
}

/** @returns false for a link that is not ours. Confirming twice is confirming. */
export async function confirmByLink(ctx: Context, token: string): Promise<boolean> {
  const deliveryId = deliveryOfLink(ctx, token);
  if (deliveryId === undefined) return false;
  const asking = byLink(ctx);
  requirePermission(asking, "situation.read");
  return await withTransaction(asking, async (tx) => {
    const [one] = await tx.execute<{ crisisId: string; situationId: string; isConfirmed: boolean }>(sql`
      select s.crisis_id as "crisisId", s.id as "situationId", d.confirmed_at is not null as "isConfirmed"
      from situation_deliveries d join situation_reports s on s.id = d.situation_id where d.id = ${deliveryId} and d.correspondent_id is not null for update of d`);
    if (!one) return false;
    if (one.isConfirmed) return true;
    const at = sql`${asking.now().toISOString()}::timestamptz`;
    await tx.execute(
      sql`update situation_deliveries set opened_at = coalesce(opened_at, ${at}), confirmed_at = ${at}, confirmed_via = 'link' where id = ${deliveryId}`,
    );
    await writeAudit(tx, asking, {
      action: "crisis.confirm_report",
      objectType: "crisis",
      objectId: one.crisisId,
      detail: { situationId: one.situationId, via: "link" },
    });
    return true;
  });
}

function personOf({ actor }: Context): string {
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a person reads situation reports.");
  return actor.personId;
}
