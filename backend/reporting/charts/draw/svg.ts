// Puts SVG together as text, on a server without a DOM: elements, escaping, numbers, ticks of an axis. No style attribute: the page's policy refuses it.

/** Text that may stand in an element or in a quoted attribute. */
export function escapeText(text: string): string {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" } as const;
  // Control characters make the whole document unreadable for an XML reader.
  return text.replace(/\p{Cc}/gu, " ").replace(/[&<>"']/g, (sign) => signs[sign as keyof typeof signs]);
}

/** At most one decimal: a tenth of a unit is not seen, and each byte goes over a slow line. */
export const round = (value: number): number => Math.round(value * 10) / 10;

type Attributes = Record<string, string | number | undefined>;

/** One element; what is in it is markup already. */
export function el(name: string, attributes: Attributes, inside = ""): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escapeText(value ?? "")}"`)
    .join("");
  return inside === "" ? `<${name}${text}/>` : `<${name}${text}>${inside}</${name}>`;
}

/** A line of text; `anchor` is start, middle or end. */
export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return el("text", { x, y, ...attributes }, escapeText(text));
}

/** As wide as a text of 12 units is about; a little more than it is, so that nothing touches. */
export function widthOf(text: string): number {
  return Array.from(text).reduce(
    (sum, sign) => sum + (/[WMmw%ЖШЩЮжшщюфм—…]/u.test(sign) ? 11.5 : /[iljtfr.,:;'|!() ]/.test(sign) ? 4.6 : 7.9),
    0,
  );
}

/** The text, or as much of it as fits with a sign that there is more. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const signs = Array.from(text);
  while (signs.length > 1 && widthOf(`${signs.join("")}…`) > width) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}

/** Breaks at spaces into so many lines that fit, at most; the last is cut where it must be. */
export function wrap(text: string, width: number, most = 2): string[] {
  if (widthOf(text) <= width) return [text];
  if (most <= 1) return [fit(text, width)];
  const words = text.split(" ");
  let first = "";
  let at = 0;
  for (; at < words.length; at++) {
    const longer = first === "" ? (words[at] ?? "") : `${first} ${words[at] ?? ""}`;
    if (widthOf(longer) > width) break;
    first = longer;
  }
  if (first === "") return [fit(text, width)];
  return [first, ...(at < words.length ? wrap(words.slice(at).join(" "), width, most - 1) : [])];
}

/** Round steps from 0 to at least `most`: 1, 2 or 5 times a power of ten. */
export function ticksTo(most: number, wanted = 4): number[] {
  if (!(most > 0)) return [0, 1];
  const raw = most / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw) ?? power * 10;
  const ticks: number[] = [];
  for (let at = 0; ; at++) {
    const value = Number((at * step).toPrecision(12));
    ticks.push(value);
    if (value >= most) return ticks;
  }
}

/** Powers of ten from 1 to at least `most`. */
export function logTicksTo(most: number): number[] {
  const ticks = [1];
  while ((ticks.at(-1) ?? 1) < most) ticks.push((ticks.at(-1) ?? 1) * 10);
  return ticks.length === 1 ? [1, 10] : ticks;
}

/** The name of an area in its tile: at a space, else broken with a hyphen, before anything is cut. */
export function wrapName(text: string, width: number): string[] {
  if (widthOf(text) <= width || text.includes(" ")) return wrap(text, width);
  const signs = Array.from(text);
  let at = signs.length - 2;
  while (at > 2 && widthOf(`${signs.slice(0, at).join("")}-`) > width) at--;
  return [`${signs.slice(0, at).join("")}-`, fit(signs.slice(at).join(""), width)];
}

/** Above each picture stands in what it counts. */
const unitHeight = 16;

/** A pattern of the picture's own, turned by an eighth. */
const pattern = (id: string, size: number, name: string): string =>
  el(
    "pattern",
    { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    el("path", { d: `M0 0V${size}`, class: name }),
  );

/** The whole picture, with its name, its sentence for those who do not see it, and its unit. `id` is unlike any other on the page. */
export function picture(
  of: { id: string; width: number; height: number; title: string; alternative: string; unit: string },
  inside: string,
): string {
  const { id, width, title, alternative, unit } = of;
  const height = of.height + unitHeight;
  const isUsed = (name: string): boolean => inside.includes(`url(#${id}-${name})`);
  const patterns = `${isUsed("h") ? pattern(`${id}-h`, 6, "c-hatch") : ""}${isUsed("p") ? pattern(`${id}-p`, 5, "c-stripe") : ""}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${round(width)} ${round(height)}" role="img" aria-labelledby="${id}-t ${id}-d">${el("title", { id: `${id}-t` }, escapeText(title))}${el("desc", { id: `${id}-d` }, escapeText(alternative))}${
    patterns === "" ? "" : el("defs", {}, patterns)
  }${label(0, 11, fit(unit, width), { class: "c-note c-unit" })}${el("g", { transform: `translate(0 ${unitHeight})` }, inside)}</svg>`;
}
