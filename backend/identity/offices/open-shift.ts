// A clerk at work: the PIN opens a shift on an enrolled device; the shift hands reports in, reads nothing, and ends by itself.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { requirePermission } from "../access.ts";
import { isSeenStale, lifetimes } from "../rules.ts";
import { forgetTries, trySecret } from "../slow-secrets.ts";
import { hashToken, isToken, newToken } from "../tokens.ts";
import { pinSubject } from "./keep-clerks.ts";
import type { OfficeAtDevice, OfficeShift } from "./model.ts";
import { endShifts, findDevice } from "./store.ts";
import { clerks, clerkShifts, officeDevices, officeReports } from "./tables.ts";

/** What the device's page shows before a shift; undefined for a device that is not enrolled. */
export async function officeOf(ctx: Context, deviceKey: string | undefined): Promise<OfficeAtDevice | undefined> {
  requirePermission(ctx, "report.submit");
  return await readOnly(
    ctx,
    async (tx) => {
      const device = await findDevice(tx, deviceKey);
      if (!device) return undefined;
      const known = await tx
        .select({ id: clerks.id, name: clerks.name })
        .from(clerks)
        .where(and(eq(clerks.officeId, device.officeId), isNull(clerks.removedAt)))
        .orderBy(clerks.name);
      return { officeName: device.officeName, deviceName: device.name, clerks: known };
    },
    "identity",
  );
}

/**
 * A shift's token, or undefined when device, clerk or PIN is not right: in one answer, at one cost. An earlier shift on the device ends.
 * @throws AppError too_many_requests after wrong PINs, each time for longer.
 */
export async function openShift(
  ctx: Context,
  deviceKey: string | undefined,
  clerkId: string,
  pin: string,
): Promise<string | undefined> {
  requirePermission(ctx, "session.open");
  const found = await readOnly(
    ctx,
    async (tx) => {
      const device = await findDevice(tx, deviceKey);
      if (!device) return undefined;
      const [clerk] = await tx
        .select({ id: clerks.id, pinHash: clerks.pinHash })
        .from(clerks)
        .where(and(eq(clerks.id, clerkId), eq(clerks.officeId, device.officeId), isNull(clerks.removedAt)));
      return clerk && { device, clerk };
    },
    "identity",
  );
  // Without an enrolled device nothing is tried at all: a PIN cannot be guessed from elsewhere.
  if (!found) return undefined;
  const { device, clerk } = found;
  const isRight = await trySecret(ctx, pinSubject(clerk.id), pin.replaceAll(/\s/g, ""), clerk.pinHash);
  const entry = { objectType: "clerk", objectId: clerk.id, detail: { deviceId: device.id, officeId: device.officeId } };
  return await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      if (!isRight) {
        await writeAudit(tx, ctx, { ...entry, action: "office.refuse_pin" });
        return undefined;
      }
      await forgetTries(tx, pinSubject(clerk.id));
      await endShifts(tx, eq(clerkShifts.deviceId, device.id), "another_shift", now);
      await tx.update(officeDevices).set({ lastUsedAt: now }).where(eq(officeDevices.id, device.id));
      const token = newToken();
      const row = { id: newId(now), tokenHash: hashToken(token), deviceId: device.id, clerkId: clerk.id };
      await tx.insert(clerkShifts).values({ ...row, openedAt: now, lastSeenAt: now });
      await writeAudit(tx, ctx, { ...entry, action: "office.open_shift" });
      return token;
    },
    "identity",
  );
}

interface OpenShift {
  id: string;
  officeId: string;
  officeName: string;
  clerkId: string;
  clerkName: string;
  deviceId: string;
  openedAt: Date;
  lastSeenAt: Date;
}

/** The open shift of this token on this very device. */
async function findShift(tx: Tx, ctx: Context, deviceKey: string | undefined, token: string | undefined) {
  if (!token || !isToken(token)) return undefined;
  const device = await findDevice(tx, deviceKey);
  if (!device) return undefined;
  const [row] = await tx
    .select({ shift: clerkShifts, clerkName: clerks.name })
    .from(clerkShifts)
    .innerJoin(clerks, eq(clerks.id, clerkShifts.clerkId))
    .where(
      and(
        eq(clerkShifts.tokenHash, hashToken(token)),
        eq(clerkShifts.deviceId, device.id),
        isNull(clerkShifts.endedAt),
        isNull(clerks.removedAt),
      ),
    );
  const now = ctx.now().getTime();
  if (!row || now >= row.shift.openedAt.getTime() + lifetimes.shiftMs) return undefined;
  if (now >= row.shift.lastSeenAt.getTime() + lifetimes.shiftIdleMs) return undefined;
  const { officeId, officeName } = device;
  const { id, clerkId, openedAt, lastSeenAt } = row.shift;
  return { id, officeId, officeName, clerkId, clerkName: row.clerkName, deviceId: device.id, openedAt, lastSeenAt };
}

/** The shift that is open on this device, which lives longer by being used; undefined when there is none. */
export async function readShift(
  ctx: Context,
  deviceKey: string | undefined,
  token: string | undefined,
): Promise<OfficeShift | undefined> {
  requirePermission(ctx, "report.submit");
  const now = ctx.now();
  const shift = await readOnly(ctx, async (tx) => await findShift(tx, ctx, deviceKey, token), "identity");
  if (!shift) return undefined;
  if (isSeenStale(shift.lastSeenAt, now)) {
    // oxlint-disable-next-line toguna/mutation-guards -- the time of the last page is no act of anybody
    await withTransaction(
      ctx,
      async (tx) => await tx.update(clerkShifts).set({ lastSeenAt: now }).where(eq(clerkShifts.id, shift.id)),
      "identity",
    );
  }
  const endsAt = new Date(shift.openedAt.getTime() + lifetimes.shiftMs).toISOString();
  return { officeName: shift.officeName, clerkName: shift.clerkName, endsAt };
}

export async function endShift(ctx: Context, deviceKey: string | undefined, token: string | undefined): Promise<void> {
  requirePermission(ctx, "session.open");
  await withTransaction(
    ctx,
    async (tx) => {
      const shift = await findShift(tx, ctx, deviceKey, token);
      if (!shift) return;
      await endShifts(tx, eq(clerkShifts.id, shift.id), "ended_by_clerk", ctx.now());
      const entry = { objectType: "clerk", objectId: shift.clerkId, detail: { deviceId: shift.deviceId } };
      await writeAudit(tx, ctx, { ...entry, action: "office.end_shift" });
    },
    "identity",
  );
}

/** Whose shift hands a report in; undefined when none is open. */
export async function shiftForReport(
  ctx: Context,
  deviceKey: string | undefined,
  token: string | undefined,
): Promise<OpenShift | undefined> {
  requirePermission(ctx, "report.submit");
  return await readOnly(ctx, async (tx) => await findShift(tx, ctx, deviceKey, token), "identity");
}

/** Writes down with the report which office and clerk it came through, in the report's own transaction. */
export async function markOfficeReport(tx: Tx, ctx: Context, reportId: string, shift: OpenShift): Promise<void> {
  requirePermission(ctx, "report.submit");
  const { officeId, clerkId, id: shiftId, deviceId } = shift;
  await tx.insert(officeReports).values({ reportId, officeId, clerkId, shiftId, at: ctx.now() });
  const detail = { officeId, clerkId, deviceId };
  await writeAudit(tx, ctx, { action: "office.hand_in", objectType: "report", objectId: reportId, detail });
}
