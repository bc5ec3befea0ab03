// Changes a constituent's basic facts. A write on an older version is refused, so that no change is lost.
import { eq, sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { ChangeConstituent } from "./model.ts";
import { constituents } from "./tables.ts";

const facts = ["name", "otherNames", "sector", "isic", "classes", "areaId", "languages"] as const;

/** Returns the new version. @throws AppError not_found; conflict; invalid_input for an unknown area or when nothing differs. */
export async function changeConstituent(ctx: Context, input: ChangeConstituent): Promise<{ version: number }> {
  requirePermission(ctx, "registry.change");
  const { constituentId, version, ...wanted } = ChangeConstituent.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const [before] = await tx.select().from(constituents).where(eq(constituents.id, constituentId)).for("update");
    if (!before) throw notFound("constituent");
    if (before.version !== version)
      throw new AppError("conflict", "This constituent was changed by somebody else in the meantime.", {
        fields: [{ path: "version", message: `Expected ${before.version}.` }],
      });
    const differing = facts.filter(
      (fact) => wanted[fact] !== undefined && JSON.stringify(wanted[fact]) !== JSON.stringify(before[fact]),
    );
    if (differing.length === 0) throw invalidInput([{ path: "body", message: "Expected a change." }]);
    if (wanted.areaId && differing.includes("areaId")) await requireArea(tx, wanted.areaId);
    const changes = Object.fromEntries(differing.map((fact) => [fact, wanted[fact]]));
    await tx
      .update(constituents)
      .set({ ...changes, version: version + 1 })
      .where(eq(constituents.id, constituentId));
    if (wanted.name !== undefined)
      await tx.execute(
        sql`update organisations set name = ${wanted.name.slice(0, 200)} where id = ${before.organisationId}`,
      );
    await writeAudit(tx, ctx, {
      action: "constituent.change",
      objectType: "constituent",
      objectId: constituentId,
      detail: Object.fromEntries(differing.map((fact) => [fact, { from: before[fact], to: wanted[fact] ?? null }])),
    });
    await publish(tx, { type: "registry.changed" });
    return { version: version + 1 };
  });
}

async function requireArea(tx: Tx, areaId: string): Promise<void> {
  if ((await tx.execute(sql`select 1 from areas where id = ${areaId}`)).length === 0)
    throw invalidInput([{ path: "areaId", message: "Expected the id of an area of this country." }]);
}
