// One entity of the remit as its authority sees it: what it is and was, what it offers online, what was asked of the register, and how much there is of each.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { readHistory, servicesOf } from "../../registry/index.ts";
import { loadVocabulary } from "../law/index.ts";
import { askerOf, readProfileOf, requireEntity } from "../offices/store.ts";
import { type EntityPage, FactLine, type RequalificationView } from "./model.ts";

/** @throws AppError not_found for an entity that the authority's laws do not bind, or that a conflict of interest hides. */
export async function readEntityPage(ctx: Context, constituentId: string): Promise<EntityPage> {
  requirePermission(ctx, "authority.read");
  const { organisationId } = askerOf(ctx);
  const vocabulary = loadVocabulary("entity-classes");
  const named = (id: string) => ({ id, names: vocabulary.get(id)?.names ?? { en: id } });
  return await readOnly(ctx, async (tx) => {
    const { id, name, sector, classes } = await requireEntity(tx, constituentId);
    const [counted] = await tx.execute<EntityPage["counts"] & { reference: string } & Record<string, unknown>>(
      sql`select c.reference,
        (select count(*)::int from filing_parts f where f.constituent_id = c.id and f.organisation_id = ${organisationId} and f.standing <> 'disowned') as filings,
        (select count(*)::int from filing_parts f where f.constituent_id = c.id and f.organisation_id = ${organisationId} and f.standing <> 'disowned' and f.lateness = 'late') as "lateFilings",
        (select count(*)::int from inspections i where i.constituent_id = c.id) as inspections, (select count(*)::int from matters m where m.constituent_id = c.id) as matters,
        (select count(*)::int from complaints k where k.constituent_id = c.id) as complaints from constituents c where c.id = ${constituentId}`,
    );
    const {
      reference = "",
      filings = 0,
      lateFilings = 0,
      inspections = 0,
      matters = 0,
      complaints = 0,
    } = counted ?? {};
    const services = await servicesOf(tx, constituentId);
    const requalifications = await listAsked(tx, constituentId);
    return {
      id,
      reference,
      name,
      sector,
      classes: classes.map(named),
      knownClasses: [...vocabulary.keys()].map(named),
      packs: (await readProfileOf(tx, organisationId)).packs,
      services: services.map(({ isDemo: _demo, version: _version, constituentId: _entity, ...service }) => service),
      // The newest first; what the policies leave out is not there.
      history: (await readHistory(tx, constituentId))
        .toReversed()
        .flatMap((line) => FactLine.safeParse(line).data ?? []),
      requalifications,
      counts: { filings, lateFilings, inspections, matters, complaints },
      can: { ask: may(ctx, "authority.work") && !requalifications.some(({ state }) => state === "pending") },
    };
  });
}

/** What this authority asked, the newest first. */
async function listAsked(tx: Tx, constituentId: string): Promise<RequalificationView[]> {
  return [
    ...(await tx.execute<RequalificationView & Record<string, unknown>>(
      sql`select q.proposal_id as id, coalesce(r.before -> 'classes', '[]'::jsonb) as before, r.after -> 'classes' as after, q.pack_id as "packId", q.articles, q.reason, ${iso(sql`q.asked_at`)} as "askedAt",
          r.state, ${iso(sql`r.decided_at`)} as "decidedAt", r.reason as decision
        from requalifications q join change_proposals r on r.id = q.proposal_id where q.constituent_id = ${constituentId} order by q.asked_at desc`,
    )),
  ];
}
