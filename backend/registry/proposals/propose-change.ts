// A constituent's person asks for a change of the own entry; what needs nobody's word is done at once. One change of a record is open at a time: the database holds it.
import { and, eq, isNull, sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { type AuditEntry, writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { requireFacts } from "../profile/require-facts.ts";
import { constituents, contacts } from "../tables.ts";
import { differences, type ProposalKind, ProposeChange, splitContact, type Values } from "./model.ts";
import { changeProposals } from "./tables.ts";

export interface Proposed {
  /** Null when everything was done at once. */
  proposalId: string | null;
  /** Fields that were changed at once. */
  changed: string[];
  /** Fields that wait for the desk. */
  waiting: string[];
}

type Wanted = ReturnType<typeof ProposeChange.parse>;

/** @throws AppError not_found for what is not the own entry's; conflict while another change of the record is open; invalid_input when nothing differs. */
export async function proposeChange(ctx: Context, input: unknown): Promise<Proposed> {
  requirePermission(ctx, "entry.propose");
  const wanted = ProposeChange.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const rows: AuditEntry[] = [];
      const proposed = await write(tx, ctx, wanted, rows);
      for (const row of rows) await writeAudit(tx, ctx, row);
      return proposed;
    },
    "constituent",
  );
}

/** What is done goes into `rows` for the log. */
async function write(tx: Tx, ctx: Context, wanted: Wanted, rows: AuditEntry[]): Promise<Proposed> {
  if (wanted.kind === "facts") return await proposeFacts(tx, ctx, wanted, rows);
  if (wanted.kind === "contact") return await changeContact(tx, ctx, wanted, rows);
  if (wanted.kind === "contact_add") {
    await requireOwn(tx, wanted.constituentId);
    const { constituentId, note, contact } = wanted;
    const record = { constituentId, kind: "contact_add", recordId: newId(ctx.now()), note } as const;
    return await insertProposal(tx, ctx, record, { before: {}, after: contact }, rows);
  }
  const { id: recordId, constituentId, name, role } = await requireContact(tx, wanted.contactId);
  const record = { constituentId, kind: "contact_end", recordId, note: wanted.note } as const;
  return await insertProposal(tx, ctx, record, { before: { name, role }, after: { name: null, role: null } }, rows);
}

async function proposeFacts(
  tx: Tx,
  ctx: Context,
  wanted: Extract<Wanted, { kind: "facts" }>,
  rows: AuditEntry[],
): Promise<Proposed> {
  const entry = await requireOwn(tx, wanted.constituentId);
  await requireFacts(tx, wanted.changes);
  const change = differences({ ...entry }, wanted.changes);
  if (Object.keys(change.after).length === 0) throw nothingDiffers();
  const record = { constituentId: entry.id, kind: "facts", recordId: entry.id, note: wanted.note } as const;
  return await insertProposal(tx, ctx, record, change, rows);
}

async function changeContact(
  tx: Tx,
  ctx: Context,
  wanted: Extract<Wanted, { kind: "contact" }>,
  rows: AuditEntry[],
): Promise<Proposed> {
  const contact = await requireContact(tx, wanted.contactId);
  const { before, after } = differences({ ...contact }, wanted.changes);
  if (Object.keys(after).length === 0) throw nothingDiffers();
  const { atOnce, waiting } = splitContact(after);
  const changed = Object.keys(atOnce);
  if (changed.length > 0) {
    const reach = { phone: contact.phone, hours: contact.hours, languages: contact.languages, ...atOnce };
    const [done] = await tx.execute<{ ok: boolean }>(
      sql`select toguna_change_reach(${contact.id}, ${reach.phone}, ${reach.hours}, ${sql.param(reach.languages)}::text[]) as ok`,
    );
    if (!done?.ok) throw notFound("contact");
    rows.push({
      action: "contact.change_reach",
      objectType: "constituent",
      objectId: contact.constituentId,
      detail: { contactId: contact.id, fields: changed },
    });
    await publish(tx, { type: "registry.changed" });
  }
  const fields = Object.keys(waiting);
  if (fields.length === 0) return { proposalId: null, changed, waiting: [] };
  const seen = Object.fromEntries(fields.map((field) => [field, before[field]]));
  const record = {
    constituentId: contact.constituentId,
    kind: "contact",
    recordId: contact.id,
    note: wanted.note,
  } as const;
  return { ...(await insertProposal(tx, ctx, record, { before: seen, after: waiting }, rows)), changed };
}

async function insertProposal(
  tx: Tx,
  ctx: Context,
  record: { constituentId: string; kind: ProposalKind; recordId: string; note: string },
  change: { before: Values; after: Values },
  rows: AuditEntry[],
): Promise<Proposed> {
  const id = newId(ctx.now());
  const made = await tx
    .insert(changeProposals)
    .values({
      id,
      ...record,
      ...change,
      state: "pending",
      proposedBy: requirePerson(ctx).personId,
      proposedAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning({ id: changeProposals.id });
  if (made.length === 0)
    throw new AppError("conflict", "A change of this waits for the desk already. Withdraw it first, or wait.", {
      words: "console.proposals.one_waits",
    });
  rows.push({
    action: "entry.propose",
    objectType: "constituent",
    objectId: record.constituentId,
    detail: { proposalId: id, kind: record.kind, fields: Object.keys(change.after) },
  });
  return { proposalId: id, changed: [], waiting: Object.keys(change.after) };
}

/** Takes an own proposal back. Anybody who may propose for the entry can. @throws AppError not_found; conflict when it was decided. */
export async function withdrawProposal(ctx: Context, proposalId: string): Promise<void> {
  requirePermission(ctx, "entry.propose");
  const person = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const [proposal] = await tx
        .select()
        .from(changeProposals)
        .where(eq(changeProposals.id, proposalId))
        .for("update");
      if (!proposal || proposal.proposedBy !== person.personId) throw notFound("proposal");
      if (proposal.state !== "pending") throw decidedAlready();
      await tx
        .update(changeProposals)
        .set({ state: "withdrawn", decidedBy: person.personId, decidedAt: ctx.now() })
        .where(eq(changeProposals.id, proposalId));
      await writeAudit(tx, ctx, {
        action: "entry.withdraw_proposal",
        objectType: "constituent",
        objectId: proposal.constituentId,
        detail: { proposalId },
      });
    },
    "constituent",
  );
}

/** Row-level security shows the own entries only. */
async function requireOwn(tx: Tx, id: string): Promise<typeof constituents.$inferSelect> {
  const [entry] = await tx
    .select()
    .from(constituents)
    .where(and(eq(constituents.id, id), isNull(constituents.endedAt)));
  if (!entry) throw notFound("constituent");
  return entry;
}

async function requireContact(tx: Tx, id: string): Promise<typeof contacts.$inferSelect> {
  const [contact] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.id, id), isNull(contacts.endedAt)));
  if (!contact) throw notFound("contact");
  return contact;
}

function nothingDiffers(): AppError {
  return invalidInput(
    [{ path: "changes", message: "Expected a change." }],
    "Nothing differs from what the register says.",
  );
}

/** Somebody was faster. */
export function decidedAlready(): AppError {
  return new AppError("conflict", "This proposal was decided already.", { words: "console.proposals.decided" });
}
