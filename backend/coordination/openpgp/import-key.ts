// Keys of correspondents: brought as a file, or looked up where their domain publishes them; taken away; a revocation ends one.
import { sql } from "drizzle-orm";
import { readKey } from "openpgp";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { judgeKey } from "../../registry/index.ts";
import { type ImportedKey, ImportKey, LookUpKey } from "./model.ts";
import { fetchWkdKey, type WkdDoor } from "./wkd.ts";

/** @throws invalid_input that names `armored` with the reason; not_found for a correspondent that has ended. */
export async function importKey(ctx: Context, input: ImportKey): Promise<ImportedKey> {
  requirePermission(ctx, "registry.change");
  const { correspondentId, armored } = ImportKey.parse(input);
  return await take(ctx, correspondentId, armored, "file", undefined);
}

/** Asks the correspondent's own domain (Web Key Directory); only a key that names the address is taken. `none`: nothing is published. */
export async function lookUpKey(ctx: Context, input: LookUpKey, door: WkdDoor = {}): Promise<ImportedKey> {
  requirePermission(ctx, "registry.change");
  const { correspondentId } = LookUpKey.parse(input);
  const email = await withTransaction(
    ctx,
    async (tx) => {
      requirePermission(ctx, "registry.change");
      const found = await emailOf(tx, correspondentId);
      await writeAudit(tx, ctx, {
        action: "openpgp.look_up",
        objectType: "correspondent",
        objectId: correspondentId,
      });
      return found;
    },
    "staff",
  );
  if (email === null)
    throw new AppError("refused", "There is no e-mail address to look a key up for.", {
      words: "openpgp.refusal.no_email",
    });
  const bytes = await fetchWkdKey(email, door);
  if (!bytes) return { outcome: "none", fingerprint: null };
  let armored: string;
  try {
    armored = (await readKey({ binaryKey: new Uint8Array(bytes) })).armor();
  } catch {
    return { outcome: "none", fingerprint: null };
  }
  return await take(ctx, correspondentId, armored, "wkd", email);
}

/** @throws not_found, also for one that was taken away already. */
export async function dropKey(ctx: Context, keyId: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  await withTransaction(ctx, async (tx) => {
    const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    const [key] = await tx.execute<{ fingerprint: string; correspondent_id: string }>(sql`update correspondent_keys
      set removed_at = ${ctx.now().toISOString()}::timestamptz, removed_by = ${by} where id = ${keyId} and removed_at is null returning fingerprint, correspondent_id`);
    if (!key) throw notFound("key");
    await writeAudit(tx, ctx, {
      action: "openpgp.remove_key",
      objectType: "correspondent",
      objectId: key.correspondent_id,
      detail: { fingerprint: key.fingerprint },
    });
  });
}

async function take(
  ctx: Context,
  correspondentId: string,
  armored: string,
  source: "file" | "wkd",
  mustName: string | undefined,
): Promise<ImportedKey> {
  const now = ctx.now();
  const judged = await judgeKey(armored, now);
  if ("refusal" in judged) {
    const ended = judged.refusal === "revoked" ? await takeRevocation(ctx, correspondentId, armored) : undefined;
    if (ended) return { outcome: "revoked", fingerprint: ended };
    throw new AppError("invalid_input", "This key cannot be used.", {
      fields: [{ path: "armored", message: "Expected an OpenPGP public key that is good today and can encrypt." }],
      words: `register.key.refusal.${judged.refusal}`,
    });
  }
  if (mustName !== undefined && !judged.userIds.some((userId) => userId.toLowerCase().includes(mustName.toLowerCase())))
    return { outcome: "none", fingerprint: null };
  return await withTransaction(
    ctx,
    async (tx) => {
      requirePermission(ctx, "registry.change");
      await emailOf(tx, correspondentId);
      const expiresAt = judged.expiresAt?.toISOString() ?? null;
      const renewed = await tx.execute<{
        is_same: boolean;
      }>(sql`update correspondent_keys k set armored = ${judged.armored}, expires_at = ${expiresAt}::timestamptz,
        user_ids = ${sql.param(judged.userIds)}::text[]
      from correspondent_keys before where before.id = k.id and k.correspondent_id = ${correspondentId} and k.fingerprint = ${judged.fingerprint} and k.removed_at is null
      returning before.expires_at is not distinct from ${expiresAt}::timestamptz as is_same`);
      const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
      if (renewed.length === 0)
        await tx.execute(sql`insert into correspondent_keys (id, correspondent_id, fingerprint, armored, user_ids, algorithm, made_at, expires_at, source, added_by, added_at)
        values (${newId(now)}, ${correspondentId}, ${judged.fingerprint}, ${judged.armored}, ${sql.param(judged.userIds)}::text[], ${judged.algorithm},
          ${judged.madeAt.toISOString()}::timestamptz, ${expiresAt}::timestamptz, ${source}, ${by}, ${now.toISOString()}::timestamptz)`);
      const outcome = renewed.length === 0 ? "added" : renewed[0]?.is_same ? "known" : "renewed";
      await writeAudit(tx, ctx, {
        action: "openpgp.import_key",
        objectType: "correspondent",
        objectId: correspondentId,
        detail: { fingerprint: judged.fingerprint, source, outcome },
      });
      return { outcome, fingerprint: judged.fingerprint };
    },
    "staff",
  );
}

/** The owner has revoked a key that we use: it is used no more, and its verification says nothing any more. */
async function takeRevocation(ctx: Context, correspondentId: string, armored: string): Promise<string | undefined> {
  const fingerprint = (await readKey({ armoredKey: armored })).getFingerprint().toUpperCase();
  return await withTransaction(ctx, async (tx) => {
    requirePermission(ctx, "registry.change");
    const ended =
      await tx.execute(sql`update correspondent_keys set revoked_at = ${ctx.now().toISOString()}::timestamptz, armored = ${armored}
      where fingerprint = ${fingerprint} and removed_at is null and revoked_at is null returning id`);
    if (ended.length === 0) return undefined;
    await writeAudit(tx, ctx, {
      action: "openpgp.key_revoked",
      objectType: "correspondent",
      objectId: correspondentId,
      detail: { fingerprint },
    });
    return fingerprint;
  });
}

async function emailOf(tx: Tx, correspondentId: string): Promise<string | null> {
  const [row] = await tx.execute<{ email: string | null }>(
    sql`select email from correspondents where id = ${correspondentId} and ended_at is null`,
  );
  if (!row) throw notFound("correspondent");
  return row.email;
}
