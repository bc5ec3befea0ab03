// How two texts are the same without regard to case.

/** Lower case without the special form of a Greek sigma at a word's end, so that parts of a text fold like the whole. */
export function fold(text: string): string {
  if (text === lastText) return lastFolded;
  const lower = text.toLowerCase();
  lastText = text;
  lastFolded = lower.includes("ς") ? lower.replaceAll("ς", "σ") : lower;
  return lastFolded;
}

/** One text is folded for many comparisons in a row; the last answer saves all but the first. */
let lastText = "";
let lastFolded = "";

export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
