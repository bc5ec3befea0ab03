// Seals a report to the core, in a browser or at the edge: validated with the very schema that the core has, its receipt's secret drawn here.
import { sealForCore } from "../../platform/sealing/for-core.ts";
import { fromBase64Url, toBase64Url } from "../../platform/sealing/base64.ts";
import { SubmitReport } from "../model.ts";
import { secretDigits } from "../receipts/model.ts";
import type { SealedPayload } from "./model.ts";
import type { PromisedFiles } from "./pieces/model.ts";
import { contextOfItem, type SealedItem } from "./wire/model.ts";

export interface CoreKey {
  keyId: string;
  /** Base64url of an uncompressed point. */
  publicKey: string;
}

/** @param files what follows in pieces (`describeFiles`). @returns the item and its receipt's secret, which is nowhere else but inside the seal. @throws ZodError for what is no report. */
export async function sealItem(
  key: CoreKey,
  report: SubmitReport,
  writtenAt: Date,
  files?: { right: string; promised: PromisedFiles },
): Promise<{ item: SealedItem; secret: string }> {
  const secret = drawSecret();
  const payload: SealedPayload = {
    v: 1,
    writtenAt: writtenAt.toISOString(),
    secret,
    report: { ...SubmitReport.parse(report) },
    ...(files ? { files: files.promised } : {}),
  };
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const context = contextOfItem({ id, keyId: key.keyId });
  const sealed = await sealForCore(fromBase64Url(key.publicKey), JSON.stringify(payload), context);
  const item = { id, keyId: key.keyId, sealed: toBase64Url(sealed), ...(files ? { right: files.right } : {}) };
  return { item, secret };
}

/** Thirteen digits, each as likely as the other: bytes above 249 are drawn again. */
function drawSecret(): string {
  let digits = "";
  while (digits.length < secretDigits)
    for (const byte of crypto.getRandomValues(new Uint8Array(32)))
      if (byte < 250 && digits.length < secretDigits) digits += String(byte % 10);
  return digits;
}
