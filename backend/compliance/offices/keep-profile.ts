// The authority's own facts: read by its officers, changed by its head with the passkey.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { listPackIds, loadPack, loadVocabulary } from "../law/index.ts";
import { bindProfile, ChangeProfile, type ProfileView } from "./model.ts";
import { askerOf, changedMeanwhile, readProfileOf } from "./store.ts";

export interface ProfilePage extends ProfileView {
  /** What can be chosen. */
  knownPacks: string[];
  /** Each known text in words, by its id. */
  packNames: Record<string, Record<string, string>>;
  knownClasses: { id: string; names: Record<string, string> }[];
  members: { id: string; name: string; personId: string | null; sinceDay: string; untilDay: string | null }[];
  officers: { id: string; name: string }[];
  conflicts: {
    id: string;
    who: string;
    constituentId: string;
    entity: string;
    reason: string;
    declaredAt: string;
    isOwn: boolean;
  }[];
}

export async function readProfile(ctx: Context): Promise<ProfilePage> {
  requirePermission(ctx, "authority.read");
  const { organisationId, personId } = askerOf(ctx);
  return await readOnly(ctx, async (tx) => ({
    ...(await readProfileOf(tx, organisationId)),
    knownPacks: listPackIds(),
    packNames: Object.fromEntries(listPackIds().map((id) => [id, { ...loadPack(id).pack.pack.title }])),
    knownClasses: [...loadVocabulary("entity-classes").values()].map(({ id, names }) => ({ id, names })),
    members: await tx.execute<
      ProfilePage["members"][number] & Record<string, unknown>
    >(sql`select id, name, person_id as "personId", since_day::text as "sinceDay",
      until_day::text as "untilDay" from plenary_members order by until_day nulls first, name`),
    officers: await tx.execute<{
      id: string;
      name: string;
    }>(sql`select distinct p.id, p.name from people p join role_grants g on g.person_id = p.id
      where g.organisation_id = ${organisationId} and g.revoked_at is null and g.role in ('officer', 'officer_head') order by p.name`),
    // The entity of a conflict is not named to whom it hides: they know it by their reason.
    conflicts: await tx.execute<
      ProfilePage["conflicts"][number] & Record<string, unknown>
    >(sql`select c.id, coalesce(p.name, m.name) as who, c.constituent_id as "constituentId",
        coalesce(e.name, '') as entity, c.reason, to_char(c.declared_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "declaredAt", c.person_id is not distinct from ${personId}::uuid as "isOwn"
      from office_conflicts c left join people p on p.id = c.person_id left join plenary_members m on m.id = c.member_id left join constituents e on e.id = c.constituent_id
      where c.ended_at is null order by c.declared_at desc`),
  }));
}

/** @throws AppError step_up_required; conflict when it was changed meanwhile; invalid_input for a pack that is not there. */
export async function changeProfile(ctx: Context, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "authority.decide");
  const { version, ...wanted } = ChangeProfile.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  const known = new Set(listPackIds());
  const unknown = wanted.packs.findIndex((pack) => !known.has(pack));
  if (unknown >= 0)
    throw invalidInput([{ path: `packs.${unknown}`, message: `Expected one of ${[...known].join(", ")}.` }]);
  return await withTransaction(ctx, async (tx) => {
    await requireStepUp(tx, ctx, bindProfile(organisationId, version));
    const [row] = await tx.execute<{
      version: number;
    }>(sql`insert into authority_profiles (organisation_id, packs, is_remit_everybody, remit_classes, remit_sectors, deliberation_format,
        quorum_percent, quorum_least, needs_deliberation, takes_complaints, takes_anonymous_complaints, changed_by, changed_at)
      values (${organisationId}, ${sql.param(wanted.packs)}::text[], ${wanted.isRemitEverybody}, ${sql.param(wanted.remitClasses)}::text[], ${sql.param(wanted.remitSectors)}::text[],
        ${wanted.deliberationFormat}, ${wanted.quorumPercent}, ${wanted.quorumLeast}, ${wanted.needsDeliberation}, ${wanted.takesComplaints},
        ${wanted.takesAnonymousComplaints}, ${personId}, ${ctx.now().toISOString()}::timestamptz)
      on conflict (organisation_id) do update set packs = excluded.packs, is_remit_everybody = excluded.is_remit_everybody, remit_classes = excluded.remit_classes,
        remit_sectors = excluded.remit_sectors, deliberation_format = excluded.deliberation_format, quorum_percent = excluded.quorum_percent, quorum_least = excluded.quorum_least,
        needs_deliberation = excluded.needs_deliberation, takes_complaints = excluded.takes_complaints, takes_anonymous_complaints = excluded.takes_anonymous_complaints,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = authority_profiles.version + 1
      where authority_profiles.version = ${version} returning version`);
    if (!row || (version === 0) !== (row.version === 1)) throw changedMeanwhile();
    await writeAudit(tx, ctx, {
      action: "office.change_profile",
      objectType: "organisation",
      objectId: organisationId,
      detail: wanted,
    });
    return row;
  });
}
