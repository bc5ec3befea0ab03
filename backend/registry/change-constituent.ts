// Changes a constituent's facts, since when they are so, and why. A write on an older version is refused, so that no change is lost.
import { eq, sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { ChangeConstituent } from "./model.ts";
import { writeFacts } from "./profile/write-facts.ts";
import { requireFacts } from "./profile/require-facts.ts";
import { constituents } from "./tables.ts";

const facts = [
  "name",
  "otherNames",
  "sector",
  "isic",
  "classes",
  "areaId",
  "branchAreaIds",
  "parentId",
  "languages",
  "address",
  "legalForm",
] as const;

/** Returns the new version. @throws as `writeChange`, and forbidden. */
export async function changeConstituent(ctx: Context, input: ChangeConstituent): Promise<{ version: number }> {
  requirePermission(ctx, "registry.change");
  const change = ChangeConstituent.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const changed = await writeChange(tx, ctx, change);
    await writeAudit(tx, ctx, {
      action: "constituent.change",
      objectType: "constituent",
      objectId: change.constituentId,
      detail: changed.detail,
    });
    await publish(tx, { type: "registry.changed" });
    return { version: changed.version };
  });
}

/**
 * Writes the change and its history in the caller's transaction; the caller writes the log's row with `detail`.
 * @throws AppError not_found; conflict; invalid_input for an unknown area, class or parent, a time to come, or when nothing differs.
 */
export async function writeChange(
  tx: Tx,
  ctx: Context,
  { constituentId, version, validFrom, validUntil, why, ...wanted }: ReturnType<typeof ChangeConstituent.parse>,
): Promise<{ version: number; detail: Record<string, unknown> }> {
  const [before] = await tx.select().from(constituents).where(eq(constituents.id, constituentId)).for("update");
  if (!before) throw notFound("constituent");
  if (before.version !== version)
    throw new AppError("conflict", "This constituent was changed by somebody else in the meantime.", {
      words: "forms.conflict.changed",
      fields: [{ path: "version", message: `Expected ${before.version}.` }],
    });
  requirePast(ctx.now(), validFrom, validUntil);
  const differing = facts.filter(
    (fact) => wanted[fact] !== undefined && JSON.stringify(wanted[fact]) !== JSON.stringify(before[fact]),
  );
  // What holds today already may still be new for another time.
  const told =
    validFrom !== undefined || validUntil !== undefined
      ? facts.filter((fact) => wanted[fact] !== undefined)
      : differing;
  if (told.length === 0) throw invalidInput([{ path: "body", message: "Expected a change." }]);
  await requireFacts(tx, wanted, constituentId);
  const isOver = validUntil !== undefined;
  const now = isOver ? [] : differing;
  await writeFacts(
    tx,
    ctx,
    { constituentId, validFrom, validUntil, why },
    {
      present: { ...Object.fromEntries(now.map((fact) => [fact, wanted[fact]])), version: version + 1 },
      past: told.filter((fact) => !now.includes(fact)).map((fact) => [fact, wanted[fact] ?? null]),
    },
  );
  if (now.includes("name"))
    await tx.execute(
      sql`update organisations set name = ${(wanted.name ?? "").slice(0, 200)} where id = ${before.organisationId}`,
    );
  const detail = {
    ...Object.fromEntries(told.map((fact) => [fact, { from: before[fact], to: wanted[fact] ?? null }])),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(why === undefined ? {} : { why }),
  };
  return { version: version + 1, detail };
}

function requirePast(now: Date, validFrom: string | undefined, validUntil: string | undefined): void {
  const isToCome = (at: string | undefined): boolean => at !== undefined && new Date(at) > now;
  if (isToCome(validFrom))
    throw invalidInput([{ path: "validFrom", message: "Expected a time that is not in the future." }]);
  if (isToCome(validUntil))
    throw invalidInput([{ path: "validUntil", message: "Expected a time that is not in the future." }]);
  if (validFrom !== undefined && validUntil !== undefined && new Date(validUntil) <= new Date(validFrom))
    throw invalidInput([{ path: "validUntil", message: "Expected a time after validFrom." }]);
}
