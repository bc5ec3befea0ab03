// Service accounts: the machine or service behind its keys. Stopping one stops every key of it at once, and lets them work again.
import { and, eq, isNull, isNotNull, sql } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { requirePermission } from "./access.ts";
import { stepUpFor } from "./model.ts";
import { requireStepUp } from "./require-step-up.ts";
import { refusal } from "./rules.ts";
import { serviceAccounts } from "./tables.ts";

/** The account of this name in the organisation, made when there is none. @throws AppError refused when it is stopped. */
export async function findOrMakeAccount(
  tx: Tx,
  ctx: Context,
  account: { name: string; organisationId: string; madeBy: string },
): Promise<string> {
  const id = newId(ctx.now());
  await tx
    .insert(serviceAccounts)
    .values({ id, ...account, madeAt: ctx.now() })
    .onConflictDoNothing();
  const [row] = await tx
    .select()
    .from(serviceAccounts)
    .where(
      and(
        eq(serviceAccounts.organisationId, account.organisationId),
        sql`lower(${serviceAccounts.name}) = lower(${account.name})`,
      ),
    );
  if (!row) throw new Error("a service account was made and is not there");
  if (row.disabledAt) throw refusal("account_stopped", "This service is stopped: let it work again first.");
  if (row.id === id)
    await writeAudit(tx, ctx, {
      action: "service_account.make",
      objectType: "service_account",
      objectId: id,
      detail: { name: account.name },
    });
  return row.id;
}

/** Stops a service at once; to start it again needs a step-up (`stepUpFor.startAccount`). @throws AppError not_found when it is so already. */
export async function setAccount(ctx: Context, accountId: string, isOn: boolean): Promise<void> {
  requirePermission(ctx, "key.change");
  await withTransaction(
    ctx,
    async (tx) => {
      const [done] = await tx
        .update(serviceAccounts)
        .set({ disabledAt: isOn ? null : ctx.now() })
        .where(
          and(
            eq(serviceAccounts.id, accountId),
            isOn ? isNotNull(serviceAccounts.disabledAt) : isNull(serviceAccounts.disabledAt),
          ),
        )
        .returning({ id: serviceAccounts.id });
      if (!done) throw notFound(isOn ? "stopped service" : "running service");
      if (isOn) await requireStepUp(tx, ctx, stepUpFor.startAccount(accountId));
      const action = isOn ? "service_account.start" : "service_account.stop";
      await writeAudit(tx, ctx, { action, objectType: "service_account", objectId: accountId });
    },
    "identity",
  );
}
