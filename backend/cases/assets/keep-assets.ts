// Adds an asset to a case and changes it; a change of its compromise stands in the case's history.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addToTimeline, personOf } from "../store.ts";
import { openCaseOf, openCaseOfPart } from "../work/open-case-of.ts";
import { decideSeen, refusal } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { AddAsset, ChangeAsset, type CompromiseState, mostAssets } from "./model.ts";

async function requireKnown(tx: Tx, constituentId: string | null | undefined): Promise<void> {
  if (!constituentId) return;
  const rows = await tx.execute(sql`select 1 from constituents where id = ${constituentId}`);
  if (rows.length === 0)
    throw invalidInput([{ path: "constituentId", message: "Expected a constituent of the register." }]);
}

/** @throws refused when the case is closed or full; invalid_input for a constituent that is not in the register; not_found. */
export async function addAsset(ctx: Context, input: AddAsset): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { caseId, ...asset } = AddAsset.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await openCaseOf(tx, caseId);
    await requireKnown(tx, asset.constituentId);
    const [count] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from case_assets where case_id = ${caseId}`,
    );
    if ((count?.n ?? 0) >= mostAssets) throw refusal("too_many_assets", "A case takes 1,000 assets.");
    const [assetId, now] = [newId(ctx.now()), ctx.now().toISOString()];
    await tx.execute(sql`insert into case_assets (id, case_id, name, kind, addresses, constituent_id, compromise, compromised_at, note, created_by, created_at, changed_by, changed_at)
      values (${assetId}, ${caseId}, ${asset.name}, ${asset.kind}, ${asset.addresses}, ${asset.constituentId}, ${asset.compromise}, ${asset.compromisedAt},
        ${asset.note}, ${personOf(ctx)}, ${now}, ${personOf(ctx)}, ${now})`);
    await addToTimeline(tx, ctx, {
      caseId,
      kind: "asset_added",
      body: asset.name,
      detail: { assetId, compromise: asset.compromise },
    });
    await writeAudit(tx, ctx, {
      action: "case.add_asset",
      objectType: "case",
      objectId: caseId,
      detail: { assetId, name: asset.name, kind: asset.kind, compromise: asset.compromise },
    });
    return { id: assetId, version: 1 };
  });
}

/** @throws conflict; refused when the case is closed; invalid_input; not_found. */
export async function changeAsset(ctx: Context, input: ChangeAsset): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { assetId, version, isRemoved, ...asked } = ChangeAsset.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await openCaseOfPart(tx, "case_assets", assetId, "asset");
    const [before] = await tx.execute<{ name: string; compromise: CompromiseState; version: number }>(
      sql`select name, compromise, version from case_assets where id = ${assetId}`,
    );
    if (!before) throw notFound("asset");
    decideSeen(before.version, version);
    await requireKnown(tx, asked.constituentId);
    const now = ctx.now().toISOString();
    const changes: SQL[] = [sql`changed_by = ${personOf(ctx)}, changed_at = ${now}, version = version + 1`];
    if (asked.name !== undefined) changes.push(sql`name = ${asked.name}`);
    if (asked.kind !== undefined) changes.push(sql`kind = ${asked.kind}`);
    if (asked.addresses !== undefined) changes.push(sql`addresses = ${asked.addresses}`);
    if (asked.constituentId !== undefined) changes.push(sql`constituent_id = ${asked.constituentId}`);
    if (asked.compromise !== undefined) changes.push(sql`compromise = ${asked.compromise}`);
    if (asked.compromisedAt !== undefined) changes.push(sql`compromised_at = ${asked.compromisedAt}`);
    if (asked.note !== undefined) changes.push(sql`note = ${asked.note}`);
    if (isRemoved !== undefined) changes.push(sql`removed_at = ${isRemoved ? now : null}`);
    await tx.execute(sql`update case_assets set ${sql.join(changes, sql`, `)} where id = ${assetId}`);
    if (asked.compromise !== undefined && asked.compromise !== before.compromise)
      await addToTimeline(tx, ctx, {
        caseId,
        kind: "asset_changed",
        body: asked.name ?? before.name,
        detail: { assetId, compromise: asked.compromise, from: before.compromise },
      });
    await writeAudit(tx, ctx, {
      action: "case.change_asset",
      objectType: "case",
      objectId: caseId,
      detail: { assetId, ...asked, ...(isRemoved === undefined ? {} : { isRemoved }) },
    });
    return { id: assetId, version: before.version + 1 };
  });
}
