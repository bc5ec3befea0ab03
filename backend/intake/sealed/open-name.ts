// Who asked takes the sealed name out, to open it in the own browser. Each time is written down, for the report and for the log.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { toBase64Url } from "../../platform/sealing/index.ts";
import { type GrantedName, stepUpForSealed } from "./model.ts";
import { decideOpening } from "./rules.ts";

export const Nothing = z.strictObject({});

/** Needs a step-up (`stepUpForSealed.open`). @throws AppError not_found; refused unless the own request was granted within the last day. */
export async function openName(ctx: Context, requestId: string): Promise<GrantedName> {
  requirePermission(ctx, "identity.ask");
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const [grant] = await tx.execute<{
      reportId: string;
      askedBy: string;
      decision: string | null;
      expiresAt: string | null;
      reason: string;
      sealedKey: Buffer | null;
    }>(sql`select report_id as "reportId", asked_by as "askedBy", decision, expires_at as "expiresAt", reason, sealed_key as "sealedKey"
      from identity_requests where id = ${requestId}`);
    if (!grant) throw notFound("request");
    const expiresAt = grant.expiresAt === null ? null : new Date(grant.expiresAt);
    decideOpening({ ...grant, expiresAt }, personId, ctx.now());
    await requireStepUp(tx, ctx, stepUpForSealed.open(requestId));
    const [sealed] = await tx.execute<{ ciphertext: Buffer }>(
      sql`select ciphertext from sealed_identities where report_id = ${grant.reportId}`,
    );
    if (!sealed || !grant.sealedKey) throw notFound("sealed name");
    await tx.execute(sql`insert into identity_openings (id, report_id, person_id, way, request_id, reason, opened_at)
      values (${newId(ctx.now())}, ${grant.reportId}, ${personId}, 'request', ${requestId}, ${grant.reason}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "report.open_identity",
      objectType: "report",
      objectId: grant.reportId,
      detail: { requestId, reason: grant.reason },
    });
    return {
      reportId: grant.reportId,
      ciphertext: toBase64Url(sealed.ciphertext),
      sealedKey: toBase64Url(grant.sealedKey),
    };
  });
}
