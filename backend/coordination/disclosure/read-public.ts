// What everybody reads of vulnerabilities: published editions, and nothing else; asked under the scope of a stranger.
import { sql, type SQL } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { EditionContent, type PublicDisclosure } from "./views/model.ts";

const numbers = /^VU-\d{4}-\d{4,9}$/;

/** The newest edition of each, the newest first. */
export async function listPublicDisclosures(ctx: Context, limit = 100): Promise<PublicDisclosure[]> {
  return await readOnly(ctx, async (tx) => await read(tx, sql`true`, limit), "intake");
}

/** All of them, without their contents: what the lists for machines are made of. */
export async function indexPublicDisclosures(
  ctx: Context,
): Promise<{ number: string; firstPublishedAt: string; publishedAt: string }[]> {
  return await readOnly(
    ctx,
    async (tx) => [
      ...(await tx.execute<{ number: string; firstPublishedAt: string; publishedAt: string }>(sql`
        select number, ${iso(sql`min(published_at)`)} as "firstPublishedAt", ${iso(sql`max(published_at)`)} as "publishedAt"
        from disclosure_editions where state = 'published' group by number order by max(published_at) desc, number desc`)),
    ],
    "intake",
  );
}

export async function readPublicDisclosure(ctx: Context, number: string): Promise<PublicDisclosure | undefined> {
  if (!numbers.test(number)) return undefined;
  const [found] = await readOnly(ctx, async (tx) => await read(tx, sql`e.number = ${number}`, 1), "intake");
  return found;
}

/** A document of the newest edition, byte for byte as it was published; undefined where there is none. */
export async function readDocument(
  ctx: Context,
  number: string,
  which: { kind: "csaf" } | { kind: "cve" | "cna"; cveId: string },
): Promise<string | undefined> {
  if (!numbers.test(number)) return undefined;
  return await readOnly(
    ctx,
    async (tx) => {
      const [found] = await tx.execute<{ csaf: string; cves: Record<string, { containers: { cna: unknown } }> }>(sql`
        select csaf, cves from disclosure_editions where number = ${number} and state = 'published' order by edition desc limit 1`);
      if (!found) return undefined;
      if (which.kind === "csaf") return found.csaf;
      const record = Object.hasOwn(found.cves, which.cveId) ? found.cves[which.cveId] : undefined;
      if (!record) return undefined;
      // What a numbering authority submits is the container alone (cve-schema#257).
      return JSON.stringify(which.kind === "cve" ? record : { cnaContainer: record.containers.cna }, null, 2);
    },
    "intake",
  );
}

async function read(tx: Tx, which: SQL, limit: number): Promise<PublicDisclosure[]> {
  const rows = [
    ...(await tx.execute<PublicDisclosure & Record<string, unknown>>(sql`
      select e.number, e.edition, e.content, ${iso(sql`e.published_at`)} as "publishedAt", e.early_cause is not null as "isEarly",
        array(select k from jsonb_object_keys(e.cves) k order by k) as "cveIds",
        (select ${iso(sql`min(h.published_at)`)} from disclosure_editions h where h.case_id = e.case_id and h.state = 'published') as "firstPublishedAt",
        (select json_agg(json_build_object('edition', h.edition, 'note', h.note, 'publishedAt', ${iso(sql`h.published_at`)}) order by h.edition desc)
          from disclosure_editions h where h.case_id = e.case_id and h.state = 'published') as history
      from disclosure_editions e where e.state = 'published' and ${which}
        and not exists (select 1 from disclosure_editions n where n.case_id = e.case_id and n.state = 'published' and n.edition > e.edition)
      order by e.published_at desc, e.number desc limit ${limit}`)),
  ];
  return rows.map((row) => ({ ...row, content: EditionContent.parse(row.content) }));
}
