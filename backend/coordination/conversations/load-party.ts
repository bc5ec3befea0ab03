// What is needed to write to a conversation's party: whose it is, how it is reached, the case's label.
import { sql } from "drizzle-orm";
import type { Marking } from "../../intake/model.ts";
import type { Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { WordsLanguage } from "../../platform/words/index.ts";
import { findKeyOf, type UsableKey } from "../openpgp/find-keys.ts";
import type { Reach } from "./model.ts";

export interface Party extends Record<string, unknown> {
  conversationId: string;
  caseId: string;
  caseReference: string;
  caseMarking: Marking;
  number: string;
  subject: string;
  theirReference: string | null;
  isClosed: boolean;
  correspondentId: string;
  name: string;
  kind: string;
  email: string | null;
  phone: string | null;
  language: WordsLanguage;
  organisationId: string | null;
}

/** @throws not_found. Locks the conversation when asked to, so that messages leave one after the other. */
export async function loadParty(tx: Tx, conversationId: string, isLocked = false): Promise<Party> {
  const [row] =
    await tx.execute<Party>(sql`select c.id as "conversationId", c.case_id as "caseId", k.reference as "caseReference", k.marking as "caseMarking",
      c.number, c.subject, c.their_reference as "theirReference", c.closed_at is not null as "isClosed", p.id as "correspondentId", p.name, p.kind, p.email, p.phone,
      p.language, c.organisation_id as "organisationId"
    from conversations c join cases k on k.id = c.case_id join correspondents p on p.id = c.correspondent_id
    where c.id = ${conversationId} ${isLocked ? sql`for update of c` : sql``}`);
  if (!row) throw notFound("conversation");
  return row;
}

export async function reachOf(tx: Tx, party: Party, now: Date): Promise<Reach & { key: UsableKey | undefined }> {
  const key = party.email === null ? undefined : await findKeyOf(tx, party.correspondentId, now);
  return { hasEmail: party.email !== null, hasKey: key !== undefined, hasRoom: party.organisationId !== null, key };
}
