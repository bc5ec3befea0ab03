// SQL that several verbs of offices share: the device behind a key, the end of shifts.
import { and, eq, isNull, type SQL } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { hashToken, isToken } from "../tokens.ts";
import { clerkShifts, officeDevices, offices } from "./tables.ts";

export interface EnrolledDevice {
  id: string;
  name: string;
  officeId: string;
  officeName: string;
}

/** The enrolled device of a key, unless it or its office was closed. */
export async function findDevice(tx: Tx, key: string | undefined): Promise<EnrolledDevice | undefined> {
  if (!key || !isToken(key)) return undefined;
  const [row] = await tx
    .select({ id: officeDevices.id, name: officeDevices.name, officeId: offices.id, officeName: offices.name })
    .from(officeDevices)
    .innerJoin(offices, eq(offices.id, officeDevices.officeId))
    .where(and(eq(officeDevices.keyHash, hashToken(key)), isNull(officeDevices.withdrawnAt), isNull(offices.closedAt)));
  return row;
}

/** Ends the open shifts that `which` names; returns how many. */
export async function endShifts(tx: Tx, which: SQL, why: string, now: Date): Promise<number> {
  const ended = await tx
    .update(clerkShifts)
    .set({ endedAt: now, endedWhy: why })
    .where(and(isNull(clerkShifts.endedAt), which))
    .returning({ id: clerkShifts.id });
  return ended.length;
}
