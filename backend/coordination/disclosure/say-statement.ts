// A vendor's word on a flaw, whichever way it came; the coordinator approves it, shares it, or sets it aside.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { lockDisclosure, personOf, reach, requireParty } from "./load-disclosure.ts";
import { DecideStatement, NoteStatement, type SayStatement } from "./model.ts";

/** Said before, as one statement: what `SayStatement` gives. The caller has asked whether the party may, and writes the log. @throws AppError not_found for a flaw that the party was not asked about. */
export async function keepStatement(
  tx: Tx,
  ctx: Context,
  said: { caseId: string; partyId: string; way: "desk" | "link" | "room"; statement: SayStatement },
): Promise<string> {
  const { caseId, partyId, way, statement } = said;
  const [cell] = await tx.execute(
    sql`select 1 from disclosure_cells where party_id = ${partyId} and flaw_id = ${statement.flawId} and case_id = ${caseId}`,
  );
  if (!cell) throw notFound("flaw");
  const id = newId(ctx.now());
  await tx.execute(sql`insert into disclosure_statements (id, case_id, party_id, flaw_id, status, justification, versions, body, refs, way, said_by, said_at)
    values (${id}, ${caseId}, ${partyId}, ${statement.flawId}, ${statement.status}, ${statement.justification ?? null}, ${statement.versions ?? ""}, ${statement.body ?? ""},
      ${sql.param(statement.refs ?? [])}::text[], ${way}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
  await reach(tx, ctx, caseId, "vendor_answered");
  return id;
}

/** What a vendor said on the telephone or in a mail. @throws AppError not_found; invalid_input by field. */
export async function noteStatement(ctx: Context, caseId: string, input: NoteStatement): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { partyId, ...statement } = NoteStatement.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    await requireParty(tx, caseId, partyId);
    const id = await keepStatement(tx, ctx, { caseId, partyId, way: "desk", statement });
    await writeAudit(tx, ctx, {
      action: "disclosure.note_statement",
      objectType: "case",
      objectId: caseId,
      detail: { statementId: id, partyId },
    });
    return { id };
  });
}

/** Once approved it stands in the publication; shared, other vendors who were asked about the flaw read it before. @throws AppError not_found; conflict when it was decided. */
export async function decideStatement(
  ctx: Context,
  caseId: string,
  statementId: string,
  input: DecideStatement,
): Promise<void> {
  requirePermission(ctx, "advisory.write");
  const { isApproved, isShared, note } = DecideStatement.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    const [found] = isId(statementId)
      ? await tx.execute<{ state: string }>(
          sql`select state from disclosure_statements where id = ${statementId} and case_id = ${caseId} for update`,
        )
      : [];
    if (!found) throw notFound("statement");
    if (found.state !== "said")
      throw new AppError("conflict", "This was decided already.", { words: "disclosure.refused.decided" });
    await tx.execute(sql`update disclosure_statements set state = ${isApproved ? "approved" : "set_aside"}, is_shared = ${isShared}, decide_note = ${note === "" ? null : note},
      decided_by = ${requirePerson(ctx)}, decided_at = ${ctx.now().toISOString()}::timestamptz where id = ${statementId}`);
    await writeAudit(tx, ctx, {
      action: isApproved ? "disclosure.approve_statement" : "disclosure.set_statement_aside",
      objectType: "case",
      objectId: caseId,
      detail: { statementId, isShared },
    });
  });
}

function requirePerson(ctx: Context): string {
  const person = personOf(ctx);
  if (person === null) throw new AppError("refused", "A person decides this.", { words: "refusals.person_only" });
  return person;
}
