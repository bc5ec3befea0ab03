// Where nobody of an authority reads a screen, the entity brings the paper; it notes when and who took it, with a picture of the stamp.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { NoteDelivery } from "./model.ts";

const maxProofBytes = 15_000_000;

/** @throws not_found; conflict when it was noted already; refused for a part that needs no paper. */
export async function noteDelivery(
  ctx: Context,
  partId: string,
  input: { note: string },
  proof: AsyncIterable<Uint8Array> | undefined,
): Promise<void> {
  requirePermission(ctx, "filing.make");
  const { note } = NoteDelivery.parse(input);
  const stored = proof === undefined ? undefined : await ctx.objects.put(proof, maxProofBytes);
  try {
    await withTransaction(ctx, async (tx) => {
      const [part] = await tx.execute<{ delivery: string; deliveredAt: string | null }>(
        sql`select delivery, delivered_at as "deliveredAt" from filing_parts where id = ${partId} for update`,
      );
      if (!part) throw notFound("filing");
      if (part.delivery !== "paper")
        throw new AppError("refused", "This authority reads it here; no paper is needed.", {
          words: "filings.refusal.no_paper",
        });
      if (part.deliveredAt !== null)
        throw new AppError("conflict", "The delivery of this filing was noted already.", {
          words: "refusals.delivery_noted",
        });
      const at = ctx.now().toISOString();
      if (stored)
        await tx.execute(
          sql`insert into objects (id, sha256, size, media_type, created_at) values (${stored.id}, ${stored.sha256}, ${stored.size}, 'application/octet-stream', ${at})`,
        );
      const person = ctx.actor.kind === "person" ? ctx.actor.personId : null;
      await tx.execute(
        sql`update filing_parts set delivered_at = ${at}, delivery_note = ${note}, delivery_file_id = ${stored?.id ?? null}, delivered_by = ${person} where id = ${partId}`,
      );
      const detail = { hasProof: stored !== undefined };
      await writeAudit(tx, ctx, {
        action: "filing.note_delivery",
        objectType: "filing_part",
        objectId: partId,
        detail,
      });
    });
  } catch (error) {
    if (stored) await ctx.objects.remove(stored.id);
    throw error;
  }
}
