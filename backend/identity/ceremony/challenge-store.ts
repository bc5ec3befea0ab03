// The challenge of a ceremony: 256 random bits, kept on the server, consumed once.
import { randomBytes } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { lifetimes } from "../rules.ts";
import { ceremonies, type CeremonyPurpose } from "../tables.ts";

export interface TakenCeremony {
  challenge: Buffer;
  personId: string | null;
  invitationId: string | null;
  sessionId: string | null;
  boundTo: Record<string, string>;
  createdAt: Date;
}

export interface NewCeremony {
  purpose: CeremonyPurpose;
  personId?: string;
  invitationId?: string;
  sessionId?: string;
  boundTo?: Record<string, string>;
}

/** A new challenge of 256 bits in the caller's transaction; what has expired is swept. */
export async function insertChallenge(
  tx: Tx,
  ctx: Context,
  ceremony: NewCeremony,
): Promise<{ id: string; challenge: Buffer }> {
  const now = ctx.now();
  const id = newId(now);
  const challenge = randomBytes(32);
  await tx.delete(ceremonies).where(lt(ceremonies.expiresAt, now));
  await tx.insert(ceremonies).values({
    id,
    challenge,
    purpose: ceremony.purpose,
    personId: ceremony.personId ?? null,
    invitationId: ceremony.invitationId ?? null,
    sessionId: ceremony.sessionId ?? null,
    boundTo: ceremony.boundTo ?? {},
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimes.ceremonyMs),
  });
  return { id, challenge };
}

/** The same in a transaction of its own. A question is no act: the answer is what the log keeps. */
export async function issueChallenge(ctx: Context, ceremony: NewCeremony): Promise<{ id: string; challenge: Buffer }> {
  // oxlint-disable-next-line toguna/mutation-guards -- the verbs ask for permission; nothing of theirs changes here
  return await withTransaction(ctx, async (tx) => await insertChallenge(tx, ctx, ceremony), "identity");
}

/** Consumes a challenge in one statement, before any cryptography: a second use finds nothing, however parallel. */
export async function takeChallenge(
  tx: Tx,
  id: string,
  purpose: CeremonyPurpose,
  now: Date,
): Promise<TakenCeremony | undefined> {
  const [row] = await tx
    .delete(ceremonies)
    .where(and(eq(ceremonies.id, id), eq(ceremonies.purpose, purpose)))
    .returning();
  return row && row.expiresAt > now ? row : undefined;
}
