// SQL that several verbs of authenticators share: the newest file, a model, what a new passkey's attestation proves.
import { desc, eq } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import type { NewPasskey } from "../ceremony/verify-ceremony.ts";
import { judgeAttestation } from "./judge-attestation.ts";
import type { Attestation } from "./model.ts";
import { authenticatorMetadata, authenticatorModels } from "./tables.ts";

export async function newestMetadata(tx: Tx) {
  const [row] = await tx
    .select()
    .from(authenticatorMetadata)
    .orderBy(desc(authenticatorMetadata.number), desc(authenticatorMetadata.loadedAt))
    .limit(1);
  return row;
}

/** What is known of a new passkey's maker today. */
export async function attestationOf(tx: Tx, passkey: NewPasskey, now: Date): Promise<Attestation> {
  const [model] = await tx.select().from(authenticatorModels).where(eq(authenticatorModels.aaguid, passkey.aaguid));
  const certificates = passkey.attestationCertificates.map((one) => Buffer.from(one).toString("base64"));
  return judgeAttestation({ certificates }, model, now);
}
