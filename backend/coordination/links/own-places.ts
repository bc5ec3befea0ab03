// Which places for links in a stored mail are our own: those of the very thing that the mail was written for. What a person wrote is never filled. Pure.

/** "{secure-link:<id>}", "{signed-link:alarm:<id>}": whatever fills one, it looks like this. */
const place = /\{([a-z]+-link:(?:[a-z_]+:)?([0-9a-f-]{36}))\}/gi;

/**
 * A mail's text in which only own places stand: those whose id is named by the mail's cause, which no person writes, or that its writer
 * named beside the text. Any other is left as words in round brackets, which nothing fills: whoever types one into an answer, a report or a
 * template would else be sent somebody else's link.
 */
export function keepOwnPlaces(text: string, mail: { cause: string; places: readonly string[] }): string {
  const named = new Set([...mail.cause.split(":"), ...mail.places]);
  return text.replaceAll(place, (whole, inner: string, id: string) => (named.has(id) ? whole : `(${inner})`));
}
