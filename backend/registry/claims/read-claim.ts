// One claim with all that speaks for and against it: its challenge, documents, approvals, overlaps, disputes and what the register said before.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { findDelegation } from "./delegated/find-delegation.ts";
import { judgeDocument } from "./judge-document.ts";
import { approvalsNeeded, type ReadDocument } from "./model.ts";
import { recordOf, zonesOf } from "./rules.ts";
import { personOf } from "./store.ts";
import type { ClaimPage, DocumentView, OverlapView } from "./views/model.ts";

type Head = Pick<
  ClaimPage,
  | "id"
  | "constituentId"
  | "name"
  | "kind"
  | "value"
  | "heldFrom"
  | "heldUntil"
  | "state"
  | "proof"
  | "source"
  | "provenAt"
  | "lapsedAt"
  | "createdAt"
  | "reason"
  | "recordedAt"
> & { names: string[] } & Record<string, unknown>;
type Challenge = Omit<NonNullable<ClaimPage["challenge"]>, "record"> & { token: string } & Record<string, unknown>;

/** As the desk reads it. @throws forbidden, not_found. */
export async function readClaim(ctx: Context, claimId: string): Promise<ClaimPage> {
  requirePermission(ctx, "registry.read");
  return await read(ctx, claimId, "staff");
}

/** As its holder reads it: without the officers' names, and without whose the others' claims are. @throws forbidden, not_found. */
export async function readOwnClaim(ctx: Context, claimId: string): Promise<ClaimPage> {
  requirePermission(ctx, "claim.read_own");
  return await read(ctx, claimId, "constituent");
}

async function read(ctx: Context, claimId: string, scope: "staff" | "constituent"): Promise<ClaimPage> {
  if (!isId(claimId)) throw notFound("claim");
  return await readOnly(
    ctx,
    async (tx) => {
      const [head] = await tx.execute<Head>(sql`
        select n.id, n.constituent_id as "constituentId", c.name, c.name || c.other_names as names, n.kind, n.value, ${iso(sql`n.held_from`)} as "heldFrom",
          ${iso(sql`n.held_until`)} as "heldUntil", n.state, n.proof, n.source, ${iso(sql`n.proven_at`)} as "provenAt", ${iso(sql`n.lapsed_at`)} as "lapsedAt",
          n.reason, ${iso(sql`n.created_at`)} as "createdAt", ${iso(sql`n.recorded_at`)} as "recordedAt"
        from network_claims n join constituents c on c.id = n.constituent_id where n.id = ${claimId}`);
      if (!head) throw notFound("claim");
      const { names, ...facts } = head;
      const isDesk = scope === "staff";
      const approvals = isDesk ? await approvalsOf(tx, claimId) : [];
      const needed = approvalsNeeded[head.proof] ?? 0;
      const isWaiting = head.state === "waiting";
      const delegation =
        isDesk && (head.kind === "prefix" || head.kind === "asn")
          ? await findDelegation(tx, { ...head, kind: head.kind })
          : null;
      return {
        ...facts,
        approvalsLeft: isWaiting ? Math.max(0, needed - approvals.length) : 0,
        isDnsPossible: "zones" in zonesOf(head.kind, head.value),
        challenge: await challengeOf(tx, claimId),
        documents: await documentsOf(tx, claimId, head, names),
        approvals,
        mayApprove: isDesk && isWaiting && !approvals.some(({ personId }) => personId === personOf(ctx)),
        overlaps: isDesk ? await overlapsOf(tx, claimId) : await ownOverlapsOf(tx, claimId),
        disputes: await disputesOf(tx, claimId),
        versions: await versionsOf(tx, claimId),
        delegation: delegation && {
          isOwn: delegation.constituentId === head.constituentId,
          problem: delegation.problem,
          detail: delegation.detail,
        },
      };
    },
    scope,
  );
}

async function challengeOf(tx: Tx, claimId: string): Promise<ClaimPage["challenge"]> {
  const [row] =
    await tx.execute<Challenge>(sql`select token, names as zones, ${iso(sql`expires_at`)} as "expiresAt", ${iso(sql`proven_at`)} as "provenAt",
      ${iso(sql`checked_at`)} as "checkedAt", missing, ${iso(sql`check_due_at`)} as "checkDueAt", ${iso(sql`lapses_at`)} as "lapsesAt"
    from claim_challenges where claim_id = ${claimId} and ended_at is null`);
  if (!row) return null;
  const { token, ...rest } = row;
  return { ...rest, record: recordOf(token) };
}

async function documentsOf(
  tx: Tx,
  claimId: string,
  claim: Pick<Head, "kind" | "value">,
  names: string[],
): Promise<DocumentView[]> {
  const rows = await tx.execute<
    Omit<DocumentView, "verdict" | "says"> & { says: ReadDocument } & Record<string, unknown>
  >(sql`
    select id, kind, name, media_type as "mediaType", encode(sha256, 'hex') as sha256, size, ${iso(sql`received_at`)} as "receivedAt", says
    from claim_documents where claim_id = ${claimId} order by received_at, id`);
  return rows.map((row) => ({
    ...row,
    // A file of a whole country may hold thousands: the page shows what concerns the claim, or the first few.
    says: { ...row.says, objects: row.says.objects.slice(0, 50) },
    verdict: row.kind === "letter" ? null : judgeDocument(row.says.objects, claim, names),
  }));
}

async function approvalsOf(tx: Tx, claimId: string): Promise<ClaimPage["approvals"]> {
  return await tx.execute<ClaimPage["approvals"][number] & Record<string, unknown>>(sql`
    select a.person_id as "personId", p.name, a.reason, ${iso(sql`a.approved_at`)} as "approvedAt"
    from claim_approvals a join people p on p.id = a.person_id where a.claim_id = ${claimId} order by a.approved_at, a.person_id`);
}

async function overlapsOf(tx: Tx, claimId: string): Promise<OverlapView[]> {
  return await tx.execute<OverlapView & Record<string, unknown>>(sql`
    with mine as (select * from network_claims where id = ${claimId}),
    found as (
      select o.id, case when o.prefix = m.prefix then 'same' when o.prefix << m.prefix then 'inside' else 'around' end as relation
        from mine m join network_claims o on o.kind = 'prefix' and o.prefix && m.prefix where m.kind = 'prefix'
      union all
      select o.id, case when o.value = m.value then 'same' when length(o.value) > length(m.value) then 'inside' else 'around' end
        from mine m join network_claims o on o.kind = m.kind and (o.value = m.value
          or m.kind = 'domain' and (right(o.value, length(m.value) + 1) = '.' || m.value or right(m.value, length(o.value) + 1) = '.' || o.value)
          or m.kind = 'url_prefix' and (starts_with(o.value, m.value) or starts_with(m.value, o.value))) where m.kind <> 'prefix')
    select o.id as "claimId", o.constituent_id as "constituentId", c.name, o.value, ${iso(sql`o.held_from`)} as "heldFrom", ${iso(sql`o.held_until`)} as "heldUntil",
      f.relation
    from found f join network_claims o on o.id = f.id join constituents c on c.id = o.constituent_id, mine m
    where o.id <> m.id and o.constituent_id <> m.constituent_id and o.state in ('active', 'disputed', 'contesting')
      and tstzrange(m.held_from, m.held_until) && tstzrange(o.held_from, o.held_until)
    order by f.relation = 'same' desc, masklen(o.prefix) desc nulls last, o.value, o.id limit 50`);
}

async function ownOverlapsOf(tx: Tx, claimId: string): Promise<OverlapView[]> {
  return await tx.execute<OverlapView & Record<string, unknown>>(sql`
    select other_id as "claimId", null as "constituentId", null as name, other_value as value, ${iso(sql`other_from`)} as "heldFrom",
      ${iso(sql`other_until`)} as "heldUntil", relation
    from toguna_claim_overlaps() where own_id = ${claimId} order by relation = 'same' desc, other_value, other_id limit 50`);
}

async function disputesOf(tx: Tx, claimId: string): Promise<ClaimPage["disputes"]> {
  return await tx.execute<ClaimPage["disputes"][number] & Record<string, unknown>>(sql`
    select id, reference, state, ${iso(sql`opened_at`)} as "openedAt" from claim_disputes
    where ${claimId} in (standing_claim_id, challenger_claim_id) order by opened_at desc, id desc limit 50`);
}

async function versionsOf(tx: Tx, claimId: string): Promise<ClaimPage["versions"]> {
  return await tx.execute<ClaimPage["versions"][number] & Record<string, unknown>>(sql`
    select ${iso(sql`recorded_from`)} as "recordedFrom", ${iso(sql`recorded_until`)} as "recordedUntil", state, proof, reason,
      ${iso(sql`held_from`)} as "heldFrom", ${iso(sql`held_until`)} as "heldUntil"
    from network_claim_versions where claim_id = ${claimId} order by version desc limit 100`);
}
