// A vendor that is a constituent of the register, in its own room: the vulnerabilities that it was asked about, and its answers. The database shows it nothing else.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../../platform/db/index.ts";
import { notFound } from "../../../platform/errors/index.ts";
import { isId } from "../../../platform/ids/index.ts";
import { keepConsent } from "../keep-embargo.ts";
import { keepPartyPost } from "../keep-posts.ts";
import { SayConsent, SayPost, SayStatement } from "../model.ts";
import { keepStatement } from "../say-statement.ts";
import type { PartyView } from "../views/model.ts";
import { markRead, readParty } from "./read-party.ts";

/** Reading is noted: the desk sees that what it wrote was read. */
export async function listOwnDisclosures(ctx: Context): Promise<PartyView[]> {
  requirePermission(ctx, "entry.read");
  if (!isConstituent(ctx)) return [];
  return await withTransaction(ctx, async (tx) => {
    const parties = await tx.execute<{ id: string; caseId: string }>(sql`
      select id, case_id as "caseId" from disclosure_parties where organisation_id = ${organisationOf(ctx)} order by invited_at desc, id limit 100`);
    const found: PartyView[] = [];
    for (const { id, caseId } of parties) {
      const party = await readParty(tx, id);
      if (!party) continue;
      found.push(party);
      await markRead(tx, id, ctx.now());
      await writeAudit(tx, ctx, {
        action: "disclosure.read_by_party",
        objectType: "case",
        objectId: caseId,
        detail: { partyId: id },
      });
    }
    return found;
  });
}

/** @throws AppError not_found for another's party; invalid_input by field. */
export async function sayInRoom(
  ctx: Context,
  partyId: string,
  said: { statement: SayStatement } | { post: SayPost } | { consent: SayConsent },
): Promise<void> {
  requirePermission(ctx, "entry.read");
  const parsed =
    "statement" in said
      ? { statement: SayStatement.parse(said.statement) }
      : "post" in said
        ? { post: SayPost.parse(said.post) }
        : { consent: SayConsent.parse(said.consent) };
  if (!isConstituent(ctx)) throw notFound("vulnerability");
  await withTransaction(ctx, async (tx) => {
    const caseId = await ownCase(tx, ctx, partyId);
    const party = { caseId, partyId, way: "room" as const };
    if ("statement" in parsed) await keepStatement(tx, ctx, { ...party, statement: parsed.statement });
    else if ("post" in parsed) await keepPartyPost(tx, ctx, { ...party, body: parsed.post.body });
    else await keepConsent(tx, ctx, { ...party, consent: parsed.consent });
    await writeAudit(tx, ctx, {
      action: `disclosure.party_${Object.keys(parsed)[0] ?? ""}`,
      objectType: "case",
      objectId: caseId,
      detail: { partyId, way: "room" },
    });
  });
}

async function ownCase(tx: Tx, ctx: Context, partyId: string): Promise<string> {
  const [own] = isId(partyId)
    ? await tx.execute<{ caseId: string }>(sql`select case_id as "caseId" from disclosure_parties
        where id = ${partyId} and organisation_id = ${organisationOf(ctx)} and left_at is null and invited_at is not null`)
    : [];
  if (!own) throw notFound("vulnerability");
  return own.caseId;
}

function organisationOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.organisationId : null;
}

function isConstituent({ actor }: Context): boolean {
  return actor.kind === "person" && actor.roles.some((role) => role.startsWith("constituent_"));
}
