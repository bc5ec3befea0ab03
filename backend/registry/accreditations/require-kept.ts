// Holds a change to a body whose register the own organisation keeps.
import { eq } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { keeperOf } from "./keeper.ts";
import { accreditedBodies } from "./tables.ts";

/** Locks the row. @throws AppError not_found; forbidden for a register that another organisation keeps. */
export async function requireKept(tx: Tx, ctx: Context, bodyId: string): Promise<typeof accreditedBodies.$inferSelect> {
  const [body] = await tx.select().from(accreditedBodies).where(eq(accreditedBodies.id, bodyId));
  if (!body) throw notFound("accredited body");
  if (body.keptBy !== keeperOf(ctx))
    throw new AppError("forbidden", "This register is kept by another organisation.", {
      words: "register.accreditation.kept_elsewhere",
    });
  const [locked] = await tx.select().from(accreditedBodies).where(eq(accreditedBodies.id, bodyId)).for("update");
  if (!locked) throw notFound("accredited body");
  return locked;
}
