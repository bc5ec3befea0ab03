// Puts together what would be published now: the draft, the flaws with their ids, approved words of vendors who are in the case, and the credits. Nothing else.
import { sql } from "drizzle-orm";
import { loadCountry } from "../../registry/country/index.ts";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { scoresOf } from "./cvss.ts";
import { EditionContent } from "./views/model.ts";

/** @throws ZodError where the draft has no text. */
export async function freezeContent(tx: Tx, ctx: Context, caseId: string): Promise<EditionContent> {
  const [draft] = await tx.execute<{ severity: string; texts: unknown; refs: string[] }>(
    sql`select severity, texts, refs from disclosure_drafts where case_id = ${caseId}`,
  );
  const flaws = await tx.execute<{ cvss31: string | null; cvss40: string | null }>(sql`
    select f.ordinal, f.title, f.description, f.cwe, f.cvss_v3 as cvss31, f.cvss_v4 as cvss40, c.cve_id as "cveId" from disclosure_flaws f
    left join disclosure_cves c on c.flaw_id = f.id and c.state in ('assigned', 'published') where f.case_id = ${caseId} order by f.ordinal`);
  // The newest approved word of each cell; a vendor that said nothing stands as unknown.
  const vendors = await tx.execute(sql`
    select p.name, p.product, (select coalesce(json_agg(json_build_object('flaw', f.ordinal, 'status', coalesce(s.status, 'unknown'), 'justification', s.justification,
        'versions', coalesce(s.versions, ''), 'body', coalesce(s.body, ''), 'refs', coalesce(s.refs, '{}')) order by f.ordinal), '[]')
      from disclosure_cells c join disclosure_flaws f on f.id = c.flaw_id left join lateral (
        select * from disclosure_statements x where x.party_id = p.id and x.flaw_id = f.id and x.state = 'approved' order by x.said_at desc, x.id desc limit 1) s on true
      where c.party_id = p.id) as cells
    from disclosure_parties p where p.case_id = ${caseId} and p.left_at is null order by p.name, p.id`);
  const credits = await tx.execute<{
    credit: string;
  }>(sql`select f.credit from disclosure_finders f join reports r on r.id = f.report_id
    where f.case_id = ${caseId} and f.wish in ('name', 'alias') and f.credit <> '' order by r.received_at, f.id`);
  const [policy] = await tx.execute<{ orgId: string | null; shortName: string | null }>(
    sql`select cna_org_id as "orgId", cna_short_name as "shortName" from disclosure_policies order by version desc limit 1`,
  );
  const { cert } = loadCountry(ctx.config.country);
  return EditionContent.parse({
    severity: draft?.severity,
    texts: draft?.texts,
    refs: draft?.refs ?? [],
    flaws: flaws.map(({ cvss31, cvss40, ...flaw }) => ({ ...flaw, cvss: scoresOf({ cvss31, cvss40 }) })),
    vendors: [...vendors],
    credits: [...new Set(credits.map(({ credit }) => credit))],
    publisher: { name: cert.shortName, namespace: ctx.config.publicUrl },
    cna: policy && policy.orgId !== null && policy.shortName !== null ? policy : null,
  });
}
