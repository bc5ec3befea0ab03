// The one address that a reporter in confidence allowed for mail: sealed apart from the report, opened by the mailer while it sends and by nobody else.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { openText, sealText } from "../../platform/sealing/index.ts";
import { reportContext } from "./model.ts";

export async function insertRoutingAddress(tx: Tx, ctx: Context, reportId: string, address: string): Promise<void> {
  const sealed = await sealText(mailerKey(ctx), address, reportContext(reportId));
  await tx.execute(sql`insert into routing_addresses (report_id, sealed, created_at)
    values (${reportId}, ${Buffer.from(sealed)}, ${ctx.now().toISOString()}::timestamptz)`);
}

/** For the job that sends, never for a route. @throws when somebody else asks. */
export async function openRoutingAddress(ctx: Context, reportId: string): Promise<string | undefined> {
  if (ctx.actor.kind !== "system") throw new Error("only the mailer opens an address that was allowed for mail");
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ sealed: Buffer }>(sql`select sealed from routing_addresses where report_id = ${reportId}`),
    "mailer",
  );
  return row && (await openText(mailerKey(ctx), row.sealed, reportContext(reportId)));
}

function mailerKey(ctx: Context): Buffer {
  return ctx.secrets.derive("mailer-key", "routing-address");
}
