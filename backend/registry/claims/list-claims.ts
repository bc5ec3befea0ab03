// Claims as lists: at the desk those that wait, those without a proof, or all; in the console one's own.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { approvalsNeeded, ListOpenClaims } from "./model.ts";
import type { ClaimListRow } from "./views/model.ts";

const lists = {
  open: sql`n.state in ('proposed', 'waiting', 'contesting')`,
  unproven: sql`n.state in ('active', 'disputed') and (n.proven_at is null or n.lapsed_at is not null)`,
  all: sql`true`,
} as const;

type Row = Omit<ClaimListRow, "approvalsLeft"> & { approvals: number } & Record<string, unknown>;

/** The oldest first, by pages that follow the last row. @throws forbidden, invalid_input. */
export async function listClaims(
  ctx: Context,
  input: ListOpenClaims,
): Promise<{ rows: ClaimListRow[]; next: string | null }> {
  requirePermission(ctx, "registry.read");
  const query = ListOpenClaims.parse(input);
  const after = query.cursor
    ? sql`and (n.created_at, n.id) > (select l.created_at, l.id from network_claims l where l.id = ${query.cursor})`
    : sql``;
  const overlaps = sql`(select count(*)::int from (select 1 from network_claims o where o.kind = n.kind and o.constituent_id <> n.constituent_id
      and o.state in ('active', 'disputed') and case when n.kind = 'prefix' then o.kind = 'prefix' and o.prefix && n.prefix else o.value = n.value end
      and tstzrange(o.held_from, o.held_until) && tstzrange(n.held_from, n.held_until) limit 20) o)`;
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Row>(
        sql`${select(overlaps)} where ${lists[query.list]} ${after} order by n.created_at, n.id limit ${query.limit + 1}`,
      ),
    "staff",
  );
  const shown = rows.slice(0, query.limit);
  return { rows: shown.map(withLeft), next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null };
}

/** Those that are open first, then what is held, then what was. @throws forbidden. */
export async function listOwnClaims(ctx: Context): Promise<{ rows: ClaimListRow[]; next: null }> {
  requirePermission(ctx, "claim.read_own");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Row>(sql`with others as (select own_id, count(*)::int as n from toguna_claim_overlaps() group by own_id)
        ${select(sql`coalesce((select o.n from others o where o.own_id = n.id), 0)`)}
        order by n.state not in ('proposed', 'waiting', 'contesting', 'disputed'), n.state in ('refused', 'withdrawn'), n.held_until is not null, n.kind, n.prefix, n.value, n.id limit 1000`),
    "constituent",
  );
  return { rows: rows.map(withLeft), next: null };
}

function select(overlaps: SQL): SQL {
  return sql`select n.id, n.constituent_id as "constituentId", c.name, n.kind, n.value, ${iso(sql`n.held_from`)} as "heldFrom",
      ${iso(sql`n.held_until`)} as "heldUntil", n.state, n.proof, n.source, ${iso(sql`n.proven_at`)} as "provenAt", ${iso(sql`n.lapsed_at`)} as "lapsedAt",
      ${iso(sql`n.created_at`)} as "createdAt", (select count(*)::int from claim_approvals a where a.claim_id = n.id) as approvals,
      (select count(*)::int from claim_documents d where d.claim_id = n.id) as documents, ${overlaps} as overlaps,
      (select d.id from claim_disputes d where n.id in (d.standing_claim_id, d.challenger_claim_id) and d.state in ('open', 'proposed')
        order by d.opened_at, d.id limit 1) as "disputeId"
    from network_claims n join constituents c on c.id = n.constituent_id`;
}

function withLeft({ approvals, ...row }: Row): ClaimListRow {
  return {
    ...row,
    approvalsLeft: row.state === "waiting" ? Math.max(0, (approvalsNeeded[row.proof] ?? 0) - approvals) : 0,
  };
}
