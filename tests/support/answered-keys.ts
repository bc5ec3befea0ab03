// The names of the fields that an answer has, without their values; what people and rules name freely is not looked into.
const free = new Set([
  "answers",
  "detail",
  "details",
  "values",
  "names",
  "areaNames",
  "reasons",
  "locations",
  "problems",
]);

/** "rows[].id", "can.change"…, each once. */
export function keysOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => keysOf(one, `${path}[]`)))];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const here = path === "" ? key : `${path}.${key}`;
    return free.has(key) ? [here] : [here, ...keysOf(one, here)];
  });
}
