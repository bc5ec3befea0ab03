// Reads who can see a report or a case, for somebody who sees it: persons, organisations, ways out, each with its reason.
import { type SQL, sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { canLeave, channels, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { type AudienceFacts, explainAudience, maySharedTo } from "./explain-audience.ts";
import type { AudienceView } from "./model.ts";

type Raw<Shape> = Shape & Record<string, unknown>;
interface Head {
  reference: string;
  marking: Marking;
  pap: Pap;
  caseId: string | null;
  entity: { id: string; name: string } | null;
}

/** @throws not_found, also for what the asker may not see; forbidden. */
export async function readAudience(ctx: Context, object: "report" | "case", id: string): Promise<AudienceView> {
  requirePermission(ctx, object === "report" ? "report.read" : "case.read");
  if (!isId(id)) throw notFound(object);
  // First with the asker's own eyes: who does not see it is not told who does.
  const [head] = await readOnly(ctx, async (tx) => await tx.execute<Raw<Head>>(headOf(object, id)));
  if (!head) throw notFound(object);
  // Then with the system's, since the answer is about everybody.
  const { facts, restricted } = await readOnly(ctx, async (tx) => await factsOf(tx, object, id, head), "system");
  const { marking, pap } = head;
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const isMember = restricted?.members.some((one) => one.id === me) ?? false;
  const mayRestrict = may(ctx, "case.restrict") && object === "case";
  const given = new Set(facts.shares.map((one) => one.organisationId));
  return {
    object,
    id,
    reference: head.reference,
    marking,
    pap,
    isRestricted: restricted !== undefined,
    members: restricted?.members ?? [],
    parties: explainAudience(facts),
    leaving: channels.map((channel) => ({ channel, ...canLeave({ marking, pap }, channel) })),
    shareable: facts.organisations.flatMap(({ id: organisationId, name, kind }) =>
      kind !== "authority" &&
      !given.has(organisationId) &&
      organisationId !== head.entity?.id &&
      maySharedTo(head, kind).may === "text"
        ? [{ id: organisationId, name, kind }]
        : [],
    ),
    can: {
      restrict: mayRestrict && !restricted,
      lift: mayRestrict && isMember,
      changeMembers: mayRestrict && isMember,
      mark: may(ctx, "marking.change"),
      markAlone: may(ctx, "marking.release_alone"),
      share: may(ctx, "share.give") && !(object === "case" && restricted),
    },
  };
}

function headOf(object: "report" | "case", id: string): SQL {
  return object === "case"
    ? sql`select reference, marking, pap, id as "caseId", null::json as entity from cases where id = ${id}`
    : sql`select r.reference, r.marking, r.pap, (select c.case_id from case_reports c where c.report_id = r.id) as "caseId",
        (select json_build_object('id', o.id, 'name', o.name) from organisations o where o.id = r.filed_by_organisation_id) as entity
        from reports r where r.id = ${id}`;
}

async function factsOf(
  tx: Tx,
  object: "report" | "case",
  id: string,
  head: Head,
): Promise<{ facts: AudienceFacts; restricted: { members: { id: string; name: string }[] } | undefined }> {
  const { caseId } = head;
  const [guarded] = await tx.execute<Raw<{ reference: string; members: { id: string; name: string }[] }>>(
    sql`select k.reference, coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name, p.id) from case_members m
      join people p on p.id = m.person_id where m.case_id = k.id), '[]') as members from cases k where k.id = ${caseId} and k.is_restricted`,
  );
  const staff = await tx.execute<Raw<{ id: string; name: string }>>(
    sql`select distinct p.id, p.name from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
      where p.disabled_at is null and g.role in ('analyst', 'senior', 'lead', 'on_call') order by p.name, p.id`,
  );
  // In a case, a conflict with any of its reports hides all of it.
  const reports = sql`(select ${object === "report" ? id : null}::uuid union select c.report_id from case_reports c where c.case_id = ${caseId})`;
  const conflicts = await tx.execute<Raw<{ personId: string; about: string }>>(
    sql`select c.person_id as "personId", coalesce(n.name, k.reference) as about from conflicts c left join constituents n on n.id = c.constituent_id
      left join cases k on k.id = c.case_id where c.ended_at is null and (c.case_id = ${caseId}
        or c.constituent_id in (select rc.constituent_id from report_constituents rc where rc.report_id in ${reports})) order by c.declared_at, c.id`,
  );
  const openings = await tx.execute<Raw<{ personId: string; until: string }>>(
    sql`select person_id as "personId", ${iso(sql`max(expires_at)`)} as until from glass_openings
      where case_id = ${caseId} and expires_at > now() group by person_id`,
  );
  const organisations = await tx.execute<Raw<AudienceFacts["organisations"][number]>>(
    // Authorities and peers, whom it concerns, whose it is and who was given it; never the whole register.
    sql`select o.id, o.name, o.kind from organisations o where o.kind in ('authority', 'peer', 'constituent') and (o.kind <> 'constituent' or o.id = ${head.entity?.id ?? null}
      or o.id in (select s.organisation_id from shares s where s.ended_at is null and ${id} in (s.report_id, s.case_id))
      or o.id in (select n.organisation_id from constituents n join report_constituents rc on rc.constituent_id = n.id where rc.report_id in ${reports}))
      order by o.kind, o.name, o.id limit 500`,
  );
  const shares = await tx.execute<Raw<AudienceFacts["shares"][number]>>(
    sql`select id, organisation_id as "organisationId", basis from shares where ended_at is null and ${object === "case" ? sql`case_id` : sql`report_id`} = ${id}`,
  );
  return {
    restricted: guarded && { members: guarded.members },
    facts: {
      object,
      marking: head.marking,
      pap: head.pap,
      restriction: guarded && { reference: guarded.reference, memberIds: guarded.members.map((one) => one.id) },
      staff: [...staff],
      conflicts: [...conflicts],
      openings: [...openings],
      hasReporter: object === "report",
      entity: head.entity ?? undefined,
      organisations: [...organisations],
      shares: [...shares],
    },
  };
}
