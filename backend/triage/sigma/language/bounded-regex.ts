// Regular expressions simple enough for the platform's own engine: fixed sequences, whose cost has a bound without RE2.

/** Longest fixed sequence that may be tried at each place of a text. */
const maxSteps = 256;

const atom =
  /\\([dDwWsS])|\\([^A-Za-z0-9])|\\([tnrfv])|\[(\^?)((?:\\[^A-Za-z0-9]|\\[dws]|[^\]\\[])+)\]|(\.)|([^\\()|*+?{}[\]^$.])/uy;
const quantifier = /\{(\d{1,4})(,?)\}|(\+)/uy;

interface Item {
  source: string;
  count: number;
  isOpen: boolean;
}

/**
 * A test that answers as RE2 would, in time proportional to the text; null where the expression is not a plain sequence
 * of characters and classes with fixed counts. An open count ("at least 20") is allowed where only its least matters:
 * at the start and the end of an expression that is not tied to the text's ends.
 */
export function boundedTest(source: string): ((text: string) => boolean) | null {
  const text = source.replace(/^\(\.\)(?=\{)/u, ".");
  const isTiedStart = text.startsWith("^");
  const isTiedEnd = /(?<!\\)\$$/u.test(text);
  const items = readItems(text.slice(isTiedStart ? 1 : 0, isTiedEnd ? -1 : undefined));
  if (items === null || items.length === 0) return null;
  const [only] = items;
  if (items.length === 1 && only !== undefined && !isTiedStart && !isTiedEnd) return runTest(only);
  const isReducible = items.every(
    (item, index) => !item.isOpen || (index === 0 && !isTiedStart) || (index === items.length - 1 && !isTiedEnd),
  );
  const steps = items.reduce((sum, item) => sum + item.count, 0);
  if (!isReducible || steps > maxSteps) return null;
  const body = items.map((item) => (item.count === 1 ? item.source : `${item.source}{${item.count}}`)).join("");
  const regex = new RegExp(`${isTiedStart ? "^" : ""}${body}${isTiedEnd ? "$" : ""}`, "u");
  return (value) => regex.test(value);
}

/** One class, so many times in a row: measured on each run of it, once. */
function runTest(item: Item): (text: string) => boolean {
  const runs = new RegExp(`${item.source}+`, "gu");
  return (text) => {
    if (text.length < item.count) return false;
    runs.lastIndex = 0;
    for (let run = runs.exec(text); run !== null; run = runs.exec(text)) {
      const [found] = run;
      // A character is one unit of the text or two, so that most runs need no counting.
      if (found.length >= item.count * 2) return true;
      if (found.length >= item.count && Array.from(found).length >= item.count) return true;
    }
    return false;
  };
}

function readItems(text: string): Item[] | null {
  const items: Item[] = [];
  let at = 0;
  while (at < text.length) {
    atom.lastIndex = at;
    const found = atom.exec(text);
    if (found === null) return null;
    at = atom.lastIndex;
    quantifier.lastIndex = at;
    const repeated = quantifier.exec(text);
    if (repeated !== null) at = quantifier.lastIndex;
    if (/[*?{+]/.test(text.charAt(at))) return null;
    const count = repeated?.[1] === undefined ? 1 : Number(repeated[1]);
    if (count === 0) return null;
    items.push({
      source: sourceOf(found),
      count,
      isOpen: repeated !== null && (repeated[3] === "+" || repeated[2] === ","),
    });
  }
  return items;
}

/** RE2's meaning of a dot and of `\s` spelled out; literals by their code, so that no character is special. */
function sourceOf(found: RegExpExecArray): string {
  const [, letter, escaped, control, negation, members, dot, plain] = found;
  if (dot !== undefined) return "[^\\n]";
  if (letter === "s") return "[\\t\\n\\f\\r ]";
  if (letter === "S") return "[^\\t\\n\\f\\r ]";
  if (letter !== undefined) return `\\${letter}`;
  if (control !== undefined) return `\\${control}`;
  if (members === undefined) return codeOf(escaped ?? plain ?? "");
  const spelled = members.replace(
    /\\([dws])|\\([^A-Za-z0-9])/gu,
    (_, kind: string | undefined, character: string | undefined) =>
      kind === "s" ? "\\t\\n\\f\\r " : kind === undefined ? codeOf(character ?? "") : `\\${kind}`,
  );
  return `[${negation ?? ""}${spelled}]`;
}

function codeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
