// An answer that came again by itself keeps the parts that did not change, so that a list redraws the rows that did and nobody loses their place in the others.

/**
 * @param before what was drawn
 * @param fresh what came
 * @returns what equals `fresh`; each part of it that equals its part of `before` is that very part. Rows are known by their `id`, or by their place.
 */
export function keepSame<Answer>(before: Answer, fresh: Answer): Answer {
  return share(before, fresh) as Answer;
}

function share(before: unknown, fresh: unknown): unknown {
  if (Object.is(before, fresh)) return before;
  if (Array.isArray(before) && Array.isArray(fresh)) {
    const known = new Map(before.map((one: unknown, at) => [idOf(one) ?? at, one]));
    const shared = fresh.map((one: unknown, at) => share(known.get(idOf(one) ?? at), one));
    return shared.length === before.length && shared.every((one, at) => Object.is(one, before[at])) ? before : shared;
  }
  if (!isRecord(before) || !isRecord(fresh)) return fresh;
  const shared = Object.fromEntries(Object.entries(fresh).map(([name, one]) => [name, share(before[name], one)]));
  const names = Object.keys(shared);
  const isSame =
    names.length === Object.keys(before).length &&
    names.every((name) => name in before && Object.is(shared[name], before[name]));
  return isSame ? before : shared;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function idOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value["id"] === "string" ? value["id"] : undefined;
}
