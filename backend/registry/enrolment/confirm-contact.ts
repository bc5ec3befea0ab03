// The entry's own people say in the console that a contact is still right, when the yearly question is open.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";

/** Answers the open question with "right"; what is wrong is proposed as a change instead. @throws forbidden; not_found for a contact of somebody else, or that nobody asked. */
export async function confirmContact(ctx: Context, contactId: string): Promise<void> {
  requirePermission(ctx, "entry.propose");
  await withTransaction(
    ctx,
    async (tx) => {
      const [row] = await tx.execute<{ testId: string | null }>(
        sql`select toguna_confirm_own_contact(${contactId}, ${ctx.now().toISOString()}::timestamptz) as "testId"`,
      );
      if (!row?.testId) throw notFound("question about this contact");
      await writeAudit(tx, ctx, {
        action: "contact.confirm",
        objectType: "contact_test",
        objectId: row.testId,
        detail: { answer: "right" },
      });
    },
    "constituent",
  );
}
