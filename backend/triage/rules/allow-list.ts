// The allow-list: what is known to be harmless here, with a reason, an owner and an end. Triage keeps such findings aside.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { normaliseValue } from "../indicators/index.ts";
import { type AllowEntryView } from "./model.ts";
import { AddAllowEntry, ChangeAllowEntry, EndAllowEntry } from "./requests/model.ts";
import { readingScope } from "./store.ts";

const longestMs = 2 * 366 * 86_400_000;

export async function addAllowEntry(ctx: Context, input: AddAllowEntry): Promise<{ id: string }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { rule, value, reason, ownerId = personId, expiresAt } = AddAllowEntry.parse(input);
  if (!rule && !value)
    throw invalidInput([{ path: "rule", message: "Expected a rule, a value, or a rule on a value." }]);
  const end = requireEnd(ctx, expiresAt);
  const normal = value && normaliseValue(value.kind, value.value);
  if (normal && "reason" in normal) throw invalidInput([{ path: "value.value", message: normal.reason }]);
  return await withTransaction(ctx, async (tx) => {
    await requireOwner(tx, ownerId);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into allow_entries (id, engine, rule_name, value_kind, value, reason, owner_id, created_by, created_at, expires_at)
      values (${id}, ${rule?.engine ?? null}, ${rule?.name ?? null}, ${value?.kind ?? null}, ${normal?.value ?? null}, ${reason}, ${ownerId}, ${personId},
        ${ctx.now().toISOString()}::timestamptz, ${end.toISOString()}::timestamptz)`);
    const detail = { rule: rule ?? null, value: value ?? null, reason, ownerId, expiresAt };
    await writeAudit(tx, ctx, { action: "allow_entry.add", objectType: "allow_entry", objectId: id, detail });
    return { id };
  });
}

/** What an entry is about never changes: another matter is another entry. */
export async function changeAllowEntry(
  ctx: Context,
  entryId: string,
  input: ChangeAllowEntry,
): Promise<{ version: number }> {
  requirePermission(ctx, "rule.write");
  const { version, reason, ownerId, expiresAt } = ChangeAllowEntry.parse(input);
  const end = expiresAt === undefined ? null : requireEnd(ctx, expiresAt).toISOString();
  return await withTransaction(ctx, async (tx) => {
    await holdEntry(tx, entryId, version);
    if (ownerId !== undefined) await requireOwner(tx, ownerId);
    await tx.execute(sql`update allow_entries set reason = coalesce(${reason ?? null}, reason), owner_id = coalesce(${ownerId ?? null}::uuid, owner_id),
      expires_at = coalesce(${end}::timestamptz, expires_at), version = version + 1 where id = ${entryId}`);
    const detail = { reason: reason ?? null, ownerId: ownerId ?? null, expiresAt: end };
    await writeAudit(tx, ctx, { action: "allow_entry.change", objectType: "allow_entry", objectId: entryId, detail });
    return { version: version + 1 };
  });
}

export async function endAllowEntry(ctx: Context, entryId: string, input: { reason: string }): Promise<void> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { reason } = EndAllowEntry.parse(input);
  await withTransaction(ctx, async (tx) => {
    await holdEntry(tx, entryId);
    await tx.execute(sql`update allow_entries set ended_at = ${ctx.now().toISOString()}::timestamptz, ended_by = ${personId}, end_reason = ${reason},
      version = version + 1 where id = ${entryId}`);
    const detail = { reason };
    await writeAudit(tx, ctx, { action: "allow_entry.end", objectType: "allow_entry", objectId: entryId, detail });
  });
}

/** Live ones first, then the ended; at most a thousand. */
export async function listAllowEntries(ctx: Context): Promise<{ entries: AllowEntryView[]; can: { change: boolean } }> {
  requirePermission(ctx, "rule.read");
  const now = ctx.now().toISOString();
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<AllowEntryView & Record<string, unknown>>(sql`select e.id,
        case when e.rule_name is null then null else json_build_object('engine', e.engine, 'name', e.rule_name, 'title',
          (select r.title from rule_names n join rules r on r.id = n.rule_id where n.kind = e.engine and n.name = e.rule_name)) end as rule,
        case when e.value is null then null else json_build_object('kind', e.value_kind, 'value', e.value) end as value, e.reason,
        (select json_build_object('id', p.id, 'name', p.name) from people p where p.id = e.owner_id) as owner,
        (select json_build_object('id', p.id, 'name', p.name) from people p where p.id = e.created_by) as "createdBy",
        ${iso(sql`e.created_at`)} as "createdAt", ${iso(sql`e.expires_at`)} as "expiresAt", ${iso(sql`e.ended_at`)} as "endedAt", e.end_reason as "endReason",
        e.ended_at is null and e.expires_at > ${now}::timestamptz as "isLive", e.version,
        coalesce(c.held, 0)::int as held
      from allow_entries e left join allow_entry_counts() c on c.entry_id = e.id::text order by "isLive" desc, e.created_at desc limit 1000`),
    readingScope(ctx.actor.kind),
  );
  const canChange = ctx.actor.kind === "person";
  return { entries: [...rows], can: { change: canChange } };
}

function requireEnd(ctx: Context, expiresAt: string): Date {
  const end = new Date(expiresAt);
  const ahead = end.getTime() - ctx.now().getTime();
  if (ahead <= 0) throw invalidInput([{ path: "expiresAt", message: "Expected a time in the future." }]);
  if (ahead > longestMs)
    throw invalidInput([
      { path: "expiresAt", message: "Expected an end within two years: somebody looks at it again then." },
    ]);
  return end;
}

async function requireOwner(tx: Tx, ownerId: string): Promise<void> {
  const [owner] = await tx.execute(
    sql`select p.id from people p join role_grants g on g.person_id = p.id join organisations o on o.id = g.organisation_id
      where p.id = ${ownerId} and g.revoked_at is null and p.disabled_at is null and o.kind = 'cert' limit 1`,
  );
  if (!owner) throw invalidInput([{ path: "ownerId", message: "Expected somebody of the team." }]);
}

async function holdEntry(tx: Tx, entryId: string, version?: number): Promise<void> {
  const [row] = await tx.execute<{ version: number; isEnded: boolean }>(
    sql`select version, ended_at is not null as "isEnded" from allow_entries where id = ${entryId} for update`,
  );
  if (!row) throw notFound("entry of the allow-list");
  if (row.isEnded) throw new AppError("conflict", "This entry has ended already.", { words: "refusals.entry_ended" });
  if (version !== undefined && row.version !== version)
    throw new AppError("conflict", "Somebody has changed this entry meanwhile. Load it again.", {
      words: "forms.conflict.changed",
    });
}
