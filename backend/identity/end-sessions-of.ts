// An administrator ends every open session of a person, for instance when a device is lost.
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { requirePermission } from "./access.ts";
import { endSessions, findPerson } from "./store.ts";

export async function endSessionsOf(ctx: Context, personId: string): Promise<{ ended: number }> {
  requirePermission(ctx, "person.change");
  return await withTransaction(
    ctx,
    async (tx) => {
      if (!(await findPerson(tx, personId))) throw notFound("person");
      const ended = await endSessions(tx, { personId }, "ended_by_administrator", ctx.now());
      const detail = { sessionIds: ended };
      await writeAudit(tx, ctx, { action: "session.end", objectType: "person", objectId: personId, detail });
      return { ended: ended.length };
    },
    "identity",
  );
}
