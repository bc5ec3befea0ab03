// What is owed, paid and in arrears, from exact amounts: in hundredths as whole numbers, since money is never a float. Pure.
import type { PayerState } from "./model.ts";

/** "1250000.5" → 125000050n hundredths. */
export function toHundredths(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0").slice(0, 2));
}

/** 125000050n → "1250000.50"; a negative amount keeps its sign. */
export function fromHundredths(amount: bigint): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** base × rate ÷ 100, rounded half up to hundredths. `ratePercent` has at most four digits after the point. */
export function levyOf(base: string, ratePercent: string): string {
  const [whole = "0", fraction = ""] = ratePercent.split(".");
  const rate = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0").slice(0, 4));
  const product = toHundredths(base) * rate;
  // Hundredths × rate in ten-thousandths of a percent: a million parts.
  return fromHundredths((product * 2n + 1_000_000n) / 2_000_000n);
}

export interface Account {
  owed: string;
  paid: string;
  /** Owed less paid, at least zero. */
  arrears: string;
  state: PayerState;
  isOverdue: boolean;
}

/**
 * @param declared amount of the declaration that stands, if any; `assessed` what the authority set where none was made.
 * @param payments amounts that stand. @param dueOn the day that was set, as YYYY-MM-DD; without one nothing is ever overdue.
 */
export function judgeAccount(
  said: { declared: string | null; assessed: string | null; payments: readonly string[]; dueOn: string | null },
  today: string,
): Account {
  const owed = said.declared ?? said.assessed;
  const paid = said.payments.reduce((sum, one) => sum + toHundredths(one), 0n);
  const due = owed === null ? 0n : toHundredths(owed);
  const isOverdue = said.dueOn !== null && today > said.dueOn && (owed === null || paid < due);
  const state = stateOf(owed === null ? null : due, paid);
  return {
    owed: fromHundredths(due),
    paid: fromHundredths(paid),
    arrears: fromHundredths(due > paid ? due - paid : 0n),
    state,
    isOverdue,
  };
}

function stateOf(due: bigint | null, paid: bigint): PayerState {
  if (due === null) return "nothing_declared";
  if (paid > due) return "overpaid";
  if (paid === due) return "paid";
  return paid > 0n ? "part_paid" : "unpaid";
}
