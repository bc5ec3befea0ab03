// One constituent: what it is, who answers, what it held and who held that before or after, and the reports that concern it.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { titleOf } from "../rules.ts";
import type { ClaimView, ConcerningReport, ConstituentPage, ContactView } from "./model.ts";

type Head = Omit<ConstituentPage, "contacts" | "claims" | "reports">;

/** @throws forbidden, not_found. */
export async function readConstituentPage(ctx: Context, constituentId: string): Promise<ConstituentPage> {
  requirePermission(ctx, "registry.read");
  if (!isId(constituentId)) throw notFound("constituent");
  return await readOnly(
    ctx,
    async (tx) => {
      const [head] = await tx.execute<Head & Record<string, unknown>>(sql`
        select c.id, c.reference, c.name, c.other_names as "otherNames", c.sector, c.isic, c.classes, c.area_id as "areaId", a.names as "areaNames",
          c.address, c.legal_form as "legalForm", c.languages, c.is_demo as "isDemo", c.version, ${iso(sql`c.created_at`)} as "createdAt"
        from constituents c left join areas a on a.id = c.area_id where c.id = ${constituentId}`);
      if (!head) throw notFound("constituent");
      return {
        ...head,
        contacts: ctx.actor.kind === "person" ? await contactsOf(tx, constituentId) : null,
        claims: await claimsOf(tx, constituentId),
        reports: may(ctx, "report.read") ? await reportsOn(tx, constituentId) : null,
      };
    },
    "staff",
  );
}

async function contactsOf(tx: Tx, constituentId: string): Promise<ContactView[]> {
  const rows = await tx.execute<ContactView & Record<string, unknown>>(sql`
    select id, name, role, email, phone, languages, hours, is_safe_channel as "isSafeChannel", ${iso(sql`ended_at`)} as "endedAt"
    from contacts where constituent_id = ${constituentId} order by ended_at is not null, created_at, id`);
  return [...rows];
}

async function claimsOf(tx: Tx, constituentId: string): Promise<ClaimView[]> {
  const rows = await tx.execute<ClaimView & Record<string, unknown>>(sql`
    select n.id, n.kind, n.value, ${iso(sql`n.held_from`)} as "heldFrom", ${iso(sql`n.held_until`)} as "heldUntil", n.source, n.proof,
      n.state, ${iso(sql`n.proven_at`)} as "provenAt", ${iso(sql`n.lapsed_at`)} as "lapsedAt",
      coalesce((select jsonb_agg(jsonb_build_object('constituentId', o.constituent_id, 'name', o.name, 'value', o.value,
          'heldFrom', ${iso(sql`o.held_from`)}, 'heldUntil', ${iso(sql`o.held_until`)}) order by o.held_from nulls first, o.id)
        from (select o.*, c.name from network_claims o join constituents c on c.id = o.constituent_id
          where o.constituent_id <> n.constituent_id and o.state not in ('proposed', 'waiting', 'refused', 'withdrawn') and case when n.kind = 'prefix' then o.kind = 'prefix' and o.prefix && n.prefix
            else o.kind = n.kind and o.value = n.value end
          order by o.held_from nulls first, o.id limit 20) o), '[]'::jsonb) as others
    from network_claims n where n.constituent_id = ${constituentId}
    order by n.state in ('refused', 'withdrawn'), n.held_until is not null, n.held_until desc, n.kind, n.prefix, n.value, n.id`);
  return [...rows];
}

async function reportsOn(tx: Tx, constituentId: string): Promise<ConcerningReport[]> {
  // What was found about an entry that was merged into this one is found here.
  const merged = await tx.execute<{ id: string }>(sql`
    with recursive into_this as (
      select id from constituents where merged_into = ${constituentId}
      union select c.id from constituents c join into_this m on c.merged_into = m.id)
    select id from into_this`);
  const ids = [constituentId, ...merged.map(({ id }) => id)];
  const concerns = sql.join(
    ids.map((id) => sql`a.constituents @> ${JSON.stringify([{ constituentId: id }])}::jsonb`),
    sql` or `,
  );
  const rows = await tx.execute<
    Omit<ConcerningReport, "title" | "via" | "value"> & {
      subject: string;
      description: string;
      why: { constituentId?: string; via?: string; value?: string }[];
    } & Record<string, unknown>
  >(sql`
    select r.id, r.reference, r.subject, left(r.description, 400) as description, r.status, r.severity,
      ${iso(sql`r.received_at`)} as "receivedAt", a.constituents as why
    from assessments a join reports r on r.id = a.report_id
    where (${concerns})
      and not exists (select 1 from assessments l where l.report_id = a.report_id and (l.at, l.id) > (a.at, a.id))
    order by r.received_at desc, r.id desc limit 20`);
  return rows.map(({ subject, description, why, ...row }) => {
    const reason = why.find((each) => each.constituentId !== undefined && ids.includes(each.constituentId));
    return {
      ...row,
      title: titleOf(subject, description),
      via: reason?.via ?? null,
      value: reason?.value ?? null,
    };
  });
}
