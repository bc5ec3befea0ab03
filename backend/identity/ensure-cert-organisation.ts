// The CERT itself as an organisation: there is exactly one, made at the first start.
import { eq } from "drizzle-orm";
import { randomUUID } from "node:crypto";
import { writeAudit } from "../platform/audit/index.ts";
import { makeContext, type Services } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { newId } from "../platform/ids/index.ts";
import { requirePermission } from "./access.ts";
import { organisations } from "./tables.ts";

/** The id of the CERT's organisation; made with this name when there is none. Two processes that start together agree. */
export async function ensureCertOrganisation(services: Services, name: string): Promise<string> {
  const ctx = makeContext(services, { kind: "system", job: "identity.setup" }, randomUUID());
  requirePermission(ctx, "settings.change");
  const find = async () =>
    await readOnly(ctx, async (tx) => await tx.select().from(organisations).where(eq(organisations.kind, "cert")));
  const [known] = await find();
  if (known) return known.id;
  await withTransaction(ctx, async (tx) => {
    const made = await tx
      .insert(organisations)
      .values({ id: newId(ctx.now()), kind: "cert", name, createdAt: ctx.now() })
      .onConflictDoNothing()
      .returning();
    const [one] = made;
    if (one)
      await writeAudit(tx, ctx, {
        action: "organisation.make",
        objectType: "organisation",
        objectId: one.id,
        detail: { kind: "cert" },
      });
  });
  const [made] = await find();
  if (!made) throw new Error("the CERT's organisation could not be made");
  return made.id;
}
