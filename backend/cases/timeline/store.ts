// SQL of the timeline: links that may be set, an entry written.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { EventLink } from "./model.ts";

/** @throws invalid_input naming the link that names nothing of this case. */
export async function writeLinks(
  tx: Tx,
  ctx: Context,
  of: { caseId: string; eventId: string },
  links: readonly EventLink[],
): Promise<void> {
  await tx.execute(sql`delete from case_event_links where event_id = ${of.eventId}`);
  for (const [index, link] of links.entries()) {
    if (!(await isOfCase(tx, of.caseId, link)))
      throw invalidInput([{ path: `links.${index}`, message: "Expected something of this case." }]);
    const [target, kind, value] =
      link.kind === "observable" ? [null, link.observableKind, link.observableValue] : [link.targetId, null, null];
    await tx.execute(sql`insert into case_event_links (id, case_id, event_id, kind, target_id, observable_kind, observable_value)
      values (${newId(ctx.now())}, ${of.caseId}, ${of.eventId}, ${link.kind}, ${target}, ${kind}, ${value}) on conflict do nothing`);
  }
}

async function isOfCase(tx: Tx, caseId: string, link: EventLink): Promise<boolean> {
  const found = async (query: ReturnType<typeof sql>): Promise<boolean> => (await tx.execute(query)).length > 0;
  switch (link.kind) {
    case "asset":
      return await found(sql`select 1 from case_assets where id = ${link.targetId} and case_id = ${caseId}`);
    case "file":
      return await found(sql`select 1 from report_files f join case_reports c on c.report_id = f.report_id
        where f.id = ${link.targetId} and c.case_id = ${caseId}`);
    case "evidence":
      return await found(sql`select 1 from case_evidence where id = ${link.targetId} and case_id = ${caseId}`);
    case "observable":
      return await found(sql`select 1 from observables o join case_reports c on c.report_id = o.report_id
        where o.kind = ${link.observableKind} and o.value = ${link.observableValue} and c.case_id = ${caseId} limit 1`);
  }
}

export async function countEvents(tx: Tx, caseId: string): Promise<number> {
  const [count] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from case_events where case_id = ${caseId} and removed_at is null`,
  );
  return count?.n ?? 0;
}
