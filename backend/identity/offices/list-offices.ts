// The offices that are open, with their devices and clerks, for those who keep them.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { requirePermission } from "../access.ts";
import { lifetimes, mostTries } from "../rules.ts";
import type { ClerkView, OfficeDeviceView, OfficesView } from "./model.ts";

type Text = string | null;

export async function listOffices(ctx: Context): Promise<OfficesView> {
  requirePermission(ctx, "office.change");
  const now = ctx.now();
  const seenAfter = new Date(now.getTime() - lifetimes.shiftIdleMs).toISOString();
  const openedAfter = new Date(now.getTime() - lifetimes.shiftMs).toISOString();
  return await readOnly(
    ctx,
    async (tx) => {
      const open = await tx.execute<{ id: string; name: string; reports: number }>(sql`select o.id, o.name,
        (select count(*)::int from office_reports r where r.office_id = o.id) as reports
        from offices o where o.closed_at is null order by o.name`);
      const devices = await tx.execute<
        Record<string, Text>
      >(sql`select id, office_id, name, made_at, enrolled_at, last_used_at,
        case when enrolled_at is not null then 'enrolled' when link_hash is not null and link_expires_at > ${now.toISOString()}::timestamptz then 'waiting'
          else 'lapsed' end as state
        from office_devices where withdrawn_at is null order by made_at`);
      const people = await tx.execute<
        Record<string, Text> & { at_work: boolean; locked_out: boolean }
      >(sql`select c.id, c.office_id, c.name, c.pin_made_at,
        (select max(opened_at) from clerk_shifts s where s.clerk_id = c.id) as last_shift_at,
        exists (select 1 from clerk_shifts s where s.clerk_id = c.id and s.ended_at is null
          and s.last_seen_at > ${seenAfter}::timestamptz and s.opened_at > ${openedAfter}::timestamptz) as at_work,
        exists (select 1 from secret_tries t where t.subject = 'pin:' || c.id and t.failed >= ${mostTries}) as locked_out
        from clerks c where c.removed_at is null order by c.name`);
      return {
        offices: open.map((office) => ({
          ...office,
          devices: devices.filter((one) => one["office_id"] === office.id).map(viewDevice),
          clerks: people
            .filter((one) => one["office_id"] === office.id)
            .map((one) => viewClerk(one, one.at_work, one.locked_out)),
        })),
      };
    },
    "identity",
  );
}

function viewDevice(row: Record<string, Text>): OfficeDeviceView {
  return {
    id: row["id"] ?? "",
    name: row["name"] ?? "",
    state: (row["state"] ?? "lapsed") as OfficeDeviceView["state"],
    madeAt: toInstant(row["made_at"]) ?? "",
    enrolledAt: toInstant(row["enrolled_at"]),
    lastUsedAt: toInstant(row["last_used_at"]),
  };
}

function viewClerk(row: Record<string, Text>, isAtWork: boolean, isLockedOut: boolean): ClerkView {
  return {
    id: row["id"] ?? "",
    name: row["name"] ?? "",
    pinMadeAt: toInstant(row["pin_made_at"]) ?? "",
    lastShiftAt: toInstant(row["last_shift_at"]),
    isAtWork,
    isLockedOut,
  };
}

function toInstant(text: Text | undefined): string | null {
  return text ? new Date(text).toISOString() : null;
}
