// Takes an invitation back before it is used.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { invitations } from "./tables.ts";

/** @throws AppError not_found when it is used, withdrawn or was never there. */
export async function withdrawInvitation(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "person.invite");
  await withTransaction(
    ctx,
    async (tx) => {
      const [done] = await tx
        .update(invitations)
        .set({ withdrawnAt: ctx.now() })
        .where(and(eq(invitations.id, id), isNull(invitations.usedAt), isNull(invitations.withdrawnAt)))
        .returning({ id: invitations.id });
      if (!done) throw notFound("open invitation");
      await writeAudit(tx, ctx, { action: "person.withdraw_invitation", objectType: "invitation", objectId: id });
    },
    "identity",
  );
}
