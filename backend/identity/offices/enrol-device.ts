// An office's device: somebody with a passkey makes a link of one hour; opened on the device, it gives the device a key of its own.
import { and, eq, gt, isNull } from "drizzle-orm";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { requirePermission } from "../access.ts";
import { requireStepUp } from "../require-step-up.ts";
import { lifetimes } from "../rules.ts";
import { requirePerson } from "../step-up.ts";
import { hashToken, isToken, newToken } from "../tokens.ts";
import { holdOffice } from "./make-office.ts";
import { type MadeDeviceLink, stepUpForOffice } from "./model.ts";
import { MakeDeviceLink } from "./requests.ts";
import { endShifts } from "./store.ts";
import { clerkShifts, officeDevices } from "./tables.ts";

/** Needs a step-up (`stepUpForOffice.makeDeviceLink`). @throws AppError not_found for an office that is closed. */
export async function makeDeviceLink(ctx: Context, officeId: string, input: unknown): Promise<MadeDeviceLink> {
  requirePermission(ctx, "office.change");
  const { name } = MakeDeviceLink.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      await holdOffice(tx, officeId);
      await requireStepUp(tx, ctx, stepUpForOffice.makeDeviceLink(officeId, name));
      const now = ctx.now();
      const id = newId(now);
      const token = newToken();
      const linkExpiresAt = new Date(now.getTime() + lifetimes.deviceLinkMs);
      const row = { id, officeId, name, linkHash: hashToken(token), linkExpiresAt, madeBy: personId, madeAt: now };
      await tx.insert(officeDevices).values(row);
      const detail = { officeId, name };
      await writeAudit(tx, ctx, {
        action: "office.make_device_link",
        objectType: "office_device",
        objectId: id,
        detail,
      });
      const link = `${ctx.config.publicUrl}/guichet/device?link=${token}`;
      return { deviceId: id, link, expiresAt: linkExpiresAt.toISOString() };
    },
    "identity",
  );
}

/** Opens a link: the device's own key, or undefined for a link that is used, late or unknown, all in one answer. */
export async function enrolDevice(ctx: Context, token: string): Promise<string | undefined> {
  requirePermission(ctx, "session.open");
  if (!isToken(token)) return undefined;
  return await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const key = newToken();
      const [device] = await tx
        .update(officeDevices)
        .set({ linkHash: null, keyHash: hashToken(key), enrolledAt: now })
        .where(
          and(
            eq(officeDevices.linkHash, hashToken(token)),
            gt(officeDevices.linkExpiresAt, now),
            isNull(officeDevices.withdrawnAt),
          ),
        )
        .returning({ id: officeDevices.id, officeId: officeDevices.officeId });
      if (!device) return undefined;
      const detail = { officeId: device.officeId };
      const entry = { action: "office.enrol_device", objectType: "office_device", objectId: device.id, detail };
      await writeAudit(tx, ctx, entry);
      return key;
    },
    "identity",
  );
}

/** A device that is lost or replaced: its key and its link open nothing, and a shift on it ends. */
export async function withdrawDevice(ctx: Context, deviceId: string): Promise<void> {
  requirePermission(ctx, "office.change");
  await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const [done] = await tx
        .update(officeDevices)
        .set({ withdrawnAt: now, linkHash: null, keyHash: null })
        .where(and(eq(officeDevices.id, deviceId), isNull(officeDevices.withdrawnAt)))
        .returning({ id: officeDevices.id });
      if (!done) throw notFound("device");
      const endedShifts = await endShifts(tx, eq(clerkShifts.deviceId, deviceId), "device_withdrawn", now);
      const entry = { action: "office.withdraw_device", objectType: "office_device", objectId: deviceId };
      await writeAudit(tx, ctx, { ...entry, detail: { endedShifts } });
    },
    "identity",
  );
}
