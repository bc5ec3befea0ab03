// Requests for advice as the desk reads them: the queue, and one with its answer and its page for everybody.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { AdviceLine, AdviceState, AdviceView } from "./model.ts";

const line: SQL = sql`a.id, a.reference, a.source, (select o.name from organisations o where o.id = a.organisation_id) as organisation, a.topic, a.question, a.language,
  ${iso(sql`a.received_at`)} as "receivedAt", a.state, a.case_id as "caseId", k.reference as "caseReference", (select p.name from people p where p.id = k.owner_id) as owner,
  exists (select 1 from advice_public b join advice_pages g on g.id = b.page_id where g.request_id = a.id) as "isPublished"`;

/** What waits first, the oldest of it first; then what was answered, the newest first. */
export async function listAdvice(ctx: Context, state: AdviceState | null): Promise<{ rows: AdviceLine[] }> {
  requirePermission(ctx, "case.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<
        AdviceLine & Record<string, unknown>
      >(sql`select ${line} from advice_requests a left join cases k on k.id = a.case_id
        where ${state}::text is null or a.state = ${state} order by a.state <> 'new', case when a.state = 'new' then a.received_at end, a.received_at desc, a.id limit 300`),
  );
  return { rows: [...rows] };
}

/** @throws not_found. */
export async function readAdvice(ctx: Context, requestId: string): Promise<AdviceView> {
  requirePermission(ctx, "case.read");
  if (!isId(requestId)) throw notFound("request for advice");
  return await readOnly(ctx, async (tx) => {
    const [view] = await tx.execute<
      AdviceView & Record<string, unknown>
    >(sql`select ${line}, a.name, a.email, a.answer, ${iso(sql`a.answered_at`)} as "answeredAt", a.version,
        (select json_build_object('id', p.id, 'name', p.name) from people p where p.id = a.answered_by) as "answeredBy",
        (select json_build_object('id', g.id, 'topic', g.topic, 'texts', g.texts, 'state', g.state, 'version', g.version,
          'publishedAt', (select ${iso(sql`b.published_at`)} from advice_public b where b.page_id = g.id)) from advice_pages g where g.request_id = a.id) as page
      from advice_requests a left join cases k on k.id = a.case_id where a.id = ${requestId}`);
    if (!view) throw notFound("request for advice");
    return view;
  });
}
