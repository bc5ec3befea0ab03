// A form that was filled from an answer and is filled anew: what the person changed stays theirs, everything else becomes what stands there now.

/**
 * @param before what the form was filled from; `mine` what stands in it; `now` the fresh answer, of the same shape.
 * @returns `mine` where it differs from `before`, else `now`.
 */
export function mergeEdits<Fields extends object>(before: Fields, mine: Fields, now: Fields): Fields {
  const merged = { ...now };
  for (const key of Object.keys(mine) as (keyof Fields)[]) if (!isSame(before[key], mine[key])) merged[key] = mine[key];
  return merged;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
