// Awareness campaigns and trainings, and who came, by group: counted from lists that stay where they are; no name is kept here.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { AddCampaign, type CampaignView, CountAttendance, type PublicTraining } from "./model.ts";

export async function addCampaign(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "review.change");
  const wanted = AddCampaign.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    if (wanted.areaId !== null) {
      const [area] = await tx.execute(sql`select 1 from areas where id = ${wanted.areaId}`);
      if (!area) throw invalidInput([{ path: "areaId", message: "No area has this name: choose one of the list." }]);
    }
    const id = newId(ctx.now());
    await tx.execute(sql`insert into campaigns (id, kind, name, area_id, starts_on, ends_on, wanted, note, added_by, added_at)
      values (${id}, ${wanted.kind}, ${wanted.name}, ${wanted.areaId}, ${wanted.startsOn}, ${wanted.endsOn}, ${wanted.wanted}, ${wanted.note}, ${personId},
        ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "campaign.add",
      objectType: "campaign",
      objectId: id,
      detail: { kind: wanted.kind },
    });
    return { id };
  });
}

/** @throws AppError not_found, invalid_input for a day outside the campaign or in the future. */
export async function countAttendance(ctx: Context, campaignId: string, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "review.change");
  const counted = CountAttendance.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const [campaign] = await tx.execute<{ starts_on: string; ends_on: string }>(
      sql`select starts_on::text, ends_on::text from campaigns where id = ${campaignId} and ended_at is null`,
    );
    if (!campaign) throw notFound("campaign");
    if (counted.heldOn < campaign.starts_on || counted.heldOn > campaign.ends_on)
      throw invalidInput([
        { path: "heldOn", message: `Expected a day from ${campaign.starts_on} to ${campaign.ends_on}.` },
      ]);
    if (counted.heldOn > ctx.now().toISOString().slice(0, 10))
      throw invalidInput([{ path: "heldOn", message: "Expected a day that is not in the future." }]);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into campaign_attendances (id, campaign_id, held_on, audience, women, men, unsaid, source, counted_by, counted_at)
      values (${id}, ${campaignId}, ${counted.heldOn}, ${counted.audience}, ${counted.women}, ${counted.men}, ${counted.unsaid}, ${counted.source}, ${personId},
        ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "campaign.count",
      objectType: "campaign",
      objectId: campaignId,
      detail: { people: counted.women + counted.men + counted.unsaid },
    });
    return { id };
  });
}

/** Takes a campaign that was entered by mistake off the lists; what was counted stays in reviews that are signed. */
export async function endCampaign(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "review.change");
  await withTransaction(ctx, async (tx) => {
    const ended = await tx.execute(
      sql`update campaigns set ended_at = ${ctx.now().toISOString()}::timestamptz where id = ${id} and ended_at is null returning id`,
    );
    if (ended.length === 0) throw notFound("campaign");
    await writeAudit(tx, ctx, { action: "campaign.end", objectType: "campaign", objectId: id, detail: {} });
  });
}

/** Puts a campaign that was taken off back on the lists. @throws AppError not_found for one that is on them. */
export async function restoreCampaign(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "review.change");
  await withTransaction(ctx, async (tx) => {
    const restored = await tx.execute(
      sql`update campaigns set ended_at = null where id = ${id} and ended_at is not null returning id`,
    );
    if (restored.length === 0) throw notFound("campaign off the lists");
    await writeAudit(tx, ctx, { action: "campaign.restore", objectType: "campaign", objectId: id, detail: {} });
  });
}

interface Row extends Record<string, unknown> {
  id: string;
  kind: CampaignView["kind"];
  name: string;
  areaId: string | null;
  startsOn: string;
  endsOn: string;
  wanted: number | null;
  note: string;
  women: number;
  men: number;
  unsaid: number;
  groups: CampaignView["groups"] | null;
}

/** The newest first. */
export async function listCampaigns(ctx: Context): Promise<CampaignView[]> {
  requirePermission(ctx, "review.read");
  return await readOnly(ctx, async (tx) => {
    const rows =
      await tx.execute<Row>(sql`select c.id, c.kind, c.name, c.area_id as "areaId", c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", c.wanted, c.note,
        coalesce(a.women, 0)::int as women, coalesce(a.men, 0)::int as men, coalesce(a.unsaid, 0)::int as unsaid, a.groups
      from campaigns c left join lateral (
        select sum(g.women) as women, sum(g.men) as men, sum(g.unsaid) as unsaid, jsonb_agg(jsonb_build_object('audience', g.audience, 'people', g.women + g.men + g.unsaid) order by g.audience) as groups
        from (select audience, sum(women) as women, sum(men) as men, sum(unsaid) as unsaid from campaign_attendances where campaign_id = c.id group by audience) g
      ) a on true where c.ended_at is null order by c.starts_on desc, c.id`);
    return rows.map((row) => ({ ...row, groups: row.groups ?? [] }));
  });
}

/** Trainings and campaigns that are not over, the next one first; for everybody. */
export async function listPublicTrainings(ctx: Context): Promise<PublicTraining[]> {
  const today = ctx.now().toISOString().slice(0, 10);
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<PublicTraining & Record<string, unknown>>(sql`select c.name, c.starts_on::text as "startsOn",
      c.ends_on::text as "endsOn", c.note, a.names as "areaNames" from campaigns c left join areas a on a.id = c.area_id
      where c.ended_at is null and c.ends_on >= ${today} order by c.starts_on, c.name limit 100`)),
  ]);
}
