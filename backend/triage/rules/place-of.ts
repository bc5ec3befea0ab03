// Where in a YAML text a refusal points: the place that the reader names, else the line of the field that the reason begins with.

/** "detection.selection.Image: expected …" → the line of "Image:"; both count from 1, null where nothing tells. */
export function placeOf(source: string, reason: string): { line: number | null; column: number | null } {
  const named = /\((\d+):(\d+)\)/.exec(reason);
  if (named) return { line: Number(named[1]), column: Number(named[2]) };
  const field = /^([^\s:]+):/.exec(reason)?.[1];
  if (field === undefined) return { line: null, column: null };
  const entry = /^indicators\[(\d+)\]/.exec(field)?.[1];
  if (entry !== undefined) return lineOfEntry(source, Number(entry));
  const lines = source.split("\n");
  // The longest tail of the path that stands as a key: names of fields may hold dots themselves.
  const steps = field.split(".");
  for (let from = 0; from < steps.length; from += 1) {
    const key = steps
      .slice(from)
      .join(".")
      .replace(/\[\d+\]$/, "");
    if (key === "") continue;
    const at = lines.findIndex((line) => isKey(line, key));
    const line = lines[at];
    if (line !== undefined) return { line: at + 1, column: line.indexOf(key) + 1 };
  }
  return { line: null, column: null };
}

function isKey(line: string, key: string): boolean {
  const text = line
    .trimStart()
    .replace(/^(?:- +)+/, "")
    .replace(/^['"]/, "");
  return text.startsWith(key) && /^(?:\|[^:'"]*)?['"]?\s*:/.test(text.slice(key.length));
}

/** The n-th entry of a block list under `indicators:`. */
function lineOfEntry(source: string, entry: number): { line: number | null; column: number | null } {
  const lines = source.split("\n");
  const start = lines.findIndex((line) => /^indicators\s*:/.test(line));
  if (start < 0) return { line: null, column: null };
  let left = entry;
  let indent: number | null = null;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const dash = /^(\s*)-\s/.exec(line)?.[1];
    if (dash === undefined) continue;
    indent ??= dash.length;
    if (dash.length !== indent) continue;
    if (left === 0) return { line: at + 1, column: indent + 1 };
    left -= 1;
  }
  return { line: null, column: null };
}
