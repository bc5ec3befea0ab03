// What every act on a disclosure begins with: it is there, it is locked, and the case it belongs to is open.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";

export interface Loaded extends Record<string, unknown> {
  caseId: string;
  handle: string;
  version: number;
  policyVersion: number | null;
  number: string | null;
}

/** Locks it. @throws AppError not_found; refused for a closed case. */
export async function lockDisclosure(tx: Tx, caseId: string): Promise<Loaded> {
  const [found] = isId(caseId)
    ? await tx.execute<Loaded & { status: string }>(sql`
        select d.case_id as "caseId", d.handle, d.version, d.policy_version as "policyVersion", d.number, k.status
        from disclosures d join cases k on k.id = d.case_id where d.case_id = ${caseId} for update of d`)
    : [];
  if (!found) throw notFound("vulnerability case");
  if (found.status === "closed")
    throw new AppError("refused", "This case is closed. Open it again to go on.", {
      words: "disclosure.refused.closed",
    });
  return found;
}

export function personOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}

/** @throws AppError not_found for one that is not of this case, or has left. */
export async function requireParty(
  tx: Tx,
  caseId: string,
  partyId: string,
): Promise<{ name: string; organisationId: string | null }> {
  const [party] = await tx.execute<{ name: string; organisationId: string | null }>(sql`
    select name, organisation_id as "organisationId" from disclosure_parties where id = ${partyId} and case_id = ${caseId} and left_at is null`);
  if (!party) throw notFound("vendor");
  return party;
}

/** @throws AppError not_found for one that is not of this case. */
export async function requireFlaw(tx: Tx, caseId: string, flawId: string): Promise<void> {
  const [flaw] = isId(flawId)
    ? await tx.execute(sql`select 1 from disclosure_flaws where id = ${flawId} and case_id = ${caseId}`)
    : [];
  if (!flaw) throw notFound("flaw");
}

/** A step that the finder sees, the first time it happens; a date that was set anew replaces the one before. */
export async function reach(
  tx: Tx,
  ctx: Context,
  caseId: string,
  kind:
    | "flaw_confirmed"
    | "vendor_told"
    | "vendor_answered"
    | "embargo_set"
    | "publication_set"
    | "published"
    | "revised",
  dueAt: string | null = null,
): Promise<void> {
  const now = ctx.now().toISOString();
  const again =
    dueAt === null && kind !== "revised"
      ? sql`do nothing`
      : sql`(case_id, kind) do update set at = excluded.at, due_at = excluded.due_at`;
  await tx.execute(sql`insert into disclosure_milestones (case_id, kind, at, due_at)
    values (${caseId}, ${kind}, ${now}::timestamptz, ${dueAt}::timestamptz) on conflict ${again}`);
}

/** Said when somebody else wrote meanwhile. */
export function changedMeanwhile(): AppError {
  return new AppError("conflict", "Somebody changed this meanwhile. Read it again.", {
    words: "disclosure.refused.changed",
  });
}
