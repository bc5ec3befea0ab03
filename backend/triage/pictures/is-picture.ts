// Tells pictures that can be read by their first bytes, never by their name. Pure.

/** PNG, JPEG, GIF, WebP, TIFF, AVIF. An SVG is a text and is looked at as one. */
export function isPicture(bytes: Buffer): boolean {
  const head = bytes.toString("latin1", 0, 12);
  return (
    head.startsWith("\x89PNG\r\n") ||
    head.startsWith("\xff\xd8\xff") ||
    head.startsWith("GIF8") ||
    (head.startsWith("RIFF") && head.endsWith("WEBP")) ||
    head.startsWith("II*\0") ||
    head.startsWith("MM\0*") ||
    head.slice(4, 12) === "ftypavif"
  );
}
