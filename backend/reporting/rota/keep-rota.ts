// The rota is kept by leads; an exchange is asked by one and accepted by the other; everybody says where they are reached.
import { sql } from "drizzle-orm";
import { may, requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addEdition } from "../service/editions.ts";
import { AddException, AddPattern, AskSwap, SetLadder, SetReach, SettleSwap } from "./model.ts";
import { shiftsIn } from "./shifts.ts";
import { isWorker, loadRota } from "./store.ts";

/** @throws invalid_input for somebody who does not work at the desk. */
export async function addPattern(ctx: Context, input: AddPattern): Promise<{ id: string }> {
  requirePermission(ctx, "duty.rota");
  const it = AddPattern.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await requireDesk(tx, it.personId, "personId");
    const id = newId(ctx.now());
    await tx.execute(sql`insert into rota_patterns (id, person_id, weekdays, from_time, to_time, every_weeks, starts_on, ends_on, made_by, made_at)
      values (${id}, ${it.personId}, ${sql.param(it.weekdays)}::integer[], ${it.from}, ${it.to}, ${it.everyWeeks}, ${it.startsOn}::date, ${it.endsOn}::date, ${whoOf(ctx)}, ${at(ctx)}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "duty.add_pattern",
      objectType: "rota",
      objectId: id,
      detail: { personId: it.personId },
    });
    return { id };
  });
}

/** Off or standing in: of oneself by everybody, of others by a lead. @throws forbidden; invalid_input. */
export async function addException(ctx: Context, input: AddException): Promise<{ id: string }> {
  requirePermission(ctx, "duty.alarm");
  const it = AddException.parse(input);
  requireOwnOrLead(ctx, it.personId);
  return await withTransaction(ctx, async (tx) => {
    await requireDesk(tx, it.personId, "personId");
    const id = newId(ctx.now());
    await tx.execute(sql`insert into rota_exceptions (id, person_id, kind, from_at, until_at, note, made_by, made_at)
      values (${id}, ${it.personId}, ${it.kind}, ${it.fromAt}::timestamptz, ${it.untilAt}::timestamptz, ${it.note}, ${whoOf(ctx)}, ${at(ctx)}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: `duty.add_${it.kind}`,
      objectType: "rota",
      objectId: id,
      detail: { personId: it.personId },
    });
    return { id };
  });
}

/** A pattern or an exception ends now; what was is kept. @throws not_found; forbidden. */
export async function endLine(ctx: Context, table: "patterns" | "exceptions", id: string): Promise<{ id: string }> {
  requirePermission(ctx, table === "patterns" ? "duty.rota" : "duty.alarm");
  const name = table === "patterns" ? sql`rota_patterns` : sql`rota_exceptions`;
  return await withTransaction(ctx, async (tx) => {
    const [line] = await tx.execute<{ personId: string }>(
      sql`update ${name} set ended_at = ${at(ctx)}::timestamptz, ended_by = ${whoOf(ctx)} where id = ${id} and ended_at is null returning person_id as "personId"`,
    );
    if (!line) throw notFound("line");
    if (table === "exceptions") requireOwnOrLead(ctx, line.personId);
    await writeAudit(tx, ctx, {
      action: "duty.end_line",
      objectType: "rota",
      objectId: id,
      detail: { personId: line.personId },
    });
    return { id };
  });
}

/** @throws refused where the asker has no shift in that time; invalid_input for oneself or somebody who does not work at the desk. */
export async function askSwap(ctx: Context, input: AskSwap): Promise<{ id: string }> {
  requirePermission(ctx, "duty.alarm");
  const { personId } = requirePerson(ctx);
  const it = AskSwap.parse(input);
  if (it.askedOf === personId) throw invalidInput([{ path: "askedOf", message: "Expected somebody else." }]);
  return await withTransaction(ctx, async (tx) => {
    await requireDesk(tx, it.askedOf, "askedOf");
    const time = { from: Date.parse(it.fromAt), until: Date.parse(it.untilAt) };
    if (time.until - time.from > 90 * 86_400_000)
      throw invalidInput([{ path: "untilAt", message: "Expected at most 90 days." }]);
    if (!shiftsIn(await loadRota(tx, ctx, time), time).some((shift) => shift.personId === personId))
      throw new AppError("refused", "You have no shift in that time.", { words: "rota.refused.no_shift" });
    const id = newId(ctx.now());
    await tx.execute(sql`insert into rota_swaps (id, asked_by, asked_of, from_at, until_at, note, asked_at)
      values (${id}, ${personId}, ${it.askedOf}, ${it.fromAt}::timestamptz, ${it.untilAt}::timestamptz, ${it.note}, ${at(ctx)}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "duty.ask_swap",
      objectType: "rota",
      objectId: id,
      detail: { askedOf: it.askedOf },
    });
    return { id };
  });
}

/** Who was asked accepts or refuses; who asked takes it back. @throws not_found; conflict when it was settled; forbidden for anybody else. */
export async function settleSwap(ctx: Context, swapId: string, input: SettleSwap): Promise<{ id: string }> {
  requirePermission(ctx, "duty.alarm");
  const { personId } = requirePerson(ctx);
  const { answer } = SettleSwap.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const [swap] = await tx.execute<{ askedBy: string; askedOf: string; state: string }>(
      sql`select asked_by as "askedBy", asked_of as "askedOf", state from rota_swaps where id = ${swapId} for update`,
    );
    if (!swap) throw notFound("exchange");
    if (personId !== (answer === "withdrawn" ? swap.askedBy : swap.askedOf))
      throw new AppError("forbidden", "Only the person who was asked answers.", { words: "rota.refused.not_asked" });
    if (swap.state !== "asked")
      throw new AppError("conflict", "This was settled already.", { words: "rota.refused.settled" });
    await tx.execute(
      sql`update rota_swaps set state = ${answer}, settled_at = ${at(ctx)}::timestamptz where id = ${swapId}`,
    );
    await writeAudit(tx, ctx, { action: "duty.settle_swap", objectType: "rota", objectId: swapId, detail: { answer } });
    return { id: swapId };
  });
}

/** Where one is reached beside the mail. */
export async function setReach(ctx: Context, input: SetReach): Promise<{ phone: string | null }> {
  requirePermission(ctx, "duty.alarm");
  const { personId } = requirePerson(ctx);
  const { phone, takesTexts } = SetReach.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into rota_reach (person_id, phone, takes_texts, changed_at) values (${personId}, ${phone}, ${takesTexts}, ${at(ctx)}::timestamptz)
      on conflict (person_id) do update set phone = excluded.phone, takes_texts = excluded.takes_texts, changed_at = excluded.changed_at`);
    await writeAudit(tx, ctx, {
      action: "duty.set_reach",
      objectType: "person",
      objectId: personId,
      detail: { hasPhone: phone !== null },
    });
    return { phone };
  });
}

/** @throws conflict when another edition was set since. */
export async function setLadder(ctx: Context, input: SetLadder): Promise<{ number: number }> {
  requirePermission(ctx, "duty.rota");
  const { ladder, note, seen } = SetLadder.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id, number } = await addEdition(tx, ctx, { kind: "ladder", definition: ladder, note, seen });
    await writeAudit(tx, ctx, {
      action: "duty.set_ladder",
      objectType: "service",
      objectId: id,
      detail: { number, steps: ladder.steps.length },
    });
    return { number };
  });
}

async function requireDesk(tx: Tx, personId: string, path: string): Promise<void> {
  const found = await tx.execute(sql`select 1 from people p where p.id = ${personId} and ${isWorker}`);
  if (found.length === 0) throw invalidInput([{ path, message: "Expected somebody who works at the desk." }]);
}

function requireOwnOrLead(ctx: Context, personId: string): void {
  if (requirePerson(ctx).personId !== personId && !may(ctx, "duty.rota"))
    throw new AppError("forbidden", "Of others, only a lead changes the rota.", { words: "rota.refused.not_own" });
}

const at = (ctx: Context): string => ctx.now().toISOString();
const whoOf = (ctx: Context): string | null => (ctx.actor.kind === "person" ? ctx.actor.personId : null);
