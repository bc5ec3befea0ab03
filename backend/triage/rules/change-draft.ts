// The draft of a rule: begun from an earlier version, edited by whoever saw its latest state, thrown away.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { checkSource } from "./check-source.ts";
import { BeginDraft, EditDraft, OnDraft } from "./requests/model.ts";
import { holdRule, moveTo, readStoredVersion } from "./store.ts";

export interface DraftRow {
  source: string;
  samples: EditDraft["samples"];
  note: string;
  writtenBy: string[];
  version: number;
}

/** @throws not_found; conflict when somebody else saved meanwhile. */
export async function holdDraft(tx: Tx, ruleId: string, version: number): Promise<DraftRow> {
  const [row] = await tx.execute<DraftRow & Record<string, unknown>>(
    sql`select source, samples, note, written_by as "writtenBy", version from rule_drafts where rule_id = ${ruleId} for update`,
  );
  if (!row) throw notFound("draft of this rule");
  if (row.version !== version)
    throw new AppError("conflict", "Somebody has changed this draft meanwhile. Load it again.", {
      words: "rulelife.refusal.draft_changed",
    });
  return row;
}

/** Starts a new version from an earlier one; a rule that was taken out of force begins its life again. */
export async function beginDraft(
  ctx: Context,
  ruleId: string,
  input: { fromVersion: number },
): Promise<{ draftVersion: number }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { fromVersion } = BeginDraft.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const rule = await holdRule(tx, ruleId);
    const from = await readStoredVersion(tx, ruleId, fromVersion);
    const at = ctx.now();
    const begun = await tx.execute(sql`insert into rule_drafts (rule_id, source, samples, note, written_by, edited_at)
      values (${ruleId}, ${from.source}, ${JSON.stringify(from.samples)}::jsonb, '', ${sql.param([personId])}::uuid[], ${at.toISOString()}::timestamptz)
      on conflict (rule_id) do nothing returning rule_id`);
    if (begun.length === 0)
      throw new AppError("conflict", "This rule has a draft already.", { words: "rulelife.refusal.draft_there" });
    if (rule.state === "retired") await moveTo(tx, rule, "draft", { reason: "", at });
    const detail = { fromVersion, wasRetired: rule.state === "retired" };
    await writeAudit(tx, ctx, { action: "rule.begin_draft", objectType: "rule", objectId: ruleId, detail });
    return { draftVersion: 1 };
  });
}

export async function editDraft(ctx: Context, ruleId: string, input: EditDraft): Promise<{ draftVersion: number }> {
  requirePermission(ctx, "rule.write");
  const { personId } = requirePerson(ctx);
  const { version, source, samples, note } = EditDraft.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const rule = await holdRule(tx, ruleId);
    const draft = await holdDraft(tx, ruleId, version);
    const writtenBy = [...new Set([...draft.writtenBy, personId])];
    await tx.execute(sql`update rule_drafts set source = ${source}, samples = ${JSON.stringify(samples)}::jsonb, note = ${note},
      written_by = ${sql.param(writtenBy)}::uuid[], edited_at = ${ctx.now().toISOString()}::timestamptz, version = version + 1 where rule_id = ${ruleId}`);
    const title = rule.latestVersion === null ? checkSource(rule.kind, source, ruleId).facts?.title : undefined;
    if (title !== undefined && title !== "")
      await tx.execute(sql`update rules set title = ${title} where id = ${ruleId}`);
    await writeAudit(tx, ctx, {
      action: "rule.edit_draft",
      objectType: "rule",
      objectId: ruleId,
      detail: { draftVersion: version + 1 },
    });
    return { draftVersion: version + 1 };
  });
}

/** A rule that never was anything else than this draft is retired with it. */
export async function discardDraft(ctx: Context, ruleId: string, input: { version: number }): Promise<void> {
  requirePermission(ctx, "rule.write");
  const { version } = OnDraft.parse(input);
  await withTransaction(ctx, async (tx) => {
    const rule = await holdRule(tx, ruleId);
    await holdDraft(tx, ruleId, version);
    await tx.execute(sql`delete from rule_drafts where rule_id = ${ruleId}`);
    if (rule.state === "draft") await moveTo(tx, rule, "retired", { reason: "", at: ctx.now() });
    await writeAudit(tx, ctx, { action: "rule.discard_draft", objectType: "rule", objectId: ruleId });
  });
}
