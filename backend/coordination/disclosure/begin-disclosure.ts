// A case becomes a vulnerability's: its settings, the text that will be published, its flaws, and what its finders want to be called.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { requireVectors } from "./change-flaw.ts";
import { changedMeanwhile, lockDisclosure, personOf, reach } from "./load-disclosure.ts";
import { AddFlaw, SetCredit, SetDisclosure, WriteDraft } from "./model.ts";

/** By hand, where no finder's report began it. @param named the case's id, or its reference as the desk writes it. @throws AppError not_found; refused for a closed case; conflict when it is one already. */
export async function beginDisclosure(ctx: Context, named: string): Promise<{ caseId: string }> {
  requirePermission(ctx, "case.change");
  return await withTransaction(ctx, async (tx) => {
    const which = isId(named) ? sql`id = ${named}` : sql`reference = ${named}`;
    const [found] = await tx.execute<{ id: string; status: string; kind: string }>(
      sql`select id, status, kind from cases where ${which} for update`,
    );
    if (!found) throw notFound("case");
    const caseId = found.id;
    if (found.kind !== "incident")
      throw new AppError("conflict", "This case has a kind of its own already.", { words: "disclosure.refused.kind" });
    if (found.status === "closed")
      throw new AppError("refused", "This case is closed. Open it again to go on.", {
        words: "disclosure.refused.closed",
      });
    await tx.execute(sql`select toguna_begin_disclosure(${caseId}, ${personOf(ctx)})`);
    await writeAudit(tx, ctx, { action: "disclosure.begin", objectType: "case", objectId: caseId });
    return { caseId };
  });
}

/** Whether parties see who else is in the case. @throws AppError not_found, conflict. */
export async function setDisclosure(ctx: Context, caseId: string, input: SetDisclosure): Promise<void> {
  requirePermission(ctx, "case.change");
  const { version, isPartyListShown } = SetDisclosure.parse(input);
  await withTransaction(ctx, async (tx) => {
    const found = await lockDisclosure(tx, caseId);
    if (found.version !== version) throw changedMeanwhile();
    await tx.execute(
      sql`update disclosures set is_party_list_shown = ${isPartyListShown}, version = version + 1 where case_id = ${caseId}`,
    );
    await writeAudit(tx, ctx, {
      action: "disclosure.set",
      objectType: "case",
      objectId: caseId,
      detail: { isPartyListShown },
    });
  });
}

/** @throws AppError not_found, conflict; invalid_input by field. */
export async function writeDraft(ctx: Context, caseId: string, input: WriteDraft): Promise<void> {
  requirePermission(ctx, "advisory.write");
  const { version, severity, texts, refs } = WriteDraft.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    const written =
      await tx.execute(sql`update disclosure_drafts set severity = ${severity}, texts = ${JSON.stringify(texts)}::jsonb, refs = ${sql.param(refs)}::text[],
        changed_by = ${personOf(ctx)}, changed_at = ${ctx.now().toISOString()}::timestamptz, version = version + 1
      where case_id = ${caseId} and version = ${version} returning 1`);
    if (written.length === 0) throw changedMeanwhile();
    await writeAudit(tx, ctx, { action: "disclosure.write", objectType: "case", objectId: caseId });
  });
}

/** Every vendor of the case is asked about it, until somebody says otherwise. @throws AppError not_found. */
export async function addFlaw(ctx: Context, caseId: string, input: AddFlaw): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { title, description, cwe, cvss31, cvss40 } = AddFlaw.parse(input);
  const vectors = requireVectors({ cvss31: cvss31 ?? null, cvss40: cvss40 ?? null });
  return await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into disclosure_flaws (id, case_id, ordinal, title, description, cwe, cvss_v3, cvss_v4, added_by, added_at)
      select ${id}, ${caseId}, 1 + coalesce(max(ordinal), 0), ${title}, ${description}, ${cwe ?? null}, ${vectors.cvss31}, ${vectors.cvss40}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz
      from disclosure_flaws where case_id = ${caseId}`);
    await tx.execute(sql`insert into disclosure_cells (party_id, flaw_id, case_id)
      select p.id, ${id}, ${caseId} from disclosure_parties p where p.case_id = ${caseId} and p.left_at is null`);
    await reach(tx, ctx, caseId, "flaw_confirmed");
    await writeAudit(tx, ctx, {
      action: "disclosure.add_flaw",
      objectType: "case",
      objectId: caseId,
      detail: { flawId: id },
    });
    return { id };
  });
}

/** What a finder is called in the publication, as they told the team by another way than the receipt. @throws AppError not_found. */
export async function setCredit(ctx: Context, caseId: string, finderId: string, input: SetCredit): Promise<void> {
  requirePermission(ctx, "case.change");
  const { wish, credit } = SetCredit.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockDisclosure(tx, caseId);
    const changed = isId(finderId)
      ? await tx.execute(sql`update disclosure_finders set wish = ${wish}, credit = ${credit}, changed_via = 'desk',
          changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${finderId} and case_id = ${caseId} returning 1`)
      : [];
    if (changed.length === 0) throw notFound("finder");
    await writeAudit(tx, ctx, {
      action: "disclosure.credit",
      objectType: "case",
      objectId: caseId,
      detail: { finderId, wish },
    });
  });
}
