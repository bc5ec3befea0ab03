// The team's own OpenPGP keys: made here or brought, sealed so that only the mailer opens them, retired or revoked; the private half is shown to nobody.
import { sql } from "drizzle-orm";
import { decryptKey, generateKey, type PrivateKey, readKey, readPrivateKey } from "openpgp";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { openText, sealText } from "../../platform/sealing/index.ts";
import { judgeKey } from "../../registry/index.ts";
import { ownAddress } from "../mail-addresses.ts";
import { EndTeamKey, ImportTeamKey, MakeTeamKey, stepUpForTeamKey } from "./model.ts";

const monthSeconds = 30.44 * 86_400;

/** A new key of the team, from then on the one that signs. @throws step_up_required. */
export async function makeTeamKey(ctx: Context, input: MakeTeamKey): Promise<{ id: string; fingerprint: string }> {
  requirePermission(ctx, "settings.change");
  const { name, months } = MakeTeamKey.parse(input);
  // A version 4 key: what other teams' programs read today (gpg 2.2 knows no version 6).
  const { privateKey } = await generateKey({
    type: "ecc",
    userIDs: [{ name, email: ownAddress(ctx.config.mailFrom) }],
    keyExpirationTime: Math.round(months * monthSeconds),
    date: ctx.now(),
    format: "object",
  });
  return await keep(ctx, privateKey, stepUpForTeamKey.make(name), "openpgp.make_team_key");
}

/** @throws invalid_input that names `armored` or `passphrase`; step_up_required. */
export async function importTeamKey(ctx: Context, input: ImportTeamKey): Promise<{ id: string; fingerprint: string }> {
  requirePermission(ctx, "settings.change");
  const { armored, passphrase } = ImportTeamKey.parse(input);
  let key: PrivateKey;
  try {
    key = await readPrivateKey({ armoredKey: armored });
  } catch {
    throw invalidInput([
      { path: "armored", message: "Expected a private key that begins with -----BEGIN PGP PRIVATE KEY BLOCK-----." },
    ]);
  }
  if (!key.isDecrypted())
    key = await decryptKey({ privateKey: key, passphrase }).catch(() => {
      throw invalidInput([
        { path: "passphrase", message: "Expected the passphrase of this key; another one does not open it." },
      ]);
    });
  return await keep(ctx, key, stepUpForTeamKey.import(), "openpgp.import_team_key");
}

async function keep(
  ctx: Context,
  key: PrivateKey,
  binding: ReturnType<typeof stepUpForTeamKey.make> | ReturnType<typeof stepUpForTeamKey.import>,
  action: string,
): Promise<{ id: string; fingerprint: string }> {
  const judged = await judgeKey(key.toPublic().armor(), ctx.now());
  if ("refusal" in judged)
    throw new AppError("invalid_input", "This key cannot be used.", {
      fields: [{ path: "armored", message: "Expected a key that can sign and encrypt today." }],
      words: `register.key.refusal.${judged.refusal}`,
    });
  const id = newId(ctx.now());
  const sealed = await sealText(sealingKey(ctx), key.armor(), sealContext(id));
  const at = ctx.now().toISOString();
  return await withTransaction(ctx, async (tx) => {
    requirePermission(ctx, "settings.change");
    await requireStepUp(tx, ctx, binding);
    const known = await tx.execute(sql`select 1 from team_keys where fingerprint = ${judged.fingerprint}`);
    if (known.length > 0)
      throw new AppError("conflict", "This key stands here already.", { words: "refusals.key_known" });
    // The one before still opens what was sent to it.
    await tx.execute(sql`update team_keys set state = 'retired', ended_at = ${at}::timestamptz, ended_by = ${personOf(ctx)},
      end_reason = ${`Followed by ${judged.fingerprint}`} where state = 'active'`);
    await tx.execute(sql`insert into team_keys (id, fingerprint, armored, user_ids, algorithm, made_at, expires_at, state, added_by, added_at)
      values (${id}, ${judged.fingerprint}, ${judged.armored}, ${sql.param(judged.userIds)}::text[], ${judged.algorithm}, ${judged.madeAt.toISOString()}::timestamptz,
        ${judged.expiresAt?.toISOString() ?? null}::timestamptz, 'active', ${personOf(ctx)}, ${at}::timestamptz)`);
    await asMailer(tx, async () => {
      await tx.execute(sql`insert into team_key_secrets (key_id, sealed) values (${id}, ${Buffer.from(sealed)})`);
    });
    await writeAudit(tx, ctx, {
      action,
      objectType: "team_key",
      objectId: id,
      detail: { fingerprint: judged.fingerprint },
    });
    return { id, fingerprint: judged.fingerprint };
  });
}

/** Retires or revokes a key; what is revoked is published as revoked. @throws not_found; conflict when it has ended already; step_up_required. */
export async function endTeamKey(ctx: Context, input: EndTeamKey): Promise<{ armored: string }> {
  requirePermission(ctx, "settings.change");
  const { keyId, isRevoked, reason } = EndTeamKey.parse(input);
  const secret = isRevoked ? await openSecret(ctx, keyId) : undefined;
  return await withTransaction(ctx, async (tx) => {
    await requireStepUp(tx, ctx, stepUpForTeamKey.end(keyId));
    const [key] = await tx.execute<{ state: string; armored: string }>(
      sql`select state, armored from team_keys where id = ${keyId} for update`,
    );
    if (!key) throw notFound("key");
    if (key.state === "revoked" || (key.state === "retired" && !isRevoked))
      throw new AppError("conflict", "This key has ended already.", { words: "refusals.key_ended" });
    const armored = secret ? (await secret.revoke({ string: reason }, ctx.now())).toPublic().armor() : key.armored;
    await tx.execute(sql`update team_keys set state = ${isRevoked ? "revoked" : "retired"}, armored = ${armored}, ended_at = ${ctx.now().toISOString()}::timestamptz,
      ended_by = ${personOf(ctx)}, end_reason = ${reason} where id = ${keyId}`);
    await writeAudit(tx, ctx, {
      action: isRevoked ? "openpgp.revoke_team_key" : "openpgp.retire_team_key",
      objectType: "team_key",
      objectId: keyId,
      detail: { reason },
    });
    return { armored };
  });
}

/** The key that signs; undefined before there is one, or when it has expired. For jobs only. */
export async function openSigningKey(ctx: Context): Promise<PrivateKey | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string }>(
        sql`select id from team_keys where state = 'active' and (expires_at is null or expires_at > ${ctx.now().toISOString()}::timestamptz)`,
      ),
  );
  return row && (await openSecret(ctx, row.id));
}

/** Every key of the team, for what comes in; also those that have ended. For jobs only. */
export async function openAllTeamKeys(ctx: Context): Promise<PrivateKey[]> {
  const rows = await readOnly(
    ctx,
    async (tx) => await tx.execute<{ id: string }>(sql`select id from team_keys order by added_at desc limit 20`),
  );
  const keys = await Promise.all(rows.map(async ({ id }) => await openSecret(ctx, id)));
  return keys.filter((key) => key !== undefined);
}

/** The key that the team publishes, as everybody may have it. */
export async function readPublicTeamKey(ctx: Context): Promise<string | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) => await tx.execute<{ armored: string }>(sql`select armored from team_keys where state = 'active'`),
    "person",
  );
  return row && (await readKey({ armoredKey: row.armored })).armor();
}

/** The key that signs, by its fingerprint, as everybody may know it. */
export async function listPublicTeamKeys(
  ctx: Context,
): Promise<{ fingerprint: string; userIds: string[]; expiresAt: string | null; addedAt: string }[]> {
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{
        fingerprint: string;
        user_ids: string[];
        expires_at: string | null;
        added_at: string;
      }>(sql`select fingerprint, user_ids, expires_at, added_at from team_keys where state = 'active'`),
    "person",
  );
  return rows.map((row) => ({
    fingerprint: row.fingerprint,
    userIds: row.user_ids,
    expiresAt: row.expires_at === null ? null : new Date(row.expires_at).toISOString(),
    addedAt: new Date(row.added_at).toISOString(),
  }));
}

async function openSecret(ctx: Context, keyId: string): Promise<PrivateKey | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ sealed: Buffer }>(sql`select sealed from team_key_secrets where key_id = ${keyId}`),
    "mailer",
  );
  return row && (await readPrivateKey({ armoredKey: await openText(sealingKey(ctx), row.sealed, sealContext(keyId)) }));
}

/** One statement of a transaction under the mailer's door, where alone the sealed halves are. */
async function asMailer(tx: Tx, work: () => Promise<void>): Promise<void> {
  const [before] = await tx.execute<{ scope: string }>(sql`select current_setting('toguna.scope', true) as scope`);
  await tx.execute(sql`select set_config('toguna.scope', 'mailer', true)`);
  await work();
  await tx.execute(sql`select set_config('toguna.scope', ${before?.scope ?? ""}, true)`);
}

function sealingKey(ctx: Context): Buffer {
  return ctx.secrets.derive("mailer-key", "openpgp-team-key");
}

function sealContext(keyId: string): string {
  return `openpgp:${keyId}`;
}

function personOf(ctx: Context): string | null {
  return ctx.actor.kind === "person" ? ctx.actor.personId : null;
}
