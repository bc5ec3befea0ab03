// What two persons released becomes public: at its instant, once, from the frozen content; its documents are kept to the byte, and all parties are told in the same transaction.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { toCsaf } from "./documents/to-csaf.ts";
import { toCveRecord } from "./documents/to-cve.ts";
import { reach } from "./load-disclosure.ts";
import { EditionContent } from "./views/model.ts";
import { tellParties } from "./tell-parties.ts";

export const publishEditionJob = "coordination.publish_disclosure";
export const mailEditionJob = "coordination.mail_disclosure";

interface Row extends Record<string, unknown> {
  id: string;
  caseId: string;
  state: string;
  content: unknown;
  note: string;
  publishAt: string | null;
  earlyCause: string | null;
  isDue: boolean;
}

async function lock(tx: Tx, ctx: Context, editionId: string): Promise<Row | undefined> {
  const [row] = await tx.execute<Row>(sql`
    select e.id, e.case_id as "caseId", e.state, e.content, e.note, e.publish_at as "publishAt", e.early_cause as "earlyCause",
      coalesce(e.publish_at <= ${ctx.now().toISOString()}::timestamptz, true) as "isDue"
    from disclosure_editions e join disclosures d on d.case_id = e.case_id where e.id = ${editionId} for update`);
  return row;
}

/** In the transaction of the second person's word. */
export async function releaseEdition(tx: Tx, ctx: Context, editionId: string): Promise<void> {
  const row = await lock(tx, ctx, editionId);
  if (!row || row.state !== "waiting") throw new Error("only what waits is released");
  if (row.earlyCause !== null)
    // What was set for later is overtaken.
    await tx.execute(
      sql`update disclosure_editions set state = 'withdrawn' where case_id = ${row.caseId} and state = 'scheduled'`,
    );
  if (row.isDue) return await publish(tx, ctx, row);
  await tx.execute(sql`update disclosure_editions set state = 'scheduled' where id = ${editionId}`);
  const publishAt = new Date(row.publishAt ?? "");
  await reach(tx, ctx, row.caseId, "publication_set", publishAt.toISOString());
  await addJob(tx, publishEditionJob, { editionId }, { runAt: publishAt, key: `disclosure:${editionId}` });
}

/** Refused or taken back by the one who asked. */
export async function dropEdition(tx: Tx, editionId: string): Promise<void> {
  await tx.execute(
    sql`update disclosure_editions set state = 'withdrawn' where id = ${editionId} and state = 'waiting'`,
  );
}

const Payload = z.object({ editionId: z.string().refine(isId) });

/** The job at the instant. Whatever runs it twice: it publishes once. */
export async function publishScheduled(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "advisory.write");
  const { editionId } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    const row = await lock(tx, ctx, editionId);
    if (!row || row.state !== "scheduled" || !row.isDue) return;
    await publish(tx, ctx, row);
    await writeAudit(tx, ctx, {
      action: "disclosure.publish",
      objectType: "case",
      objectId: row.caseId,
      detail: { editionId },
    });
  });
}

/** Takes up instants whose job was lost, and mails that a crash left. */
export async function resumeDisclosures(ctx: Context): Promise<void> {
  requirePermission(ctx, "advisory.write");
  await withTransaction(ctx, async (tx) => {
    const due = await tx.execute<{ id: string; caseId: string; state: string }>(sql`
      select id, case_id as "caseId", state from disclosure_editions
      where (state = 'scheduled' and publish_at <= ${ctx.now().toISOString()}::timestamptz) or is_mailing`);
    for (const { id, caseId, state } of due) {
      const job = state === "scheduled" ? publishEditionJob : mailEditionJob;
      await addJob(tx, job, { editionId: id }, { key: `${job}:${id}` });
      await writeAudit(tx, ctx, {
        action: "disclosure.take_up",
        objectType: "case",
        objectId: caseId,
        detail: { editionId: id },
      });
    }
  });
}

async function publish(tx: Tx, ctx: Context, row: Row): Promise<void> {
  const { id, caseId } = row;
  const content = EditionContent.parse(row.content);
  const now = ctx.now();
  const at = now.toISOString();
  const prefix = `VU-${now.getUTCFullYear()}-`;
  const [named] = await tx.execute<{ number: string; edition: number }>(sql`
    update disclosures d set number = coalesce(d.number, (select ${prefix} || lpad(n::text, greatest(4, length(n::text)), '0') from nextval('disclosure_number') n))
    where d.case_id = ${caseId}
    returning d.number, (select 1 + coalesce(max(e.edition), 0) from disclosure_editions e where e.case_id = d.case_id) as edition`);
  if (!named) throw new Error("an edition belongs to a disclosure");
  const past = await tx.execute<{ edition: number; note: string; publishedAt: Date | string }>(sql`
    select edition, note, published_at as "publishedAt" from disclosure_editions where case_id = ${caseId} and state = 'published' order by edition`);
  const history = [
    ...past.map(({ edition, note, publishedAt }) => ({
      edition,
      note,
      publishedAt: new Date(publishedAt).toISOString(),
    })),
    { edition: named.edition, note: row.note, publishedAt: at },
  ];
  const csaf = JSON.stringify(toCsaf(content, { number: named.number, history }), null, 2);
  const cves = Object.fromEntries(
    content.flaws.flatMap((flaw) => {
      const record = toCveRecord(content, flaw, {
        number: named.number,
        firstPublishedAt: history[0]?.publishedAt ?? at,
        publishedAt: at,
      });
      return record && flaw.cveId !== null ? [[flaw.cveId, record]] : [];
    }),
  );
  await tx.execute(sql`update disclosure_editions set state = 'published', edition = ${named.edition}, number = ${named.number}, published_at = ${at}::timestamptz,
    csaf = ${csaf}, cves = ${JSON.stringify(cves)}::jsonb, is_mailing = true where id = ${id}`);
  const published = content.flaws.flatMap(({ cveId }) => (cveId === null ? [] : [cveId]));
  await tx.execute(sql`update disclosure_cves set state = 'published', published_at = ${at}::timestamptz
    where case_id = ${caseId} and state = 'assigned' and cve_id = any (${sql.param(published)}::text[])`);
  await reach(tx, ctx, caseId, named.edition === 1 ? "published" : "revised");
  const about = row.earlyCause !== null ? "early" : named.edition === 1 ? "published" : "revised";
  await tellParties(tx, ctx, caseId, { about, cause: id });
  await addJob(tx, mailEditionJob, { editionId: id }, { key: `${mailEditionJob}:${id}` });
}
