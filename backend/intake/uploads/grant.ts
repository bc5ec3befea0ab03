// The right to begin sending files to a report: given with its receipt, signed, kept nowhere; and the keyed hash of an upload's address.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Services } from "../../platform/context/index.ts";
import { parseReceipt } from "../receipts/model.ts";
import { grantLifeMs } from "./model.ts";

type Keys = Pick<Services, "secrets">;

/** A grant for the report of a receipt that was just given or opened, or undefined for what is no receipt. The caller knows that the receipt is right. */
export function signGrant(services: Keys, receipt: string, now: Date): string | undefined {
  const parts = parseReceipt(receipt);
  return typeof parts === "string" ? undefined : signLocatorGrant(services, parts.locator, now);
}

export function signLocatorGrant(services: Keys, locator: string, now: Date): string {
  const payload = `${locator}.${now.getTime() + grantLifeMs}`;
  return `${payload}.${sign(services, payload).toString("base64url")}`;
}

/** The locator that a grant names, or undefined when it is not ours or its time is over. */
export function readGrant(services: Keys, grant: string, now: Date): string | undefined {
  const [, payload = "", locator = "", until = "", signature = ""] =
    /^((\d{6,9})\.(\d{1,15}))\.([A-Za-z0-9_-]{43})$/.exec(grant) ?? [];
  if (payload === "" || Number(until) <= now.getTime()) return undefined;
  return timingSafeEqual(Buffer.from(signature, "base64url"), sign(services, payload)) ? locator : undefined;
}

/** What the database knows of an upload's address. */
export function hashUploadToken(services: Keys, token: string): Buffer {
  return createHmac("sha256", services.secrets.derive("session-key", "upload-token")).update(token).digest();
}

function sign(services: Keys, payload: string): Buffer {
  return createHmac("sha256", services.secrets.derive("session-key", "upload-grant")).update(payload).digest();
}
