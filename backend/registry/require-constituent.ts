// Holds an addition to a constituent that is in the register.
import { eq } from "drizzle-orm";
import type { Tx } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { constituents } from "./tables.ts";

/** @throws AppError not_found. */
export async function requireConstituent(tx: Tx, id: string): Promise<void> {
  const found = await tx.select({ id: constituents.id }).from(constituents).where(eq(constituents.id, id));
  if (found.length === 0) throw notFound("constituent");
}
