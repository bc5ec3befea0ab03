// Writing the register of processing: adding, changing (a further version), ending. Nothing is overwritten and nothing deleted.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { readEntity } from "../duties/read-entity.ts";
import { AddProcessing, changedFields, ChangeProcessing, EndProcessing, type ProcessingContent } from "./model.ts";
import { knownTraits, loadEntry } from "./store.ts";

/** `transfer_abroad` follows from the transfers; every other trait is of the shipped list. @throws AppError invalid_input. */
function requireTraits(traits: readonly string[]): void {
  const known = knownTraits()
    .map(({ id }) => id)
    .filter((id) => id !== "transfer_abroad");
  const index = traits.findIndex((trait) => !known.includes(trait));
  if (index >= 0) throw invalidInput([{ path: `traits.${index}`, message: `Expected one of ${known.join(", ")}.` }]);
}

async function insertVersion(
  tx: Tx,
  ctx: Context,
  of: { entryId: string; number: number; organisationId: string; content: ProcessingContent; note: string },
): Promise<void> {
  const { personId } = requirePerson(ctx);
  await tx.execute(sql`insert into processing_versions (entry_id, number, organisation_id, content, note, changed_by, changed_at)
    values (${of.entryId}, ${of.number}, ${of.organisationId}, ${JSON.stringify(of.content)}::jsonb, ${of.note}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
}

/** @throws AppError invalid_input naming the field; not_found where the organisation has no entry in the register of constituents. */
export async function addProcessing(ctx: Context, input: AddProcessing): Promise<{ id: string; number: number }> {
  requirePermission(ctx, "processing.change");
  const content = AddProcessing.parse(input);
  requireTraits(content.traits);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const entity = await readEntity(tx, ctx, ctx.now());
    const id = newId(ctx.now());
    // Two at once would count the same: whoever comes second waits for the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`processing:${entity.organisationId}`}, 0))`);
    const [row] = await tx.execute<{
      number: number;
    }>(sql`insert into processing_entries (id, organisation_id, constituent_id, number, version, created_by, created_at)
      select ${id}, ${entity.organisationId}, ${entity.id}, coalesce(max(number), 0) + 1, 1, ${personId}, ${ctx.now().toISOString()}::timestamptz
      from processing_entries where organisation_id = ${entity.organisationId} returning number`);
    await insertVersion(tx, ctx, { entryId: id, number: 1, organisationId: entity.organisationId, content, note: "" });
    await writeAudit(tx, ctx, { action: "processing.add", objectType: "processing", objectId: id, detail: {} });
    return { id, number: row?.number ?? 1 };
  });
}

/** @throws AppError conflict when somebody changed it meanwhile; refused for an entry that has ended, or where nothing would change. */
export async function changeProcessing(
  ctx: Context,
  id: string,
  input: ChangeProcessing,
): Promise<{ version: number }> {
  requirePermission(ctx, "processing.change");
  const { version, note, ...content } = ChangeProcessing.parse(input);
  requireTraits(content.traits);
  const { organisationId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const entry = await loadEntry(tx, organisationId, id);
    if (entry.endedAt !== null)
      throw new AppError("refused", "This processing has ended: it does not change any more.", {
        words: "processing.refusal.ended",
      });
    const fields = changedFields(entry.content, content);
    if (fields.length === 0)
      throw new AppError("refused", "Nothing would change.", { words: "processing.refusal.unchanged" });
    const taken = await tx.execute(
      sql`update processing_entries set version = ${version + 1} where id = ${id} and version = ${version} returning id`,
    );
    if (taken.length === 0)
      throw new AppError("conflict", "Somebody changed this meanwhile. Load it again.", {
        words: "processing.refusal.changed",
      });
    await insertVersion(tx, ctx, { entryId: id, number: version + 1, organisationId, content, note });
    const detail = { version: version + 1, fields };
    await writeAudit(tx, ctx, { action: "processing.change", objectType: "processing", objectId: id, detail });
    return { version: version + 1 };
  });
}

/** It stays in the register, with the reason. @throws AppError conflict when it has ended already. */
export async function endProcessing(ctx: Context, id: string, input: unknown): Promise<void> {
  requirePermission(ctx, "processing.change");
  const { reason } = EndProcessing.parse(input);
  const { organisationId } = requirePerson(ctx);
  await withTransaction(ctx, async (tx) => {
    await loadEntry(tx, organisationId, id);
    const ended =
      await tx.execute(sql`update processing_entries set ended_at = ${ctx.now().toISOString()}::timestamptz, ended_reason = ${reason}
      where id = ${id} and ended_at is null returning id`);
    if (ended.length === 0)
      throw new AppError("conflict", "This processing has ended already.", { words: "processing.refusal.ended" });
    await writeAudit(tx, ctx, { action: "processing.end", objectType: "processing", objectId: id, detail: {} });
  });
}
