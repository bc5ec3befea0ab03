// The texts that a field's value stands for when a rule compares it.

/**
 * A scalar is its own text, a list stands for each of its items, a map for its JSON. Null, absent and empty lists stand for none.
 */
export function textsOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === "object") return [JSON.stringify(value)];
  return [typeof value === "string" ? value : String(value as number | boolean | bigint)];
}
