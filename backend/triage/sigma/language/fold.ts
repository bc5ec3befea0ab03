// How two texts are the same without regard to case.

/** Lower case without the special form of a Greek sigma at a word's end, so that parts of a text fold like the whole. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes("ς") ? lower.replaceAll("ς", "σ") : lower;
}
