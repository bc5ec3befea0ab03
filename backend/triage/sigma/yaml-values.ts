// Narrow readings of values that came out of YAML or JSON.

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A scalar as text; undefined for absent, null, lists and maps. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return undefined;
}

/** A value that is known to be a scalar as text; maps and lists, which it is not, become JSON. */
export function scalarText(value: unknown): string {
  return textOf(value) ?? (value instanceof Date ? value.toISOString() : JSON.stringify(value ?? null));
}

/** One scalar or a list of them as texts; anything else in the list is left out. */
export function textList(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map(textOf).filter((text) => text !== undefined);
}
