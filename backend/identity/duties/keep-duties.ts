// Reads and changes which roles go together; a profile that somebody's roles already break is refused with their names.
import { sql } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { requirePermission } from "../access.ts";
import type { Role } from "../model.ts";
import { requireStepUp } from "../require-step-up.ts";
import { bindDuties, ChangeDuties, defaultProfile, type DutyProfile, dutyProfiles, findClash } from "./model.ts";

export async function readDuties(ctx: Context): Promise<{ profile: DutyProfile }> {
  requirePermission(ctx, "person.read");
  return { profile: await readOnly(ctx, profileOf) };
}

/** Needs a step-up (`bindDuties`). @throws AppError refused naming who holds roles that would have to be apart. */
export async function changeDuties(ctx: Context, input: unknown): Promise<{ profile: DutyProfile }> {
  requirePermission(ctx, "settings.change");
  const { profile } = ChangeDuties.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await profileOf(tx);
    const held = await tx.execute<{ name: string; roles: Role[] }>(
      sql`select p.name, array_agg(g.role) as roles from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
        where p.disabled_at is null group by p.id, p.name order by p.name`,
    );
    const clashing = held.filter(({ roles }) => findClash(profile, roles) !== undefined).map(({ name }) => name);
    if (clashing.length > 0)
      throw new AppError("refused", `Some hold roles that this profile keeps apart: ${clashing.join(", ")}.`, {
        words: "refusals.roles_apart",
        fields: [{ path: "profile", message: `Change the roles first of: ${clashing.join(", ")}.` }],
      });
    await requireStepUp(tx, ctx, bindDuties(profile));
    await tx.execute(sql`insert into settings (key, value, changed_at) values ('identity.duties', ${JSON.stringify({ profile })}::jsonb, ${ctx.now().toISOString()})
      on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`);
    await writeAudit(tx, ctx, {
      action: "policy.change_duties",
      objectType: "settings",
      objectId: "duties",
      detail: { before, after: profile },
    });
    return { profile };
  });
}

/** @throws AppError refused when the roles may not be held together under the profile of today. */
export async function requireDutiesApart(tx: Tx, held: readonly Role[]): Promise<void> {
  const clash = findClash(await profileOf(tx), held);
  if (clash)
    throw new AppError("refused", `One person does not hold ${clash[0]} and ${clash[1]} here.`, {
      words: "access.refusal.duties",
      fields: [{ path: "roles", message: `Expected not both ${clash[0]} and ${clash[1]}.` }],
    });
}

async function profileOf(tx: Tx): Promise<DutyProfile> {
  const [row] = await tx.execute<{ profile: string | null }>(
    sql`select value ->> 'profile' as profile from settings where key = 'identity.duties'`,
  );
  return dutyProfiles.find((known) => known === row?.profile) ?? defaultProfile;
}
