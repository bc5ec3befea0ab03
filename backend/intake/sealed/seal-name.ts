// Seals who reported, at acceptance: what reaches the database can be opened by no key that is on this server.
import { sql } from "drizzle-orm";
import { readRecipients } from "../../identity/index.ts";
import { custodyGaps, type Recipient } from "../../identity/custody/model.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { makeContentKey, sealKeyTo, sealText } from "../../platform/sealing/index.ts";
import { reportContext, type SealedName } from "./model.ts";

export interface SealedParts {
  ciphertext: Uint8Array;
  keys: { keyId: string; sealedKey: Uint8Array }[];
}

/** Whether a name can be kept in confidence here: a custodian can be asked, and an escrow key is set. */
export async function canKeepInConfidence(ctx: Context): Promise<boolean> {
  return custodyGaps(await readOnly(ctx, readRecipients, "intake")).length === 0;
}

/** @throws AppError invalid_input naming `isConfidential` where nobody keeps names yet: nothing is promised that does not hold. */
export async function sealName(ctx: Context, reportId: string, name: SealedName): Promise<SealedParts> {
  const recipients = await readOnly(ctx, readRecipients, "intake");
  if (custodyGaps(recipients).length > 0)
    throw invalidInput([
      {
        path: "isConfidential",
        message:
          "Nobody keeps names in confidence here yet. Leave this out, or report without contact and keep the receipt.",
      },
    ]);
  return await sealFor(recipients, reportId, name);
}

/** One random key for the name, that key sealed to each recipient. */
export async function sealFor(
  recipients: readonly Recipient[],
  reportId: string,
  name: SealedName,
): Promise<SealedParts> {
  const context = reportContext(reportId);
  const contentKey = makeContentKey();
  return {
    ciphertext: await sealText(contentKey, JSON.stringify(name), context),
    keys: await Promise.all(
      recipients.map(async ({ keyId, publicKey }) => ({
        keyId,
        sealedKey: await sealKeyTo(publicKey, contentKey, context),
      })),
    ),
  };
}

/** Writes the sealed name in the transaction of its report. */
export async function insertSealed(tx: Tx, reportId: string, sealed: SealedParts, at: Date): Promise<void> {
  const when = at.toISOString();
  await tx.execute(sql`insert into sealed_identities (report_id, ciphertext, sealed_at)
    values (${reportId}, ${Buffer.from(sealed.ciphertext)}, ${when}::timestamptz)`);
  for (const { keyId, sealedKey } of sealed.keys)
    await tx.execute(sql`insert into sealed_identity_keys (report_id, key_id, sealed_key, sealed_at)
      values (${reportId}, ${keyId}, ${Buffer.from(sealedKey)}, ${when}::timestamptz)`);
}
