// Finds text that PostgreSQL cannot hold, wherever it stands in a body or query, so that it is refused by name and never fails in the database.

/** The path ("contact.name", "acts.0") of the first text with NUL or half a surrogate pair; a key that has one counts as well. */
export function findUnstorable(value: unknown): string | undefined {
  // A list of its own, not recursion: two million characters can be nested deeper than any stack.
  const waiting: { path: string; part: unknown }[] = [{ path: "", part: value }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, part } = next;
    if (typeof part === "string" && !isStorable(part)) return path || "body";
    if (typeof part !== "object" || part === null) continue;
    for (const [key, inner] of Object.entries(part)) {
      if (!isStorable(key)) return path || "body";
      // A path is for people: where it would grow without end its beginning is enough.
      waiting.push({ path: path.length > 200 ? path : path ? `${path}.${key}` : key, part: inner });
    }
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
