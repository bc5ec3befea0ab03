// Cells that a spreadsheet program would take for a formula are written so that it cannot (ASVS V1.2.10), and read back as they were. Pure.

// The reader takes one apostrophe off, so that texts which begin with one before such a character get a second.
const looksLikeFormula = /^'*[=+\-@\t\r\0＝＋－＠]/;
const wasNeutralised = /^'+[=+\-@\t\r\0＝＋－＠]/;

/** A text for a CSV cell: with a leading apostrophe where it begins with = + - @, tab, CR or NUL (full-width forms too). */
export function neutraliseFormula(text: string): string {
  return looksLikeFormula.test(text) ? `'${text}` : text;
}

/** The text that `neutraliseFormula` was given. */
export function restoreFormula(text: string): string {
  return wasNeutralised.test(text) ? text.slice(1) : text;
}
