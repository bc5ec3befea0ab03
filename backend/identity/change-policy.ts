// Reads and changes how strict sign-in is. A stricter policy binds sessions that are open: they are judged by it at their next request.
import { sql } from "drizzle-orm";
import { canonicalJson, writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { requirePermission } from "./access.ts";
import { type SignInPolicy, stepUpFor } from "./model.ts";
import { ChangePolicy } from "./requests.ts";
import { requireStepUp } from "./require-step-up.ts";
import { readPolicy } from "./store.ts";

export async function readSignInPolicy(ctx: Context): Promise<SignInPolicy> {
  requirePermission(ctx, "settings.change");
  return await readOnly(ctx, readPolicy);
}

/** Needs a step-up (`stepUpFor.changePolicy` with the new policy). */
export async function changePolicy(ctx: Context, input: unknown): Promise<SignInPolicy> {
  requirePermission(ctx, "settings.change");
  const after = ChangePolicy.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await readPolicy(tx);
    await requireStepUp(tx, ctx, stepUpFor.changePolicy(after));
    await tx.execute(sql`insert into settings (key, value, changed_at) values ('identity.policy', ${canonicalJson(after)}::jsonb, ${ctx.now().toISOString()})
      on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`);
    const detail = { before, after };
    await writeAudit(tx, ctx, { action: "policy.change", objectType: "settings", objectId: "sign-in", detail });
    return after;
  });
}
