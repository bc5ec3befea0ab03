// The second person approves or refuses; in an emergency the one who asked releases alone, the others are told, and one of them says whether it was right.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { publishApprovedPage, unlockPage } from "../advice/publish-page.ts";
import { publishApproved, unlockAdvisory } from "../advisories/publish-advisory.ts";
import { dropEdition, releaseEdition } from "../disclosure/publish-edition.ts";
import { startApproved, unlockRun } from "../notifications/start-run.ts";
import { publishApprovedLine, unlockLine } from "../public-lines/write-line.ts";
import {
  bindFourEyes,
  type FourEyesKind,
  type FourEyesState,
  RefuseRelease,
  ReleaseAlone,
  ReviewRelease,
  whyNot,
} from "./model.ts";
import { tellOthers } from "./tell-others.ts";

interface Request extends Record<string, unknown> {
  id: string;
  kind: FourEyesKind;
  subjectId: string;
  /** What belongs to a hidden case is hidden with it. */
  caseId: string | null;
  version: number;
  title: string;
  state: FourEyesState;
  askedBy: string;
  decidedBy: string | null;
  isReviewed: boolean;
}

/** Approves what was asked: it leaves in the same transaction. @throws step_up_required; refused to the one who asked; conflict when it was settled. */
export async function approveRelease(ctx: Context, requestId: string): Promise<void> {
  requirePermission(ctx, "release.approve");
  await withTransaction(ctx, async (tx) => {
    const request = await load(tx, ctx, requestId, "approve");
    await requireStepUp(tx, ctx, bindFourEyes.approve(requestId));
    await settle(tx, ctx, request, "approved", null);
    await letGo(tx, ctx, request);
    await writeAudit(tx, ctx, entryOf(request, "approve", {}));
  });
}

/** @throws as `approveRelease`. */
export async function refuseRelease(ctx: Context, requestId: string, input: RefuseRelease): Promise<void> {
  requirePermission(ctx, "release.approve");
  const { reason } = RefuseRelease.parse(input);
  await withTransaction(ctx, async (tx) => {
    const request = await load(tx, ctx, requestId, "refuse");
    await settle(tx, ctx, request, "refused", reason);
    await unlock(tx, request);
    await writeAudit(tx, ctx, entryOf(request, "refuse", {}));
  });
}

/** The one who asked takes it back, to change it. */
export async function withdrawRelease(ctx: Context, requestId: string): Promise<void> {
  requirePermission(ctx, "notification.write");
  await withTransaction(ctx, async (tx) => {
    const request = await load(tx, ctx, requestId, "withdraw");
    await settle(tx, ctx, request, "withdrawn", null);
    await unlock(tx, request);
    await writeAudit(tx, ctx, entryOf(request, "withdraw", {}));
  });
}

/** Emergency: with the passkey and a reason. The others who could have approved are told by mail, without the reason. */
export async function releaseAlone(ctx: Context, requestId: string, input: ReleaseAlone): Promise<void> {
  requirePermission(ctx, "release.alone");
  const { reason } = ReleaseAlone.parse(input);
  await withTransaction(ctx, async (tx) => {
    const request = await load(tx, ctx, requestId, "alone");
    if (request.kind === "statistics")
      throw new AppError("refused", "Statistics have no emergency: they wait for a second person.", {
        words: "notify.refused.never_alone",
      });
    if (request.kind === "advice")
      throw new AppError("refused", "An answer for everybody waits for a second person.", {
        words: "advice.refused.never_alone",
      });
    if (request.kind === "early_disclosure")
      throw new AppError("refused", "Publishing before an embargo ends always takes two persons.", {
        words: "disclosure.refused.never_alone",
      });
    await requireStepUp(tx, ctx, bindFourEyes.alone(requestId));
    await settle(tx, ctx, request, "alone", reason);
    await letGo(tx, ctx, request);
    const told = await tellOthers(tx, ctx, request);
    await writeAudit(tx, ctx, entryOf(request, "release_alone", { told }));
  });
}

/** Somebody else says whether the emergency was one. */
export async function reviewRelease(ctx: Context, requestId: string, input: ReviewRelease): Promise<void> {
  requirePermission(ctx, "release.approve");
  const { finding, note } = ReviewRelease.parse(input);
  await withTransaction(ctx, async (tx) => {
    const request = await load(tx, ctx, requestId, "review");
    await tx.execute(sql`update four_eyes set finding = ${finding}, review_note = ${note}, reviewed_by = ${personOf(ctx)},
      reviewed_at = ${ctx.now().toISOString()}::timestamptz where id = ${requestId}`);
    await writeAudit(tx, ctx, entryOf(request, "review", { finding }));
  });
}

async function load(tx: Tx, ctx: Context, requestId: string, act: Parameters<typeof whyNot>[1]): Promise<Request> {
  if (!isId(requestId)) throw notFound("request");
  const [request] =
    await tx.execute<Request>(sql`select id, kind, subject_id as "subjectId", case_id as "caseId", version, title, state, asked_by as "askedBy",
      decided_by as "decidedBy", reviewed_at is not null as "isReviewed" from four_eyes where id = ${requestId} for update`);
  if (!request) throw notFound("request");
  const why = whyNot(request, act, personOf(ctx));
  if (why === null) return request;
  const code = why === "settled" || why === "reviewed" ? "conflict" : "refused";
  throw new AppError(code, refusals[why], { words: `notify.refused.${why}` });
}

const refusals = {
  settled: "This was settled already.",
  own: "Who did one half of it does not do the other.",
  not_own: "Only the person who asked does this.",
  not_alone: "Only what one person released alone is looked at afterwards.",
  reviewed: "Somebody looked at this already.",
} as const;

async function settle(
  tx: Tx,
  ctx: Context,
  request: Request,
  state: FourEyesState,
  reason: string | null,
): Promise<void> {
  await tx.execute(sql`update four_eyes set state = ${state}, reason = ${reason}, decided_by = ${personOf(ctx)},
    decided_at = ${ctx.now().toISOString()}::timestamptz where id = ${request.id}`);
}

/** What leaves is of the version that was looked at, or nothing. */
async function letGo(tx: Tx, ctx: Context, request: Request): Promise<void> {
  if (request.kind === "advisory") await publishApproved(tx, ctx, request.subjectId, request.version, request.id);
  else if (request.kind === "advice")
    await publishApprovedPage(tx, ctx, request.subjectId, request.version, request.id);
  else if (request.kind === "notification") await startApproved(tx, ctx, request.subjectId, request.version);
  else if (request.kind === "public_line")
    await publishApprovedLine(tx, ctx, request.subjectId, request.version, request.id);
  else if (request.kind === "disclosure" || request.kind === "early_disclosure")
    await releaseEdition(tx, ctx, request.subjectId);
  else await tellSettled(tx, request, "approved");
}

/** What stands in a domain above this one hears of it by an event of the same transaction. */
async function tellSettled(tx: Tx, { id, kind, subjectId, version }: Request, outcome: "approved" | "returned") {
  await publish(tx, { type: "release.settled", kind, subjectId, version, requestId: id, outcome });
}

async function unlock(tx: Tx, request: Request): Promise<void> {
  if (request.kind === "advisory") await unlockAdvisory(tx, request.subjectId);
  else if (request.kind === "advice") await unlockPage(tx, request.subjectId);
  else if (request.kind === "notification") await unlockRun(tx, request.subjectId);
  else if (request.kind === "public_line") await unlockLine(tx, request.subjectId);
  else if (request.kind === "disclosure" || request.kind === "early_disclosure")
    await dropEdition(tx, request.subjectId);
  else await tellSettled(tx, request, "returned");
}

function entryOf({ id, kind, subjectId, caseId, version }: Request, act: string, more: Record<string, unknown>) {
  return {
    action: `${kind}.${act}`,
    objectType: caseId === null ? kind : "case",
    objectId: caseId ?? subjectId,
    detail: { requestId: id, version, ...more },
  };
}

function personOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}
