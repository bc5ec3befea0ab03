// Puts the demonstration's constituents, contacts and claims into an empty register, dated back from today.
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { insertClaim } from "./add-claim.ts";
import { insertConstituent } from "./add-constituent.ts";
import { insertContact } from "./add-contact.ts";
import type { DemoConstituent } from "./demo/index.ts";
import type { DemoRegister } from "./demo/read-register.ts";
import { fillRegisterData } from "./fill-register-data.ts";

const dayMs = 86_400_000;

export async function fillRegister(ctx: Context, entries: DemoConstituent[], data: DemoRegister): Promise<void> {
  requirePermission(ctx, "registry.change");
  const ago = (days: number | null): string | undefined =>
    days === null ? undefined : new Date(ctx.now().getTime() - days * dayMs).toISOString();
  await withTransaction(ctx, async (tx) => {
    const ids = new Map<string, string>();
    for (const { key, contacts, claims, ...entry } of entries) {
      const { id } = await insertConstituent(tx, ctx, entry, true);
      ids.set(key, id);
      for (const contact of contacts) await insertContact(tx, ctx, { ...contact, constituentId: id });
      for (const { heldFromDaysAgo, heldUntilDaysAgo, ...claim } of claims) {
        const heldFrom = ago(heldFromDaysAgo);
        const heldUntil = ago(heldUntilDaysAgo);
        await insertClaim(
          tx,
          ctx,
          {
            ...claim,
            constituentId: id,
            ...(heldFrom ? { heldFrom } : {}),
            ...(heldUntil ? { heldUntil } : {}),
          },
          true,
        );
      }
    }
    await fillRegisterData(tx, ctx, data, ids);
    await writeAudit(tx, ctx, {
      action: "register.fill_demo",
      objectType: "register",
      objectId: "demo",
      detail: { constituents: entries.length },
    });
    await publish(tx, { type: "registry.changed" });
  });
}
