// Secrets short enough to be guessed (PINs, one-time codes): argon2id under a key of the installation, few tries, each wrong one slower.
import { createHmac } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Context, Services } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { type HashPool, makeHashPool } from "../platform/slow-hash/index.ts";
import { decideNextTry } from "./rules.ts";
import { secretTries } from "./tables.ts";

// By the connection pool, which lives exactly as long as the process's services.
const pools = new WeakMap<Services["db"], HashPool>();
function poolOf(ctx: Pick<Context, "db">): HashPool {
  const known = pools.get(ctx.db);
  if (known) return known;
  const fresh = makeHashPool(2, 60);
  pools.set(ctx.db, fresh);
  return fresh;
}

/** Under the installation's key, so that a copy of the database alone cannot be searched; bound to its subject. */
function messageOf(ctx: Context, subject: string, secret: string): Buffer {
  return createHmac("sha256", ctx.secrets.derive("session-key", "slow-secrets"))
    .update(`${subject}\0${secret}`)
    .digest();
}

/** What is kept of a secret of `subject` ("pin:<clerk>", "codes:<person>"): a PHC string. */
export async function hashSecret(ctx: Context, subject: string, secret: string): Promise<string> {
  return await poolOf(ctx).hash(messageOf(ctx, subject, secret));
}

/**
 * Whether the secret is the one behind `phc`; the same cost when there is none. The try is counted before it is judged, so that many
 * at once are not free. @throws AppError too_many_requests with the seconds to wait, whether it was right or not.
 */
export async function trySecret(
  ctx: Context,
  subject: string,
  secret: string,
  phc: string | undefined,
): Promise<boolean> {
  const now = ctx.now();
  // oxlint-disable-next-line toguna/mutation-guards -- the count of tries is the verb's own guard; the verb writes the log
  const waitMs = await withTransaction(ctx, async (tx) => await countTry(tx, subject, now), "identity");
  if (waitMs > 0)
    throw new AppError("too_many_requests", "Too many wrong tries. Wait, or ask an administrator.", {
      retryAfterSeconds: Math.ceil(waitMs / 1000),
      words: "identity.refusal.too_many",
    });
  return await poolOf(ctx).verify(messageOf(ctx, subject, secret), phc);
}

async function countTry(tx: Tx, subject: string, now: Date): Promise<number> {
  await tx.execute(sql`insert into secret_tries (subject, failed, failed_at) values (${subject}, 0, ${now.toISOString()}::timestamptz)
    on conflict (subject) do nothing`);
  const [row] = await tx.select().from(secretTries).where(eq(secretTries.subject, subject)).for("update");
  const failed = row?.failed ?? 0;
  const next = decideNextTry({ failed, lockedUntil: row?.lockedUntil ?? null }, now);
  if (next.isRefused) return next.waitMs;
  await tx
    .update(secretTries)
    .set({ failed: failed + 1, failedAt: now, lockedUntil: next.lockedUntil })
    .where(eq(secretTries.subject, subject));
  return 0;
}

/** After a right one, or when the secret was replaced: the count begins anew. In the verb's own transaction. */
export async function forgetTries(tx: Tx, subject: string): Promise<void> {
  await tx.delete(secretTries).where(eq(secretTries.subject, subject));
}
