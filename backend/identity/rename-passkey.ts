// Gives an own passkey another name.
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { RenamePasskey } from "./requests.ts";
import { requirePerson } from "./step-up.ts";
import { passkeys } from "./tables.ts";

/** @throws AppError not_found for somebody else's. */
export async function renamePasskey(ctx: Context, passkeyId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "own.change");
  const { name } = RenamePasskey.parse(input);
  const actor = requirePerson(ctx);
  await withTransaction(
    ctx,
    async (tx) => {
      const [renamed] = await tx
        .update(passkeys)
        .set({ name })
        .where(and(eq(passkeys.id, passkeyId), eq(passkeys.personId, actor.personId), isNull(passkeys.removedAt)))
        .returning({ id: passkeys.id });
      if (!renamed) throw notFound("passkey");
      const detail = { passkeyId };
      await writeAudit(tx, ctx, { action: "passkey.rename", objectType: "person", objectId: actor.personId, detail });
    },
    "identity",
  );
}
