// Begins a claim of an entry, or asks for one that the register does not have. Nothing happens before the address is confirmed by a button behind its link.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { type AuditEntry, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { AskToBeEntered, enrolmentLimits, StartClaim } from "./model.ts";
import { findEntry } from "./store.ts";
import { entryClaims } from "./tables.ts";

/** Mails the claim's link to the address that was given. @throws AppError not_found; too_many_requests; invalid_input. */
export async function startClaim(ctx: Context, input: unknown): Promise<void> {
  requirePermission(ctx, "entry.claim");
  const wanted = StartClaim.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const entry = await findEntry(tx, wanted.entryId);
      if (!entry || entry.endedAt) throw notFound("entry");
      await writeAudit(tx, ctx, await insertClaim(tx, ctx, { ...wanted, constituentId: entry.id }));
    },
    "enrolment",
  );
}

/** The same for an organisation that is not in the register: the desk is asked to enter it. @throws AppError too_many_requests; invalid_input. */
export async function askToBeEntered(ctx: Context, input: unknown): Promise<void> {
  requirePermission(ctx, "entry.claim");
  const { name, sector, place, ...who } = AskToBeEntered.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const begun = { ...who, constituentId: null, wantedName: name, wantedSector: sector, wantedPlace: place };
      await writeAudit(tx, ctx, await insertClaim(tx, ctx, begun));
    },
    "enrolment",
  );
}

interface Begun {
  constituentId: string | null;
  wantedName?: string;
  wantedSector?: string;
  wantedPlace?: string;
  personName: string;
  email: string;
  language: string;
}

/** The log row is the caller's. */
async function insertClaim(tx: Tx, ctx: Context, begun: Begun): Promise<AuditEntry> {
  await requireShare(tx, ctx, begun);
  const now = ctx.now();
  const open = await tx.execute<{
    id: string;
  }>(sql`select id from entry_claims where constituent_id = ${begun.constituentId}
    and lower(email) = lower(${begun.email}) and state in ('asked', 'confirmed', 'waits_administrator', 'waits_desk')`);
  // Asked twice is asked once: the same link goes out again.
  const known = open[0]?.id;
  const id = known ?? newId(now);
  if (known === undefined)
    await tx.insert(entryClaims).values({
      id,
      constituentId: begun.constituentId,
      wantedName: begun.wantedName ?? null,
      wantedSector: begun.wantedSector ?? null,
      wantedPlace: begun.wantedPlace ?? null,
      personName: begun.personName,
      email: begun.email,
      language: begun.language,
      proof: begun.constituentId === null ? "officer" : "email",
      domain: begun.constituentId === null ? null : domainOf(begun.email),
      state: "asked",
      madeAt: now,
      expiresAt: new Date(now.getTime() + enrolmentLimits.claimDays * 86_400_000),
    });
  await publish(tx, { type: "entry.claimed", claimId: id, step: "asked" });
  return {
    action: "entry.claim",
    objectType: "entry_claim",
    objectId: id,
    detail: { constituentId: begun.constituentId, isAgain: known !== undefined },
  };
}

/** Nobody is flooded with our mails, and no entry with claims. The counts are taken one after the other. */
async function requireShare(tx: Tx, ctx: Context, begun: Begun): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`claim:${begun.email.toLowerCase()}`}, 0))`);
  if (begun.constituentId !== null)
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`claim:${begun.constituentId}`}, 0))`);
  const dayAgo = new Date(ctx.now().getTime() - 86_400_000).toISOString();
  const [counts] = await tx.execute<{ address: number; entry: number }>(sql`select
    (select count(*)::int from entry_claims where lower(email) = lower(${begun.email}) and made_at > ${dayAgo}::timestamptz) as address,
    (select count(*)::int from entry_claims where constituent_id = ${begun.constituentId} and made_at > ${dayAgo}::timestamptz) as entry`);
  const { address, entry } = enrolmentLimits.claimsADay;
  if ((counts?.address ?? 0) >= address || (counts?.entry ?? 0) >= entry)
    throw new AppError(
      "too_many_requests",
      "This address or this entry has had many claims today. Try tomorrow, or call the desk.",
      {
        retryAfterSeconds: 86_400,
        words: "console.claim.too_many",
      },
    );
}

/** The part after the @, as the register writes domains. */
function domainOf(email: string): string {
  const host = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host;
}
