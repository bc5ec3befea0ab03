// An officer proposes how a dispute is settled, another confirms with the passkey or sends it back; then both claims say it, and what they said before is kept.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { ConfirmSettlement, type Outcome, ProposeSettlement, stepUpForClaims } from "./model.ts";
import { settle } from "./rules.ts";
import { changeClaim, type ClaimRow, claimForUpdate, findStanding, personOf } from "./store.ts";

interface DisputeRow extends Record<string, unknown> {
  id: string;
  state: string;
  version: number;
  value: string;
  standingClaimId: string;
  challengerClaimId: string;
  outcome: Outcome | null;
  splitAt: string | null;
  reason: string | null;
  proposedBy: string | null;
}

async function load(tx: Tx, disputeId: string, version: number, state: "open" | "proposed"): Promise<DisputeRow> {
  const [row] =
    await tx.execute<DisputeRow>(sql`select id, state, version, value, standing_claim_id as "standingClaimId", challenger_claim_id as "challengerClaimId",
    outcome, to_char(split_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "splitAt", reason, proposed_by as "proposedBy"
    from claim_disputes where id = ${disputeId} for update`);
  if (!row) throw notFound("dispute");
  if (row.version !== version)
    throw new AppError("conflict", "Somebody changed this dispute meanwhile. Look at it again.", {
      words: "claims.refusal.overtaken",
    });
  if (row.state !== state)
    throw new AppError(
      "conflict",
      state === "open" ? "A settlement is proposed, or the dispute has ended." : "No settlement waits here.",
      {
        words: state === "open" ? "claims.refusal.not_open" : "claims.refusal.nothing_proposed",
      },
    );
  return row;
}

async function claimsOf(tx: Tx, dispute: DisputeRow): Promise<{ standing: ClaimRow; challenger: ClaimRow }> {
  const rows = new Map<string, ClaimRow>();
  for (const id of [dispute.standingClaimId, dispute.challengerClaimId].sort())
    rows.set(id, await claimForUpdate(tx, id));
  const [standing, challenger] = [rows.get(dispute.standingClaimId), rows.get(dispute.challengerClaimId)];
  if (!standing || !challenger) throw notFound("claim");
  return { standing, challenger };
}

/** @throws not_found, conflict; invalid_input naming `splitAt`. */
export async function proposeSettlement(ctx: Context, input: ProposeSettlement): Promise<{ version: number }> {
  requirePermission(ctx, "registry.change");
  const { disputeId, version, outcome, splitAt, reason } = ProposeSettlement.parse(input);
  const split = splitAt === undefined ? null : new Date(splitAt);
  if (split && split > ctx.now())
    throw invalidInput([{ path: "splitAt", message: "Expected a time that is not in the future." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      const dispute = await load(tx, disputeId, version, "open");
      // Tried now, so that the second person is not given what cannot be done.
      settle(await claimsOf(tx, dispute), outcome, split);
      await tx.execute(sql`update claim_disputes set state = 'proposed', outcome = ${outcome}, split_at = ${split?.toISOString() ?? null}::timestamptz, reason = ${reason},
        proposed_by = ${personOf(ctx)}, proposed_at = ${ctx.now().toISOString()}::timestamptz, version = version + 1 where id = ${disputeId}`);
      await writeAudit(tx, ctx, {
        action: "dispute.propose",
        objectType: "dispute",
        objectId: disputeId,
        detail: { value: dispute.value, outcome, splitAt: split?.toISOString(), reason },
      });
      return { version: version + 1 };
    },
    "staff",
  );
}

/** @throws not_found, conflict, forbidden for the one who proposed it, step_up_required. */
export async function confirmSettlement(ctx: Context, input: ConfirmSettlement): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { disputeId, version } = ConfirmSettlement.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const dispute = await load(tx, disputeId, version, "proposed");
      if (dispute.proposedBy === personOf(ctx) || dispute.outcome === null)
        throw new AppError("forbidden", "A second person confirms a settlement.", {
          words: "claims.refusal.second_person",
        });
      await requireStepUp(tx, ctx, stepUpForClaims.settle(disputeId, version));
      const before = await claimsOf(tx, dispute);
      const after = settle(before, dispute.outcome, dispute.splitAt === null ? null : new Date(dispute.splitAt));
      const now = ctx.now().toISOString();
      await tx.execute(sql`update claim_disputes set state = 'settled', confirmed_by = ${personOf(ctx)}, settled_at = ${now}::timestamptz, version = version + 1
        where id = ${disputeId}`);
      const reason = dispute.reason ?? "";
      const others = await tx.execute(
        sql`select 1 from claim_disputes where standing_claim_id = ${before.standing.id} and state in ('open', 'proposed')`,
      );
      const isStillDisputed = after.standing.state === "active" && others.length > 0;
      await changeClaim(tx, ctx, before.standing.id, {
        ...after.standing,
        ...(isStillDisputed ? { state: "disputed" } : {}),
        reason,
      });
      // Somebody else may hold the same as well: then the challenger's dispute with them goes on.
      const standing = await findStanding(tx, { ...before.challenger, ...after.challenger });
      const isHeldBack =
        after.challenger.state === "active" && before.challenger.state === "contesting" && standing.length > 0;
      await changeClaim(tx, ctx, before.challenger.id, {
        ...after.challenger,
        ...(isHeldBack ? { state: "contesting" } : {}),
        reason,
      });
      for (const claim of [before.standing, before.challenger])
        await publish(tx, {
          type: "claim.notice",
          kind: "dispute_settled",
          constituentId: claim.constituentId,
          claimId: claim.id,
          disputeId,
        });
      await writeAudit(tx, ctx, {
        action: "dispute.settle",
        objectType: "dispute",
        objectId: disputeId,
        detail: {
          value: dispute.value,
          outcome: dispute.outcome,
          splitAt: dispute.splitAt,
          proposedBy: dispute.proposedBy,
        },
      });
      await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}

/** The proposal goes back, by whoever does not agree, its author included. @throws not_found, conflict. */
export async function sendSettlementBack(ctx: Context, input: ConfirmSettlement): Promise<{ version: number }> {
  requirePermission(ctx, "registry.change");
  const { disputeId, version } = ConfirmSettlement.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const dispute = await load(tx, disputeId, version, "proposed");
      await tx.execute(sql`update claim_disputes set state = 'open', outcome = null, split_at = null, reason = null, proposed_by = null, proposed_at = null,
        version = version + 1 where id = ${disputeId}`);
      await writeAudit(tx, ctx, {
        action: "dispute.send_back",
        objectType: "dispute",
        objectId: disputeId,
        detail: {
          value: dispute.value,
          outcome: dispute.outcome,
          proposedBy: dispute.proposedBy,
          reason: dispute.reason,
        },
      });
      return { version: version + 1 };
    },
    "staff",
  );
}
