// Where a control stands in words that outlive drawing it anew, so that the focus can go back to the one that took its place.

/** A control by what a person would call it: what it is, its words, the headings around it; and which of those that look alike. */
export interface Place {
  marks: string;
  tag: string;
  at: number;
  count: number;
}

const controls = "a, button, summary, input, select, textarea, [role=tab], [role=option]";

/** @returns undefined for what cannot be operated, and for what has no words of its own. */
export function describePlace(element: Element): Place | undefined {
  if (!element.matches(controls)) return undefined;
  const tag = element.tagName.toLowerCase();
  const marks = marksOf(element);
  const alike = findAlike(tag, marks);
  return { marks, tag, at: alike.indexOf(element), count: alike.length };
}

/** The control that stands where the other stood; none where there are more or fewer of them now, since it might be another row's. */
export function findPlace(place: Place): HTMLElement | undefined {
  const alike = findAlike(place.tag, place.marks);
  const found = alike.length === place.count ? alike[place.at] : undefined;
  return found instanceof HTMLElement ? found : undefined;
}

function findAlike(tag: string, marks: string): Element[] {
  return [...document.querySelectorAll(tag)].filter((one) => marksOf(one) === marks);
}

function marksOf(element: Element): string {
  const around: string[] = [];
  for (let one = element.parentElement; one && one.tagName !== "MAIN"; one = one.parentElement)
    if (one.matches("li, tr, article, section, .card, fieldset, [role=dialog]"))
      around.push(one.querySelector("h1, h2, h3, h4, legend, strong, th, a")?.textContent ?? one.tagName);
  const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? "") : "";
  // Not its id: one that is counted as the page is drawn differs each time.
  const own = ["type", "name", "href", "aria-label"].map((name) => element.getAttribute(name) ?? "");
  const words = element.matches("select, textarea") ? "" : (element.textContent ?? "").slice(0, 120);
  return [...own, label, words, ...around].map((part) => part.trim()).join(" | ");
}
