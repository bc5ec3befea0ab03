// Takes a report in: durable with its receipt, files, log row and event in one transaction, or not at all.
import { isWithinMarking, requirePermission } from "../identity/index.ts";
import { keyMarkings } from "../identity/model.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError, invalidInput } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { claimKey, findAnswer, keepAnswer, readRepeat } from "./idempotency.ts";
import { takeProof } from "./issue-challenge.ts";
import { sourceOf } from "./limits.ts";
import { memoryOf } from "./memory.ts";
import { limits, type StoredFile, SubmitReport, type SubmittedReport, type Visitor } from "./model.ts";
import { parseInput } from "./parse-input.ts";
import { deriveSecret } from "./receipts/derive-secret.ts";
import { formatReceipt } from "./receipts/model.ts";
import { checkFiles, cleanTexts, type DecidedReport, decideAdmission, decideReport, type Identity } from "./rules.ts";
import type { SealedName } from "./sealed/model.ts";
import { insertConsent, insertOrigin } from "./consents/insert-consents.ts";
import { insertRoutingAddress } from "./sealed/routing-address.ts";
import { insertSealed, type SealedParts, sealName } from "./sealed/seal-name.ts";
import { requireDiskSpace } from "./store-file.ts";
import { certOrganisationId, insertFiles, insertIdentity, insertReport, insertSealedIdentity } from "./store.ts";

export interface SubmitOptions {
  /** Undefined for what the system itself takes in. */
  visitor?: Visitor | undefined;
  idempotencyKey?: string | undefined;
  source: "web" | "api" | "mail" | "feed" | "peer" | "paper";
  /** For the system: what it takes in is kept, and read later. */
  isHeld?: boolean;
  /** A sum of another kind than the page's challenge was shown (`intake/edge`). */
  hasProof?: boolean;
  /** What a higher domain must write in the same transaction. Not run for a repeat. */
  alsoWrite?: (tx: Tx, reportId: string) => Promise<void>;
}

/**
 * @returns the answer, once the report is durable; for a repeat the same answer again.
 * @throws AppError invalid_input with fields; conflict for a key used with another body; too_large naming the file;
 *   too_many_requests past the hard ceiling of one source; unavailable when the disk is full.
 */
export async function submitReport(
  ctx: Context,
  input: SubmitReport,
  files: readonly StoredFile[],
  options: SubmitOptions,
): Promise<SubmittedReport> {
  requirePermission(ctx, "report.submit");
  const report = parseInput(SubmitReport, cleanTexts(input));
  const receivedAt = ctx.now();
  const decided = decideReport(report, receivedAt);
  checkFiles(files, { maxFileBytes: options.source === "mail" ? limits.mailBytes : limits.fileBytes });
  checkFrontDoor(ctx, report);

  const repeat =
    options.idempotencyKey === undefined ? undefined : readRepeat(ctx, options.idempotencyKey, report, files);
  const secret = report.receiptSecret ?? deriveSecret(ctx.secrets, repeat?.seed);
  const given = repeat && (await findAnswer(ctx, repeat, secret));
  if (given) return given;

  const isHeld = admit(ctx, report, files, options) || (options.isHeld ?? false);
  await requireDiskSpace(ctx.config.dataDir);
  const id = newId(receivedAt);
  const organisationId = await certOrganisationId(ctx);
  // Sealed before the transaction begins: a name given in confidence never reaches the database in clear.
  const sealed = decided.identity?.isConfidential
    ? await sealName(ctx, id, nameOf(decided.identity, report))
    : undefined;
  const answer = await withTransaction(
    ctx,
    async (tx) => {
      if (repeat && !(await claimKey(tx, repeat, id, receivedAt))) return undefined;
      const { reference, locator } = await insertReport(
        tx,
        ctx,
        {
          id,
          organisationId,
          source: options.source,
          input: report,
          decided,
          isHeld,
          receivedAt,
          filedByOrganisationId: entityOf(ctx),
        },
        secret,
      );
      await insertWho(tx, ctx, id, decided, sealed);
      await insertOrigin(tx, id, report, sealed !== undefined);
      await insertConsent(tx, id, report, receivedAt);
      await insertFiles(tx, ctx, id, files, options.source === "mail" ? "mail" : "reporter");
      const submitted: SubmittedReport = {
        reference,
        receipt: formatReceipt({ locator, secret }),
        receivedAt: receivedAt.toISOString(),
        status: "received",
        isHeld,
      };
      if (repeat) await keepAnswer(tx, repeat, locator, submitted);
      await writeAudit(tx, ctx, {
        action: "report.receive",
        objectType: "report",
        objectId: id,
        detail: {
          reference,
          source: options.source,
          flow: report.flow,
          isAnonymous: decided.isAnonymous,
          isHeld,
          files: files.length,
        },
      });
      // What passed the public limit waits behind everything that did not.
      await publish(tx, { type: "report.received", reportId: id }, { priority: isHeld ? 10 : 0 });
      await options.alsoWrite?.(tx, id);
      return submitted;
    },
    ctx.actor.kind === "system" ? "system" : { scope: "intake", reportId: id },
  );
  if (answer) return answer;
  // Another request with this key was committed while this one waited for it.
  const first = repeat && (await findAnswer(ctx, repeat, secret));
  if (!first) throw new Error("an idempotency key was taken and is not there");
  return first;
}

async function insertWho(
  tx: Tx,
  ctx: Context,
  reportId: string,
  { identity, routingAddress }: DecidedReport,
  sealed: SealedParts | undefined,
): Promise<void> {
  if (!identity) return;
  const clerk = ctx.actor.kind === "person" ? { personId: ctx.actor.personId } : null;
  if (!sealed) return await insertIdentity(tx, reportId, identity, clerk);
  await insertSealedIdentity(tx, reportId, identity, routingAddress !== null, clerk);
  await insertSealed(tx, reportId, sealed, ctx.now());
  if (routingAddress !== null) await insertRoutingAddress(tx, ctx, reportId, routingAddress);
}

function nameOf(
  { name, onBehalfName, relation, email, phone, role, organisationName, safeChannel }: Identity,
  { origin }: SubmitReport,
): SealedName {
  const person = { name, onBehalfName, relation, email, phone, role, organisation: organisationName, safeChannel };
  return origin?.area === undefined ? person : { ...person, origin: origin.area };
}

/** A constituent's own person, signed in, hands in for the organisation; everybody else for nobody. */
function entityOf({ actor }: Context): string | null {
  const isEntity = actor.kind === "person" && actor.roles.some((role) => role.startsWith("constituent_"));
  return isEntity ? actor.organisationId : null;
}

function admit(
  ctx: Context,
  report: SubmitReport,
  files: readonly StoredFile[],
  { visitor, hasProof = false }: Pick<SubmitOptions, "visitor" | "hasProof">,
): boolean {
  if (!visitor || isTrusted(ctx, visitor)) return false;
  const { reports, bytes } = memoryOf(ctx);
  const nowMs = ctx.now().getTime();
  const source = sourceOf(visitor.address);
  const size = files.reduce((sum, file) => sum + file.size, report.description.length);
  const decision = decideAdmission({
    isTrusted: false,
    hasProof: hasProof || takeProof(ctx, report.proofOfWork),
    used: reports.add(source, nowMs),
    bytes: bytes.add(source, nowMs, size),
  });
  if (decision === "refuse") throw tooManyReports(ctx);
  return decision === "hold";
}

/** Before files are read: a source that is past every ceiling is refused without a byte on our disk. @throws AppError too_many_requests. */
export function checkCeiling(ctx: Context, visitor: Visitor): void {
  if (isTrusted(ctx, visitor)) return;
  const { reports, bytes } = memoryOf(ctx);
  const nowMs = ctx.now().getTime();
  const source = sourceOf(visitor.address);
  const asked = { isTrusted: false, hasProof: true, used: reports.add(source, nowMs, 0) };
  if (decideAdmission({ ...asked, bytes: bytes.add(source, nowMs, 0) }) === "refuse") throw tooManyReports(ctx);
}

function isTrusted(ctx: Context, visitor: Visitor): boolean {
  return visitor.isExempt || ctx.actor.kind === "api_key" || ctx.actor.kind === "person";
}

function tooManyReports(ctx: Context): AppError {
  return new AppError("too_many_requests", "Too many reports came from this connection. Try again later.", {
    retryAfterSeconds: memoryOf(ctx).reports.waitMs(ctx.now().getTime()) / 1000,
  });
}

function checkFrontDoor(ctx: Context, report: SubmitReport): void {
  const { actor } = ctx;
  if (actor.kind === "api_key") {
    const ceiling = keyMarkings.find((known) => known === actor.marking);
    if (ceiling && report.marking && !isWithinMarking(ceiling, report.marking))
      throw invalidInput([{ path: "marking", message: `This API key brings at most ${ceiling}.` }]);
  }
  if (actor.kind === "api_key" || actor.kind === "system") return;
  const fields = (["receiptSecret", "receiptLocator"] as const).filter((field) => report[field] !== undefined);
  if (fields.length > 0)
    throw invalidInput(
      fields.map((path) => ({
        path,
        message: "Leave this out: only another front door with an API key makes receipts.",
      })),
    );
}
