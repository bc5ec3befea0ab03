// Loads FIDO's metadata from a file: the number never goes back, and every passkey that came with certificates is judged anew.
import { createHash } from "node:crypto";
import { SettingsService } from "@simplewebauthn/server";
import { and, eq, isNull, sql } from "drizzle-orm";
import { canonicalJson, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requirePermission } from "../access.ts";
import { requireStepUp } from "../require-step-up.ts";
import { refusal } from "../rules.ts";
import { countUsableAdministrators, endSessions } from "../store.ts";
import { passkeys } from "../tables.ts";
import { judgeAttestation } from "./judge-attestation.ts";
import { type Attestation, type ImportedMetadata, stepUpForMetadata } from "./model.ts";
import { type ReadMetadata, type ReadModel, readMetadata } from "./read-metadata.ts";
import { newestMetadata } from "./store.ts";
import { authenticatorMetadata, authenticatorModels } from "./tables.ts";

const rootSetting = "identity.metadata_root";

/**
 * Needs a step-up (`stepUpForMetadata.load` with the file's SHA-256). `ownRoot`, a PEM file that the console gives: an authority of one's own
 * which may sign such files from now on, beside FIDO's. @throws AppError refused, with the reason.
 */
export async function loadMetadata(ctx: Context, blob: string, ownRoot?: string): Promise<ImportedMetadata> {
  requirePermission(ctx, "settings.change");
  if (ownRoot !== undefined && ctx.actor.kind !== "system")
    throw refusal("metadata_root", "A root of one's own is given at the server's console only.");
  const now = ctx.now();
  const sha256 = createHash("sha256").update(blob, "utf8").digest();
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, stepUpForMetadata.load(sha256.toString("hex")));
      if (ownRoot !== undefined) await keepRoot(tx, ownRoot, now);
      const read = readMetadata(blob, await trustedRoots(tx), now);
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('toguna.authenticator_metadata'))`);
      const before = await newestMetadata(tx);
      if (before && read.number < before.number)
        throw refusal(
          "metadata_back",
          `This file is number ${read.number}; number ${before.number} is loaded already.`,
        );
      if (before && read.number === before.number && !before.sha256.equals(sha256))
        throw refusal("metadata_twice", `Another file of the same number ${read.number} is loaded already.`);
      await replaceModels(tx, read);
      const { verified, blocked } = await judgeAgain(tx, read.models, now);
      const row = { id: newId(now), number: read.number, nextUpdate: read.nextUpdate, sha256 };
      const loadedBy = ctx.actor.kind === "person" ? ctx.actor.personId : null;
      await tx.insert(authenticatorMetadata).values({ ...row, models: read.models.length, loadedBy, loadedAt: now });
      const { number, nextUpdate } = read;
      const detail = {
        number,
        nextUpdate,
        models: read.models.length,
        verified,
        blocked,
        hasOwnRoot: ownRoot !== undefined,
      };
      await writeAudit(tx, ctx, { action: "metadata.load", objectType: "settings", objectId: "fido", detail });
      return {
        number,
        nextUpdate,
        isOverdue: isOverdue(nextUpdate, now),
        models: read.models.length,
        verified,
        blocked,
      };
    },
    // Only the console gives a root, which is a setting.
    ctx.actor.kind === "system" ? "system" : "identity",
  );
}

/** Whether a newer file should have been loaded by now. */
export function isOverdue(nextUpdate: string, now: Date): boolean {
  return nextUpdate < now.toISOString().slice(0, 10);
}

async function keepRoot(tx: Tx, pem: string, now: Date): Promise<void> {
  if (!/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(pem))
    throw refusal("metadata_root", "The root is no certificate in PEM form.");
  await tx.execute(sql`insert into settings (key, value, changed_at) values (${rootSetting}, ${canonicalJson(pem)}::jsonb, ${now.toISOString()})
    on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`);
}

async function trustedRoots(tx: Tx): Promise<Parameters<typeof readMetadata>[1]> {
  const fido = SettingsService.getRootCertificates({ identifier: "mds" }).flatMap(certificatesOf);
  const [own] = await tx.execute<{ value: unknown }>(sql`select value from settings where key = ${rootSetting}`);
  const ownRoots = typeof own?.value === "string" ? certificatesOf(own.value) : [];
  return [
    { roots: fido, mustBeFido: true },
    { roots: ownRoots, mustBeFido: false },
  ];
}

function certificatesOf(pem: string): Buffer[] {
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g)].map(([, body = ""]) =>
    Buffer.from(body, "base64"),
  );
}

async function replaceModels(tx: Tx, { models }: ReadMetadata): Promise<void> {
  await tx.delete(authenticatorModels);
  for (let from = 0; from < models.length; from += 200)
    await tx.insert(authenticatorModels).values(models.slice(from, from + 200));
}

/** @throws AppError refused when no administrator could sign in afterwards. */
async function judgeAgain(
  tx: Tx,
  models: readonly ReadModel[],
  now: Date,
): Promise<{ verified: number; blocked: number }> {
  const known = new Map(models.map((model) => [model.aaguid, model]));
  const all = await tx.select().from(passkeys).where(isNull(passkeys.removedAt)).orderBy(passkeys.id).for("update");
  let verified = 0;
  const blockedOf = new Map<string, string>();
  for (const passkey of all) {
    const model = passkey.aaguid === null ? undefined : known.get(passkey.aaguid);
    const given = { certificates: passkey.attestationCertificates };
    const attestation: Attestation = judgeAttestation(given, model, passkey.createdAt);
    const isBad = attestation === "withdrawn" && passkey.blockedAt === null;
    if (attestation === passkey.attestation && !isBad) continue;
    if (attestation === "verified") verified += 1;
    await tx.update(passkeys).set({ attestation }).where(eq(passkeys.id, passkey.id));
    if (!isBad) continue;
    blockedOf.set(passkey.id, passkey.personId);
    const why = `model ${model?.withdrawnFor ?? "withdrawn"}`;
    await tx
      .update(passkeys)
      .set({ blockedAt: now, blockedWhy: why })
      .where(and(eq(passkeys.id, passkey.id)));
  }
  if (blockedOf.size > 0 && (await countUsableAdministrators(tx)) === 0)
    throw refusal(
      "metadata_last_administrator",
      "The file withdraws the model of every administrator's passkey: add one of another model first.",
    );
  for (const [passkeyId, personId] of blockedOf) {
    await endSessions(tx, { personId, passkeyId }, "passkey_blocked", now);
    await publish(tx, { type: "identity.changed", personId, change: "passkey_blocked" });
  }
  return { verified, blocked: blockedOf.size };
}
