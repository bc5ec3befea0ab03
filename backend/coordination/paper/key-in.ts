// A slip's sheet is keyed in: a report with the time that stood on the paper, whose receipt is the one that the person took home. Each slip once.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { giveReserved, locatorIn, matchesReserved, slipNumberOf, submitReport } from "../../intake/index.ts";
import type { SubmitReport } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { FindSlip, KeyIn, type RangeState, type SlipView, type WaitingSlip, whyNotWritten } from "./model.ts";

interface Slip extends Record<string, unknown> {
  id: string;
  locator: string;
  position: number;
  reportId: string | null;
  secretHmac: Buffer | null;
  secretArgon2: string | null;
  rangeId: string;
  rangeNumber: string;
  place: string;
  count: number;
  state: RangeState;
  madeAt: string;
}

async function loadSlip(tx: Tx, locator: string): Promise<Slip | undefined> {
  const [slip] =
    await tx.execute<Slip>(sql`select s.id, s.locator, s.position, s.report_id as "reportId", s.secret_hmac as "secretHmac", s.secret_argon2 as "secretArgon2",
      r.id as "rangeId", r.number as "rangeNumber", r.place, r.count, r.state, ${iso(sql`r.made_at`)} as "madeAt"
    from paper_slips s join paper_ranges r on r.id = s.range_id where s.locator = ${locator}`);
  return slip;
}

/** Which slip a typed number means, so that the one who keys in can hold it against the paper. @throws invalid_input; not_found. */
export async function findSlip(ctx: Context, input: FindSlip): Promise<SlipView> {
  requirePermission(ctx, "paper.key_in");
  const locator = requireLocator(FindSlip.parse(input).slip);
  const slip = await readOnly(ctx, async (tx) => await loadSlip(tx, locator));
  if (!slip) throw notFound("slip");
  const { rangeNumber, place, position, count } = slip;
  return {
    slipNumber: slipNumberOf(locator),
    rangeNumber,
    place,
    position,
    count,
    isKeyedIn: slip.reportId !== null,
    isVoid: slip.state === "void",
  };
}

/** At the desk. @throws invalid_input by field; not_found; conflict for a slip that was keyed in or is void. */
export async function keyIn(ctx: Context, input: KeyIn): Promise<{ reference: string }> {
  requirePermission(ctx, "paper.key_in");
  const { slip, writtenAt, description, language, flow, name, phone, email } = KeyIn.parse(input);
  const contact = {
    ...(name === undefined || name === "" ? {} : { name }),
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
  };
  const report = {
    description,
    language,
    flow,
    answerBy: "receipt" as const,
    ...(Object.keys(contact).length === 0 ? {} : { contact }),
  };
  const alsoWrite = await takeSlip(ctx, slip, writtenAt, "desk");
  const { reference } = await submitReport(ctx, report as SubmitReport, [], { source: "paper", alsoWrite });
  return { reference };
}

/**
 * What is written with the report that comes from a slip, in its transaction: the slip is taken, and its receipt becomes the report's.
 * @throws invalid_input `slip` or `writtenAt`; conflict for a slip that was keyed in or is void.
 */
export async function takeSlip(
  ctx: Context,
  typed: string,
  writtenAt: string,
  via: "desk" | "guichet",
): Promise<(tx: Tx, reportId: string) => Promise<void>> {
  requirePermission(ctx, "report.submit");
  const locator = requireLocator(typed);
  const known = await readOnly(ctx, async (tx) => await loadSlip(tx, locator));
  if (!known) throw invalidInput([{ path: "slip", message: "Expected the number of a slip that was printed here." }]);
  const why = whyNotWritten(Date.parse(writtenAt), Date.parse(known.madeAt), ctx.now().getTime());
  if (why !== null)
    throw invalidInput([
      {
        path: "writtenAt",
        message: why === "ahead" ? "Expected a time that is not ahead." : "Expected a time after the slip was printed.",
      },
    ]);
  requireFree(known);
  return async (tx, reportId) => {
    // Two who key in the same slip at once: the second finds it taken, and its report is not there either.
    const slip = await loadSlip(tx, locator);
    if (!slip) throw notFound("slip");
    requireFree(slip);
    const at = ctx.now().toISOString();
    const taken =
      await tx.execute(sql`update paper_slips set report_id = ${reportId}, written_at = ${writtenAt}::timestamptz, keyed_at = ${at}::timestamptz,
      keyed_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, keyed_via = ${via} where id = ${slip.id} and report_id is null returning 1`);
    if (taken.length === 0) requireFree({ ...slip, reportId });
    await giveReserved(tx, reportId, slip);
    await writeAudit(tx, ctx, {
      action: "paper.key_in",
      objectType: "report",
      objectId: reportId,
      detail: { range: slip.rangeNumber, position: slip.position, writtenAt, via },
    });
  };
}

/** Whoever opens a slip that nobody has keyed in is told so, and only with all its digits. Undefined for anything else. */
export async function readWaitingSlip(ctx: Context, digits: string): Promise<WaitingSlip | undefined> {
  requirePermission(ctx, "report.submit");
  const locator = locatorIn(digits);
  const slip =
    locator === undefined ? undefined : await readOnly(ctx, async (tx) => await loadSlip(tx, locator), "intake");
  if (!(await matchesReserved(ctx, digits, slip)) || !slip || slip.reportId !== null) return undefined;
  return { place: slip.place, printedAt: slip.madeAt, isVoid: slip.state === "void" };
}

function requireLocator(typed: string): string {
  const locator = locatorIn(typed);
  if (locator === undefined)
    throw invalidInput([
      { path: "slip", message: "Expected the number of a slip: 7 to 10 digits, or all the digits of the receipt." },
    ]);
  return locator;
}

function requireFree(slip: Pick<Slip, "reportId" | "state">): void {
  if (slip.reportId !== null)
    throw new AppError("conflict", "This slip was keyed in already.", {
      words: "crisis.refused.slip_used",
      fields: [{ path: "slip", message: "Expected a slip that was not keyed in yet." }],
    });
  if (slip.state === "void")
    throw new AppError("conflict", "This slip belongs to a range that is void.", {
      words: "crisis.refused.slip_void",
      fields: [{ path: "slip", message: "Expected a slip of a range that is not void." }],
    });
}
