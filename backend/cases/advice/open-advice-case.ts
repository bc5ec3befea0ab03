// Opens the case of a request for advice: a kind of its own, without a report, counted with no incident.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { drawReference } from "../references/draw-reference.ts";
import { addToTimeline } from "../store.ts";

/** In the caller's transaction, which writes the log. Nobody owns it yet. @returns its id and reference; undefined where there is no national team yet. */
export async function openAdviceCase(
  tx: Tx,
  ctx: Context,
  { title, openedAt }: { title: string; openedAt: Date },
): Promise<{ id: string; reference: string } | undefined> {
  const [team] = await tx.execute<{ id: string }>(
    sql`select id from organisations where kind = 'cert' order by id limit 1`,
  );
  if (!team) return undefined;
  const opened = { id: newId(ctx.now()), reference: await drawReference(tx, ctx) };
  await tx.execute(sql`insert into cases (id, reference, organisation_id, title, severity, kind, opened_at)
    values (${opened.id}, ${opened.reference}, ${team.id}, ${title.slice(0, 300)}, 'low', 'advice', ${openedAt.toISOString()}::timestamptz)`);
  await addToTimeline(tx, ctx, { caseId: opened.id, kind: "opened", body: "" });
  await publish(tx, { type: "case.opened", caseId: opened.id });
  return opened;
}
