// Links a case with another and takes a link away again. A case that is hidden from the asker is as if it did not exist.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addToTimeline, caseForUpdate, personOf } from "../store.ts";
import { AddLink, evenKinds } from "./model.ts";

/** @throws invalid_input for a reference that names no case, or this one; conflict when they are linked so already; not_found. */
export async function addLink(ctx: Context, input: AddLink): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const { caseId, reference, kind, note } = AddLink.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const mine = await caseForUpdate(tx, caseId);
    const [other] = await tx.execute<{ id: string; reference: string }>(
      sql`select id, reference from cases where upper(reference) = ${reference.toUpperCase()}`,
    );
    if (!other)
      throw invalidInput([{ path: "reference", message: `Expected a case's reference, such as ${mine.reference}.` }]);
    if (other.id === caseId)
      throw invalidInput([{ path: "reference", message: "Expected another case than this one." }]);
    const linkId = newId(ctx.now());
    const rows = await tx.execute(sql`insert into case_links (id, case_id, other_id, kind, note, created_by, created_at)
      select ${linkId}, ${caseId}, ${other.id}, ${kind}, ${note}, ${personOf(ctx)}, ${ctx.now().toISOString()}
      where not (${evenKinds.has(kind)} and exists (select 1 from case_links l where l.case_id = ${other.id} and l.other_id = ${caseId} and l.kind = ${kind}))
      on conflict do nothing returning 1`);
    if (rows.length === 0)
      throw new AppError("conflict", "These cases are linked so already.", {
        words: "casework.refusal.linked_already",
      });
    await addToTimeline(tx, ctx, {
      caseId,
      kind: "linked",
      body: other.reference,
      detail: { otherId: other.id, link: kind },
    });
    await writeAudit(tx, ctx, {
      action: "case.link",
      objectType: "case",
      objectId: caseId,
      detail: { linkId, otherId: other.id, kind },
    });
    return { id: linkId };
  });
}

/** From either of its ends. @throws not_found. */
export async function removeLink(ctx: Context, caseId: string, linkId: string): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  return await withTransaction(ctx, async (tx) => {
    await caseForUpdate(tx, caseId);
    const [gone] = await tx.execute<{ other: string; kind: string }>(
      sql`delete from case_links where id = ${linkId} and ${caseId} in (case_id, other_id)
        returning case when case_id = ${caseId} then other_id else case_id end as other, kind`,
    );
    if (!gone) throw notFound("link");
    await writeAudit(tx, ctx, {
      action: "case.unlink",
      objectType: "case",
      objectId: caseId,
      detail: { linkId, otherId: gone.other, kind: gone.kind },
    });
    return { id: linkId };
  });
}
