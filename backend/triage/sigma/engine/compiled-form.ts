// A normal form with predicates as numbers, and whether it can be true given what is known of each.

import { sure, unknown } from "./literal-table.ts";

/** A leaf is twice its predicate's number, plus one where negated. */
export type Compiled = number | { isAnd: boolean; kids: Compiled[] };

/** @param state what is known of each predicate: `unknown`, `maybe` or `sure` */
export function canBeTrue(form: Compiled, state: Uint8Array): boolean {
  if (typeof form === "number") {
    const known = state[form >> 1] ?? unknown;
    return (form & 1) === 1 ? known !== sure : known !== unknown;
  }
  const { isAnd, kids } = form;
  for (let index = 0; index < kids.length; index++) if (canBeTrue(kids[index] ?? 0, state) !== isAnd) return !isAnd;
  return isAnd;
}

export function countLeaves(form: Compiled): number {
  return typeof form === "number" ? 1 : form.kids.reduce<number>((sum, kid) => sum + countLeaves(kid), 0);
}
