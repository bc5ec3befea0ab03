// Everything beside names, contacts and networks that the register knows of one constituent: where it stands, how large it is, what it offers, needs and performs.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { accreditationsOf } from "../accreditations/read-accreditations.ts";
import { isReachable, TimeZone, WeeklyHours } from "../contacts/hours/model.ts";
import type { KeyView } from "../contacts/model.ts";
import { isTelecomService } from "../isic/model.ts";
import { functionsOf, relationsOf } from "../relations/read-relations.ts";
import { servicesOf } from "../services/read-services.ts";
import type { ConstituentDetails, ContactDetail, Kin } from "./details/model.ts";
import { readProfileAt } from "./read-profile.ts";

/** @throws forbidden, not_found. */
export async function readDetails(ctx: Context, constituentId: string): Promise<ConstituentDetails> {
  requirePermission(ctx, "registry.read");
  const now = ctx.now();
  return await readOnly(
    ctx,
    async (tx) => {
      const profile = await readProfileAt(tx, constituentId, now);
      if (!profile) throw notFound("constituent");
      return {
        above: (await kinOf(tx, constituentId, "above")).reverse(),
        below: await kinOf(tx, constituentId, "below"),
        branches: await branchesOf(tx, profile.branchAreaIds),
        isTelecomService: isTelecomService(profile.isic),
        sizes: profile.sizes,
        services: await servicesOf(tx, constituentId),
        relations: await relationsOf(tx, constituentId),
        functions: await functionsOf(tx, now.toISOString().slice(0, 10), constituentId),
        accreditations: await accreditationsOf(tx, ctx, constituentId),
        contacts: ctx.actor.kind === "person" ? await contactsOf(tx, constituentId, now) : null,
      };
    },
    "staff",
  );
}

async function kinOf(tx: Tx, id: string, way: "above" | "below"): Promise<Kin[]> {
  const rows = await tx.execute<Kin & Record<string, unknown>>(
    way === "above"
      ? sql`with recursive kin as (
          select p.id, p.reference, p.name, p.parent_id, 1 as depth from constituents c join constituents p on p.id = c.parent_id where c.id = ${id}
          union all select p.id, p.reference, p.name, p.parent_id, k.depth + 1 from kin k join constituents p on p.id = k.parent_id where k.depth < 50)
        select id, reference, name, depth from kin order by depth`
      : sql`with recursive kin as (
          select c.id, c.reference, c.name, 1 as depth, array[c.name || c.id::text] as path from constituents c where c.parent_id = ${id} and c.ended_at is null
          union all select c.id, c.reference, c.name, k.depth + 1, k.path || (c.name || c.id::text) from kin k join constituents c on c.parent_id = k.id
            where k.depth < 50 and c.ended_at is null)
        select id, reference, name, depth from kin order by path limit 200`,
  );
  return [...rows];
}

async function branchesOf(tx: Tx, ids: string[]): Promise<{ areaId: string; names: Record<string, string> }[]> {
  if (ids.length === 0) return [];
  const list = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  );
  const rows = await tx.execute<{ areaId: string; names: Record<string, string> }>(
    sql`select id as "areaId", names from areas where id in (${list}) order by id`,
  );
  return [...rows];
}

async function contactsOf(tx: Tx, constituentId: string, now: Date): Promise<ContactDetail[]> {
  const rows = await tx.execute<{
    id: string;
    version: number;
    weeklyHours: unknown;
    timeZone: string | null;
    safeChannelKind: string | null;
    safeChannelValue: string | null;
    anonymisedAt: string | null;
    keys: KeyView[];
  }>(sql`
    select k.id, k.version, k.weekly_hours as "weeklyHours", k.time_zone as "timeZone", k.safe_channel_kind as "safeChannelKind",
      k.safe_channel_value as "safeChannelValue", ${iso(sql`k.anonymised_at`)} as "anonymisedAt",
      coalesce((select jsonb_agg(jsonb_build_object('id', y.id, 'contactId', k.id, 'fingerprint', y.fingerprint, 'userIds', y.user_ids,
        'algorithm', y.algorithm, 'madeAt', ${iso(sql`y.made_at`)}, 'expiresAt', ${iso(sql`y.expires_at`)}, 'addedAt', ${iso(sql`y.added_at`)})
        order by y.added_at, y.id) from contact_keys y where y.contact_id = k.id and y.removed_at is null), '[]'::jsonb) as keys
    from contacts k where k.constituent_id = ${constituentId} order by k.created_at, k.id`);
  return rows.map((row) => {
    const weekly = weeklyOf(row.weeklyHours, row.timeZone);
    return {
      id: row.id,
      version: row.version,
      weekly,
      safeChannel:
        row.safeChannelKind !== null && row.safeChannelValue !== null
          ? { kind: row.safeChannelKind, value: row.safeChannelValue }
          : null,
      isReachableNow: weekly ? isReachable(weekly.hours, weekly.timeZone, now) : null,
      anonymisedAt: row.anonymisedAt,
      keys: row.keys.map((key) => ({ ...key, hasExpired: key.expiresAt !== null && new Date(key.expiresAt) <= now })),
    };
  });
}

/** Hours as they are kept; null where there are none, or where they are not ours. */
function weeklyOf(hours: unknown, timeZone: string | null): ContactDetail["weekly"] {
  const [parsed, zone] = [WeeklyHours.safeParse(hours), TimeZone.safeParse(timeZone)];
  return parsed.success && zone.success ? { hours: parsed.data, timeZone: zone.data } : null;
}
