// Takes one sealed report in: opens it, and hands it to the door that every report comes through. The same item again is the same report.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { fromBase64Url } from "../../platform/sealing/base64.ts";
import { openAtCore } from "../../platform/sealing/for-core.ts";
import type { SubmitReport, Visitor } from "../model.ts";
import { parseReceipt } from "../receipts/model.ts";
import { submitReport } from "../submit-report.ts";
import { sealingKeys } from "./core-keys.ts";
import { SealedItem, SealedPayload } from "./model.ts";
import { promiseFiles } from "./pieces/promise-files.ts";
import { migrateReport } from "./rules.ts";
import { contextOfItem, hasItemProof } from "./wire/model.ts";

export interface TakenItem {
  outcome: "delivered" | "refused";
  /** Finds the report; null where it was refused. */
  locator: string | null;
  takenAt: string;
}

export interface Arrival {
  /** The edge's address; empty for our own door. */
  edge: string;
  acceptedAt: Date;
  /** What the edge has already given out. */
  locator?: string;
  isHeld?: boolean;
  /** At our own door: who is there, for limits. */
  visitor?: Visitor;
}

/**
 * @returns what became of it; for a repeat the same. One that does not open, or opens as another, is refused and noted, never half taken.
 * @throws AppError too_many_requests, unavailable: then it is to be brought again.
 */
export async function takeSealed(asking: Context, typed: unknown, arrival: Arrival): Promise<TakenItem> {
  requirePermission(asking, "report.submit");
  const item = SealedItem.parse(typed);
  const ctx: Context = { ...asking, actor: { kind: "system", job: "intake.sealed" } };
  const earlier = await findTaken(ctx, item.id);
  if (earlier) return earlier;
  const payload = await openItem(ctx, item);
  if (typeof payload === "string") return await noteRefused(ctx, item, arrival, payload);
  const { report, isWhole } = migrateReport(payload.report);
  const { receiptSecret: _s, receiptLocator: _l, proofOfWork: _p, ...told } = report;
  const submit = async (input: SubmitReport): Promise<string> => {
    let locator = "";
    const answer = await submitReport(ctx, input, [], {
      source: "web",
      idempotencyKey: `sealed:${item.id}`,
      isHeld: (arrival.isHeld ?? false) || !isWhole,
      ...(arrival.visitor ? { visitor: arrival.visitor, hasProof: hasItemProof(item, ctx.now().getTime()) } : {}),
      alsoWrite: async (tx, reportId) => {
        const [row] = await tx.execute<{ locator: string }>(
          sql`select locator from receipts where report_id = ${reportId}`,
        );
        locator = row?.locator ?? "";
        await tx.execute(sql`insert into sealed_items (id, edge, accepted_at, taken_at, outcome, locator, report_id)
          values (${item.id}, ${arrival.edge}, ${arrival.acceptedAt.toISOString()}::timestamptz, ${ctx.now().toISOString()}::timestamptz,
            'delivered', ${locator}, ${reportId})`);
        if (payload.files) await promiseFiles(tx, ctx, { reportId, itemId: item.id, files: payload.files });
      },
    });
    const receipt = parseReceipt(answer.receipt);
    return locator || (typeof receipt === "string" ? "" : receipt.locator);
  };
  const locator = await submitKindly(submit, { ...told, receiptSecret: payload.secret }, arrival.locator);
  return { outcome: "delivered", locator, takenAt: ctx.now().toISOString() };
}

/** Nothing that was sealed in good faith is lost for a field: what today's rules do not take is told in the text, a taken locator is drawn anew. */
async function submitKindly(
  submit: (input: SubmitReport) => Promise<string>,
  report: SubmitReport,
  locator: string | undefined,
): Promise<string> {
  const withLocator = locator === undefined ? report : { ...report, receiptLocator: locator };
  try {
    return await submit(withLocator);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "conflict" && error.fields.some(({ path }) => path === "receiptLocator"))
      return await submit(report);
    if (error.code !== "invalid_input") throw error;
    const { answerBy: _a, canMail: _c, isConfidential: _i, occurredAt: _o, ...rest } = withLocator;
    return await submit({ ...rest, answerBy: "receipt" });
  }
}

async function findTaken(ctx: Context, id: string): Promise<TakenItem | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ outcome: TakenItem["outcome"]; locator: string | null; taken_at: string }>(
        sql`select outcome, locator, taken_at from sealed_items where id = ${id}`,
      ),
    "system",
  );
  return row && { outcome: row.outcome, locator: row.locator, takenAt: new Date(row.taken_at).toISOString() };
}

async function openItem(ctx: Context, item: SealedItem): Promise<SealedPayload | string> {
  const keys = await sealingKeys(ctx);
  if (item.keyId !== keys.keyId) return "sealed to another key";
  try {
    const text = await openAtCore(keys.privateKey, fromBase64Url(item.sealed), contextOfItem(item));
    const payload = SealedPayload.safeParse(JSON.parse(text));
    return payload.success ? payload.data : "no report inside";
  } catch {
    return "changed on the way, or sealed for another item";
  }
}

async function noteRefused(ctx: Context, item: SealedItem, arrival: Arrival, refusal: string): Promise<TakenItem> {
  requirePermission(ctx, "report.submit");
  const takenAt = ctx.now().toISOString();
  await withTransaction(ctx, async (tx) => {
    const rows = await tx.execute(sql`insert into sealed_items (id, edge, accepted_at, taken_at, outcome, refusal)
      values (${item.id}, ${arrival.edge}, ${arrival.acceptedAt.toISOString()}::timestamptz, ${takenAt}::timestamptz, 'refused', ${refusal})
      on conflict (id) do nothing returning id`);
    if (rows.length > 0)
      await writeAudit(tx, ctx, {
        action: "sealed.refuse",
        objectType: "sealed_item",
        objectId: item.id,
        detail: { refusal },
      });
  });
  return { outcome: "refused", locator: null, takenAt };
}
