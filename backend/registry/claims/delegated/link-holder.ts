// An officer says whose a registry's account is, or says so no longer; what the account proves follows.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../../identity/index.ts";
import { writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../../platform/errors/index.ts";
import { isId, newId } from "../../../platform/ids/index.ts";
import { publish } from "../../../platform/jobs/index.ts";
import { requireConstituent } from "../../require-constituent.ts";
import { personOf } from "../store.ts";
import { LinkHolder } from "./model.ts";
import { proveByDelegation } from "./prove-by-delegation.ts";

/** @throws not_found; invalid_input naming `opaqueId` for an account that no current file has; conflict where it is somebody's. */
export async function linkHolder(ctx: Context, input: LinkHolder): Promise<{ id: string; proven: number }> {
  requirePermission(ctx, "registry.change");
  const { registry, opaqueId, constituentId } = LinkHolder.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireConstituent(tx, constituentId);
      const known =
        await tx.execute(sql`select 1 from delegated_records r join delegated_files f on f.id = r.file_id and f.is_current
        where f.registry = ${registry} and r.opaque_id = ${opaqueId} limit 1`);
      if (known.length === 0)
        throw invalidInput([{ path: "opaqueId", message: "Expected an account of the registry's current file." }]);
      const id = newId(ctx.now());
      const linked =
        await tx.execute(sql`insert into delegated_holders (id, registry, opaque_id, constituent_id, linked_at, linked_by)
        values (${id}, ${registry}, ${opaqueId}, ${constituentId}, ${ctx.now().toISOString()}::timestamptz, ${personOf(ctx)})
        on conflict (registry, opaque_id) where ended_at is null do nothing returning 1`);
      if (linked.length === 0)
        throw new AppError("conflict", "This account is somebody's already.", { words: "claims.refusal.linked" });
      const proven = await proveByDelegation(tx, ctx, constituentId);
      await writeAudit(tx, ctx, {
        action: "register.link_account",
        objectType: "constituent",
        objectId: constituentId,
        detail: { registry, opaqueId, proven },
      });
      await publish(tx, { type: "registry.changed" });
      return { id, proven };
    },
    "staff",
  );
}

/** What it proved stays proven: the claims say by what, and the next look finds what does not fit. @throws not_found. */
export async function unlinkHolder(ctx: Context, linkId: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  if (!isId(linkId)) throw notFound("link");
  await withTransaction(
    ctx,
    async (tx) => {
      const [link] = await tx.execute<{ constituentId: string; registry: string; opaqueId: string }>(sql`
        update delegated_holders set ended_at = ${ctx.now().toISOString()}::timestamptz, ended_by = ${personOf(ctx)} where id = ${linkId} and ended_at is null
        returning constituent_id as "constituentId", registry, opaque_id as "opaqueId"`);
      if (!link) throw notFound("link");
      await writeAudit(tx, ctx, {
        action: "register.unlink_account",
        objectType: "constituent",
        objectId: link.constituentId,
        detail: { registry: link.registry, opaqueId: link.opaqueId },
      });
    },
    "staff",
  );
}
