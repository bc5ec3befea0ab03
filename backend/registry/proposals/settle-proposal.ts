// The desk decides a proposed change: approving writes it in the same transaction, and a fact that somebody changed meanwhile is never written over unseen.
import { eq, sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { writeChange } from "../change-constituent.ts";
import { AddContact, ChangeConstituent } from "../model.ts";
import { constituents, contacts } from "../tables.ts";
import { outdatedFields, SettleProposal, type Values } from "./model.ts";
import { decidedAlready } from "./propose-change.ts";
import { changeProposals } from "./tables.ts";

type ProposalRow = typeof changeProposals.$inferSelect;

/** @throws AppError not_found; conflict when it was decided or the record changed; refused for one's own proposal; invalid_input without a reason for a refusal. */
export async function settleProposal(ctx: Context, proposalId: string, input: unknown): Promise<{ state: string }> {
  requirePermission(ctx, "registry.change");
  const { decision, reason } = SettleProposal.parse(input);
  const person = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const [proposal] = await tx
        .select()
        .from(changeProposals)
        .where(eq(changeProposals.id, proposalId))
        .for("update");
      if (!proposal) throw notFound("proposal");
      if (proposal.state !== "pending") throw decidedAlready();
      if (proposal.proposedBy === person.personId)
        throw new AppError("refused", "Nobody decides what they proposed.", { words: "console.proposals.own_word" });
      if (decision === "refuse" && reason.length < 3)
        throw invalidInput([
          { path: "reason", message: "Expected a reason of at least 3 characters: it goes to whoever asked." },
        ]);
      const state = decision === "approve" ? "approved" : "refused";
      if (decision === "approve") await apply(tx, ctx, proposal);
      await tx
        .update(changeProposals)
        .set({ state, reason, decidedBy: person.personId, decidedAt: ctx.now() })
        .where(eq(changeProposals.id, proposalId));
      await writeAudit(tx, ctx, {
        action: decision === "approve" ? "entry.approve_proposal" : "entry.refuse_proposal",
        objectType: "constituent",
        objectId: proposal.constituentId,
        detail: { proposalId, kind: proposal.kind, before: proposal.before, after: proposal.after, reason },
      });
      await publish(tx, { type: "entry.proposal_settled", proposalId });
      if (decision === "approve") await publish(tx, { type: "registry.changed" });
      return { state };
    },
    "staff",
  );
}

async function apply(tx: Tx, ctx: Context, proposal: ProposalRow): Promise<void> {
  const { kind, recordId, constituentId } = proposal;
  if (kind === "facts") {
    const [entry] = await tx.select().from(constituents).where(eq(constituents.id, recordId)).for("update");
    if (!entry) throw notFound("constituent");
    refuseOutdated(proposal.before, { ...entry });
    const why = `Proposed by the constituent, ${proposal.id}`;
    await writeChange(
      tx,
      ctx,
      ChangeConstituent.parse({ ...proposal.after, constituentId, version: entry.version, why }),
    );
    return;
  }
  if (kind === "contact_add") {
    const added = AddContact.parse({ ...proposal.after, constituentId });
    await tx.insert(contacts).values({
      id: recordId,
      constituentId,
      name: added.name,
      role: added.role,
      email: added.email ?? null,
      phone: added.phone ?? null,
      languages: added.languages,
      hours: added.hours ?? null,
    });
    return;
  }
  const [contact] = await tx.select().from(contacts).where(eq(contacts.id, recordId)).for("update");
  if (!contact || contact.endedAt) throw outdated(["contact"]);
  refuseOutdated(proposal.before, { ...contact });
  const changes: Partial<typeof contacts.$inferInsert> =
    kind === "contact_end" ? { endedAt: ctx.now() } : proposal.after;
  await tx
    .update(contacts)
    .set({ ...changes, version: sql`${contacts.version} + 1` })
    .where(eq(contacts.id, recordId));
}

function refuseOutdated(seen: Values, now: Values): void {
  const fields = outdatedFields(seen, now);
  if (fields.length > 0) throw outdated(fields);
}

function outdated(fields: string[]): AppError {
  return new AppError(
    "conflict",
    `This was changed since it was proposed: ${fields.join(", ")}. Refuse the proposal, or make the change yourself.`,
    {
      words: "console.proposals.outdated",
    },
  );
}
