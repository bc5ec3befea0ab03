// A peer team that sends many reports gets one acknowledgement an hour, which names all that came since the last.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import { queueMail } from "../outbox.ts";

export const peerDigestJob = "coordination.acknowledge_peer";
const hourMs = 3_600_000;
const mostNamed = 500;

/** Whether the address is a peer's; then the report waits for the hour's word. Called in the transaction of the acknowledgement. */
export async function isFromPeer(tx: Tx, ctx: Context, reportId: string, address: string): Promise<boolean> {
  const known = await tx.execute(
    sql`select 1 from correspondents where kind = 'peer' and ended_at is null and lower(email) = lower(${address}) limit 1`,
  );
  if (known.length === 0) return false;
  // Counted one after the other: exactly one job waits for those that wait.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`peer:${address.toLowerCase()}`}, 0))`);
  const [before] = await tx.execute<{
    waiting: number;
    last: string | null;
  }>(sql`select count(*) filter (where a.mail_id is null)::int as waiting, max(o.created_at)::text as last
    from peer_acknowledgements a left join outgoing_mails o on o.id = a.mail_id where lower(a.address) = lower(${address})`);
  await tx.execute(sql`insert into peer_acknowledgements (report_id, address, taken_at) values (${reportId}, ${address}, ${ctx.now().toISOString()}::timestamptz)
    on conflict (report_id) do nothing`);
  if ((before?.waiting ?? 0) === 0) {
    const last = before?.last == null ? 0 : new Date(before.last).getTime();
    await addJob(
      tx,
      peerDigestJob,
      { address: address.toLowerCase() },
      { key: `peer:${address.toLowerCase()}`, runAt: new Date(Math.max(ctx.now().getTime(), last + hourMs)) },
    );
  }
  return true;
}

const Payload = z.strictObject({ address: z.string() });

/** Can run twice: what was named is named once. */
export async function acknowledgePeer(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "report.answer");
  const { address } = Payload.parse(payload);
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`peer:${address}`}, 0))`);
    const waiting = await tx.execute<{
      report_id: string;
      reference: string;
      address: string;
    }>(sql`select a.report_id, r.reference, a.address from peer_acknowledgements a
      join reports r on r.id = a.report_id where lower(a.address) = ${address} and a.mail_id is null order by a.taken_at, a.report_id limit ${mostNamed}`);
    const [first] = waiting;
    if (!first) return;
    const [peer] = await tx.execute<{ language: WordsLanguage }>(
      sql`select language from correspondents where kind = 'peer' and lower(email) = ${address} order by ended_at nulls first limit 1`,
    );
    const language = peer?.language ?? "en";
    const words = wordsIn(language);
    const mailId = await queueMail(tx, ctx, {
      cause: `peer:${first.report_id}`,
      kind: "acknowledgement",
      reportId: null,
      to: first.address,
      language,
      subject: words("talking.mail.digest_subject", { count: waiting.length }),
      body: `${[words("talking.mail.digest", { count: waiting.length }), waiting.map(({ reference }) => reference).join("\n"), words("mail.signature")].join("\n\n")}\n`,
    });
    if (mailId === undefined) return;
    await tx.execute(
      sql`update peer_acknowledgements set mail_id = ${mailId} where report_id = any(${sql.param(waiting.map((row) => row.report_id))}::uuid[])`,
    );
    await writeAudit(tx, ctx, {
      action: "peer.acknowledge",
      objectType: "mail",
      objectId: mailId,
      detail: { count: waiting.length },
    });
  });
}
