// Adds a registered entity to the register.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { AddConstituent } from "./model.ts";
import { requireFacts } from "./profile/require-facts.ts";
import { constituents } from "./tables.ts";

/** @throws AppError invalid_input for an area, a class of the packs of law or a parent that is not known. */
export async function addConstituent(ctx: Context, input: AddConstituent): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "registry.change");
  const entry = AddConstituent.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await requireFacts(tx, entry);
    const added = await insertConstituent(tx, ctx, entry, false);
    await writeAudit(tx, ctx, {
      action: "constituent.add",
      objectType: "constituent",
      objectId: added.id,
      detail: { name: entry.name, sector: entry.sector },
    });
    await publish(tx, { type: "registry.changed" });
    return added;
  });
}

/** The row and the organisation (tenant) behind it; the reference never changes. */
export async function insertConstituent(
  tx: Tx,
  ctx: Context,
  entry: ReturnType<typeof AddConstituent.parse>,
  isDemo: boolean,
): Promise<{ id: string; reference: string }> {
  const id = newId(ctx.now());
  const organisationId = newId(ctx.now());
  await tx.execute(
    sql`insert into organisations (id, kind, name) values (${organisationId}, 'constituent', ${entry.name.slice(0, 200)})`,
  );
  const reference = `C-${id.slice(-8).toUpperCase()}`;
  await tx.insert(constituents).values({
    id,
    reference,
    organisationId,
    name: entry.name,
    otherNames: entry.otherNames,
    sector: entry.sector,
    isic: entry.isic ?? null,
    classes: entry.classes,
    areaId: entry.areaId ?? null,
    branchAreaIds: entry.branchAreaIds,
    parentId: entry.parentId ?? null,
    languages: entry.languages,
    address: entry.address ?? null,
    legalForm: entry.legalForm ?? null,
    isDemo,
    createdAt: ctx.now(),
  });
  return { id, reference };
}
