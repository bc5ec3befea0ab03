// Opens who reported. The log keeps who opened it and why; a name given in confidence needs a reason and a fresh word of the passkey.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission, requireStepUp } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../platform/errors/index.ts";
import { bindReveal, type IdentityView } from "./model.ts";

export const RevealIdentity = z.strictObject({ reportId: z.uuid(), reason: z.string().trim().max(2000).optional() });
export type RevealIdentity = z.infer<typeof RevealIdentity>;

/** @throws not_found where there is no identity; for one given in confidence invalid_input without a reason, step_up_required without the passkey; refused for one that is sealed. */
export async function revealIdentity(ctx: Context, input: RevealIdentity): Promise<IdentityView> {
  requirePermission(ctx, "report.answer");
  const { reportId, reason } = RevealIdentity.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<
      IdentityView & { isConfidential: boolean; isSealed: boolean; version: number } & Record<string, unknown>
    >(
      sql`select name, email, phone, role, organisation_name as organisation, on_behalf_name as "onBehalfName", safe_channel as "safeChannel", may_tell as "mayTell",
        is_confidential as "isConfidential", is_sealed as "isSealed", (select r.version from reports r where r.id = report_id) as version from report_identities where report_id = ${reportId}`,
    );
    if (!row) throw notFound("identity of this report");
    const { isConfidential, isSealed, version, ...identity } = row;
    if (isSealed)
      throw new AppError("refused", "This name is sealed: ask a custodian for it.", {
        words: "sealed.refusal.ask_custodian",
      });
    if (isConfidential && (reason ?? "").length < 3)
      throw invalidInput([{ path: "reason", message: "Expected a reason: this name was given in confidence." }]);
    if (isConfidential) await requireStepUp(tx, ctx, bindReveal({ id: reportId, version }));
    const detail = { isConfidential, reason: reason ?? null };
    await writeAudit(tx, ctx, { action: "report.reveal_identity", objectType: "report", objectId: reportId, detail });
    return identity;
  });
}
