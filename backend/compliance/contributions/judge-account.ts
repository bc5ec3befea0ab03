// What is owed, paid and in arrears, from exact amounts. Pure.
import type { PayerState } from "./model.ts";
import { fromHundredths, toHundredths } from "./money/model.ts";

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
