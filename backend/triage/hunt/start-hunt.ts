// Starts a hunt: what is looked for is checked now, so that nobody waits for a refusal; the walk is left to a job.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { guessKind, normaliseValue } from "../indicators/index.ts";
import { type HuntFor, huntLimits, StartHunt } from "./model.ts";

/** What a hunt's row holds of what it looks for, and what it is called. */
export interface HuntSubject {
  kind: HuntFor["kind"];
  title: string;
  subject: Record<string, unknown>;
}

/** @throws forbidden; invalid_input naming the value; not_found; conflict where the list is not in force; too_many_requests */
export async function startHunt(ctx: Context, input: StartHunt): Promise<{ id: string }> {
  requirePermission(ctx, "hunt.start");
  const { what, sinceDays } = StartHunt.parse(input);
  const since = sinceDays === undefined ? null : new Date(ctx.now().getTime() - sinceDays * 86_400_000);
  return await withTransaction(ctx, async (tx) => {
    const [waiting] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from hunts where state in ('waiting', 'running')`,
    );
    if ((waiting?.n ?? 0) >= huntLimits.waiting)
      throw new AppError("too_many_requests", `${huntLimits.waiting} hunts are waiting already; cancel one, or wait.`, {
        retryAfterSeconds: 60,
      });
    const id = await insertHunt(tx, ctx, await findSubject(tx, what), since);
    await writeAudit(tx, ctx, { action: "hunt.start", objectType: "hunt", objectId: id, detail: { what, sinceDays } });
    return { id };
  });
}

/** The row and its job; the caller writes the log. */
export async function insertHunt(
  tx: Tx,
  ctx: Context,
  { kind, title, subject }: HuntSubject,
  since: Date | null,
  askedBy: string | null = ctx.actor.kind === "person" ? ctx.actor.personId : null,
): Promise<string> {
  const id = newId(ctx.now());
  const now = ctx.now().toISOString();
  await tx.execute(sql`insert into hunts (id, kind, subject, title, asked_by, asked_at, since_at, until_at, state)
    values (${id}, ${kind}, ${JSON.stringify(subject)}::jsonb, ${title.slice(0, 300)}, ${askedBy}, ${now}::timestamptz,
      ${since?.toISOString() ?? null}::timestamptz, ${now}::timestamptz, 'waiting')`);
  await addJob(tx, "triage.hunt", { huntId: id });
  return id;
}

async function findSubject(tx: Tx, what: HuntFor): Promise<HuntSubject> {
  if (what.kind === "value") {
    const kind = what.valueKind ?? guessKind(what.value);
    const expected =
      "Expected a value such as an address, a domain, a link, a hash, a mail address or a telephone number.";
    if (kind === null) throw invalidInput([{ path: "what.value", message: expected }]);
    const normal = normaliseValue(kind, what.value);
    if ("reason" in normal) throw invalidInput([{ path: "what.value", message: normal.reason }]);
    return { kind: "value", title: normal.value, subject: { kind, value: normal.value } };
  }
  if (what.kind === "list") {
    const [feed] = await tx.execute<{ importId: string | null; title: string | null; format: string | null }>(
      sql`select f.active_import as "importId", i.title, i.format from indicator_feeds f left join indicator_imports i on i.id = f.active_import where f.id = ${what.feedId}`,
    );
    if (!feed) throw notFound("list");
    if (feed.importId === null)
      throw new AppError("conflict", "This list is not in force.", { words: "refusals.list_not_in_force" });
    if (feed.format === "warninglist")
      throw invalidInput([
        { path: "what.feedId", message: "A warning list names what is harmless; hunt for a list of indicators." },
      ]);
    return { kind: "list", title: feed.title ?? "", subject: { feedId: what.feedId, importId: feed.importId } };
  }
  const [rule] = await tx.execute<{ version: number; title: string }>(sql`
    select v.version, v.title from rules r join rule_versions v on v.rule_id = r.id
    where r.id = ${what.ruleId} order by (v.version = r.active_version) desc nulls last, v.version desc limit 1`);
  if (!rule) throw notFound("rule with a version");
  return { kind: "rule", title: rule.title, subject: { ruleId: what.ruleId, version: rule.version } };
}
