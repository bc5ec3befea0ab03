// What is done with a person's request: identity, who sees to it, more time where the law gives it, the answer, the refusal, the end.
import { type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { requireColleague } from "../assessments/store.ts";
import { lawOfCountry, readPinned } from "../duties/law-of-country.ts";
import { readEntity } from "../duties/read-entity.ts";
import { policiesFolder } from "../law/index.ts";
import { extendedDue } from "./find-clock.ts";
import { RequestStep, type StepDetail } from "./model.ts";
import { addRequestStep, findStored, requestRoles, type StoredRequest } from "./store.ts";

type Step = ReturnType<typeof RequestStep.parse>;
interface Done {
  set: SQL;
  detail: StepDetail;
}

/** @throws conflict; refused for a request that has ended, or for more time than the law gives. */
export async function takeRequestStep(
  ctx: Context,
  requestId: string,
  input: RequestStep,
  root = policiesFolder,
): Promise<{ version: number }> {
  requirePermission(ctx, "subject.change");
  const step = RequestStep.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select 1 from subject_requests where id = ${requestId} for update`);
    const request = await findStored(tx, requestId);
    if (!request) throw notFound("request");
    if (request.version !== step.version)
      throw new AppError("conflict", "Somebody else changed this meanwhile. Read it again.", {
        words: "subjects.refusal.changed",
      });
    if (request.state !== "open")
      throw new AppError("refused", "This request has ended.", { words: "subjects.refusal.ended" });
    const { set, detail } = await decide(tx, ctx, request, step, root);
    await tx.execute(sql`update subject_requests set ${set}, version = version + 1 where id = ${requestId}`);
    await addRequestStep(tx, ctx, request, step.kind, detail);
    await writeAudit(tx, ctx, {
      action: `subject_request.${step.kind}`,
      objectType: "subject_request",
      objectId: requestId,
    });
    return { version: request.version + 1 };
  });
}

async function decide(tx: Tx, ctx: Context, request: StoredRequest, step: Step, root: string): Promise<Done> {
  switch (step.kind) {
    case "identity":
      return {
        set: sql`identity = ${step.identity}, identity_note = ${step.note}`,
        detail: { identity: step.identity, note: step.note },
      };
    case "assigned": {
      const owner =
        step.ownerId === null ? null : await requireColleague(tx, request.organisationId, requestRoles, step.ownerId);
      return { set: sql`owner_id = ${step.ownerId}`, detail: { owner } };
    }
    case "extended": {
      const due = await extend(tx, ctx, request, root);
      return {
        set: sql`extended_due_at = ${due}::timestamptz, extension_reason = ${step.reason}, extended_at = ${ctx.now().toISOString()}::timestamptz`,
        detail: { reason: step.reason, due },
      };
    }
    case "answered":
    case "refused": {
      if (request.identity === "asked" || request.identity === "not_checked")
        throw new AppError("refused", "Say first whether it is this person who asks.", {
          words: "subjects.refusal.identity",
        });
      const at = momentOf(ctx, request, step.at);
      const outcome = step.kind === "refused" ? "refused" : step.outcome;
      const ground = step.kind === "refused" ? step.ground : null;
      return {
        set: sql`${endedAs(request, step.kind, outcome, at)}, answer = ${step.answer}, ground = ${ground}`,
        detail: { outcome, answer: step.answer, at, ...(ground === null ? {} : { ground }) },
      };
    }
    case "withdrawn": {
      const at = ctx.now().toISOString();
      return {
        set: sql`${endedAs(request, "withdrawn", "withdrawn", at)}, answer = ${step.answer}`,
        detail: { outcome: "withdrawn", answer: step.answer, at },
      };
    }
  }
}

function endedAs(request: StoredRequest, state: string, outcome: string, at: string): SQL {
  const isLate = request.dueAt === null ? null : Date.parse(at) > Date.parse(request.dueAt);
  return sql`state = ${state}, outcome = ${outcome}, closed_at = ${at}::timestamptz, is_late = ${isLate}`;
}

/** When the person was answered: not before they asked, and not ahead. */
function momentOf(ctx: Context, request: StoredRequest, at: string | undefined): string {
  if (at === undefined) return ctx.now().toISOString();
  const told = Date.parse(at);
  if (told > ctx.now().getTime() || told < Date.parse(request.receivedAt))
    throw invalidInput([{ path: "at", message: "Expected a time after the request was received, and not ahead." }]);
  return new Date(told).toISOString();
}

/** Only what the law that set the time lets be added, once, and while the first time runs: the person is told within it. */
async function extend(tx: Tx, ctx: Context, request: StoredRequest, root: string): Promise<string> {
  const now = ctx.now();
  const set = request.laws[0];
  if (request.isExtended)
    throw new AppError("refused", "The time was extended already.", { words: "subjects.refusal.extended" });
  if (!set || request.firstDueAt === null)
    throw new AppError("refused", "No law that we know sets a time: there is nothing to extend.", {
      words: "subjects.refusal.no_time",
    });
  const entity = await readEntity(tx, ctx, now);
  const pinned = readPinned({ id: set.packId, version: set.packVersion, sha256: set.packSha256 }, root);
  const due = extendedDue(
    pinned,
    set.obligation,
    entity.profile,
    { kind: request.kind, receivedAt: Temporal.Instant.from(request.receivedAt) },
    lawOfCountry(entity.profile.country, root).world,
    Temporal.Instant.fromEpochMilliseconds(now.getTime()),
  );
  if (due === null)
    throw new AppError("refused", "The law that sets this time lets nothing be added.", {
      words: "subjects.refusal.no_extension",
    });
  if (now.getTime() > Date.parse(request.firstDueAt))
    throw new AppError("refused", "The time has passed: it can no longer be extended.", {
      words: "subjects.refusal.passed",
    });
  return due.toString();
}
