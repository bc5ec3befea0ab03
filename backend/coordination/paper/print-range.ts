// Prints a range of receipts beforehand. The digits stand on the sheets that are answered and nowhere else: of a lost sheet the range is void.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { drawReserved, type ReservedReceipt, sealReserved, slipNumberOf } from "../../intake/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { writeFixedPdf } from "../../platform/pdf/index.ts";
import { wordsIn } from "../../platform/words/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { MoveRange, nextRangeStates, PrintRange, type RangeState } from "./model.ts";
import { layOutSlips, type SlipToPrint } from "./print-slips.ts";

export const sealSlipsJob = "coordination.seal_slips";

/** @returns the sheets to print, this once. @throws invalid_input by field. */
export async function printRange(
  ctx: Context,
  input: PrintRange,
): Promise<{ id: string; number: string; pdf: Buffer }> {
  requirePermission(ctx, "paper.keep");
  const { place, holder, language, count, note } = PrintRange.parse(input);
  const now = ctx.now();
  const id = newId(now);
  const { number, slips } = await withTransaction(ctx, async (tx) => {
    const [made] = await tx.execute<{ number: string }>(sql`
      insert into paper_ranges (id, number, place, holder, language, count, state, note, made_by, made_at, changed_at)
      select ${id}, ${`PR-${now.getUTCFullYear()}-`} || lpad(n::text, greatest(4, length(n::text)), '0'), ${place}, ${holder}, ${language}, ${count}, 'printed', ${note},
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
      from nextval('paper_range_number') n returning number`);
    const drawn: SlipToPrint[] = [];
    for (let position = 1; position <= count; position++) {
      const one = await insertSlip(tx, ctx, id, position);
      drawn.push({
        position,
        slipNumber: slipNumberOf(one.locator),
        digits: one.digits,
        address: `${ctx.config.publicUrl}/receipt?l=${one.locator}`,
      });
    }
    await addJob(tx, sealSlipsJob, { rangeId: id }, { key: `slips:${id}` });
    await writeAudit(tx, ctx, {
      action: "paper.print",
      objectType: "paper_range",
      objectId: id,
      detail: { number: made?.number ?? "", count },
    });
    return { number: made?.number ?? "", slips: drawn };
  });
  const range = {
    number,
    place,
    count,
    language,
    issuer: loadCountry(ctx.config.country).cert.shortName,
    madeAt: now,
    portal: `${ctx.config.publicUrl.replace(/^https?:\/\//, "")}/receipt`,
  };
  return { id, number, pdf: await writeFixedPdf(layOutSlips(range, slips, wordsIn(language))) };
}

/** A number that neither a report's receipt nor another slip has. */
async function insertSlip(tx: Tx, ctx: Context, rangeId: string, position: number): Promise<ReservedReceipt> {
  for (const one of drawReserved(ctx)) {
    const [taken] = await tx.execute<{ is: boolean }>(sql`select toguna_receipt_is_taken(${one.locator}) as is`);
    if (taken?.is) continue;
    const put = await tx.execute(sql`insert into paper_slips (id, range_id, position, locator, secret_hmac)
      values (${newId(ctx.now())}, ${rangeId}, ${position}, ${one.locator}, ${one.secretHmac}) on conflict (locator) do nothing returning 1`);
    if (put.length > 0) return one;
  }
  throw new Error("no free number was found for a slip");
}

const Payload = z.strictObject({ rangeId: z.string().refine(isId) });

/** What is kept of each slip becomes argon2id, and the quick HMAC goes. Can run twice. */
export async function sealSlips(ctx: Context, payload: unknown): Promise<void> {
  requirePermission(ctx, "paper.keep");
  const { rangeId } = Payload.parse(payload);
  const slips = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string; hmac: Buffer }>(
        sql`select id, secret_hmac as hmac from paper_slips where range_id = ${rangeId} and secret_hmac is not null order by position`,
      ),
  );
  for (const { id, hmac } of slips) {
    const phc = await sealReserved(ctx, hmac);
    await withTransaction(ctx, async (tx) => {
      const sealed = await tx.execute(
        sql`update paper_slips set secret_argon2 = ${phc}, secret_hmac = null where id = ${id} and secret_hmac is not null returning 1`,
      );
      if (sealed.length > 0)
        await writeAudit(tx, ctx, { action: "paper.seal", objectType: "paper_range", objectId: rangeId });
    });
  }
}

/** Handed out, come back, or void. @throws not_found; conflict on an older version; refused for a way that there is not. */
export async function moveRange(ctx: Context, rangeId: string, input: MoveRange): Promise<void> {
  requirePermission(ctx, "paper.keep");
  const { version, state, note } = MoveRange.parse(input);
  await withTransaction(ctx, async (tx) => {
    const [range] = isId(rangeId)
      ? await tx.execute<{ state: RangeState; version: number }>(
          sql`select state, version from paper_ranges where id = ${rangeId} for update`,
        )
      : [];
    if (!range) throw notFound("range");
    if (range.version !== version)
      throw new AppError("conflict", "Somebody changed this meanwhile. Read it again.", {
        words: "notify.refused.changed",
      });
    if (!nextRangeStates[range.state].includes(state))
      throw new AppError("refused", `A range that is ${range.state} does not become ${state}.`, {
        words: "crisis.refused.range_state",
      });
    await tx.execute(sql`update paper_ranges set state = ${state}, note = coalesce(${note ?? null}, note), version = version + 1,
      changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${rangeId}`);
    await writeAudit(tx, ctx, {
      action: "paper.move",
      objectType: "paper_range",
      objectId: rangeId,
      detail: { before: range.state, state },
    });
  });
}
