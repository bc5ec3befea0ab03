// What axe does not ask of a page: words that are cut off or lie over each other, sideways scrolling, motion, names in the accessibility tree, ids, headings.
import type { CDPSession, Page } from "playwright-core";

/** Roles that a person can operate; each needs a name (WCAG 4.1.2). */
const operable = new Set([
  "button",
  "link",
  "textbox",
  "searchbox",
  "combobox",
  "listbox",
  "checkbox",
  "radio",
  "switch",
  "slider",
  "spinbutton",
  "tab",
  "menuitem",
  "menuitemcheckbox",
  "menuitemradio",
  "option",
  "treeitem",
  "DisclosureTriangle",
]);

/** What is wrong with the page as it stands, one line each. Empty when all is well. */
export async function checkLayout(page: Page): Promise<string[]> {
  return await page.evaluate(lookAtPage);
}

/**
 * Controls without a name as a screen reader would be told of them.
 * @param cdp a session of the page (Chromium).
 */
export async function findNameless(cdp: CDPSession): Promise<string[]> {
  const { nodes } = await cdp.send("Accessibility.getFullAXTree");
  return nodes
    .filter((node) => !node.ignored && operable.has(String(node.role?.value ?? "")))
    .filter((node) => String(node.name?.value ?? "").trim() === "")
    .map((node) => `a ${String(node.role?.value)} has no name (node ${node.backendDOMNodeId})`);
}

/** Runs in the page, so it holds all it needs. */
function lookAtPage(): string[] {
  const faults: string[] = [];
  const nameOf = (element: Element): string => {
    const own = `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}${[...element.classList].map((name) => `.${name}`).join("")}`;
    const above = element.parentElement;
    return above && above !== document.body
      ? `${above.tagName.toLowerCase()}${[...above.classList].map((name) => `.${name}`).join("")} > ${own}`
      : own;
  };
  const root = document.documentElement;
  const zones = [...document.querySelectorAll<HTMLElement>(".shell-zone, .shell-zone-foot")];
  if (document.querySelector(".shell time") && !zones.some((one) => one.checkVisibility() && /UTC/.test(one.innerText)))
    faults.push("shows times and names no zone");
  if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);

  // Words: each text that is drawn, with its rectangles, and the first box around it that cuts.
  const cutting = (style: CSSStyleDeclaration): boolean => /hidden|clip/.test(style.overflowX);
  const scrolling = (style: CSSStyleDeclaration): boolean => /auto|scroll/.test(style.overflowX);
  const drawn: { element: Element; words: string; rect: DOMRect; layer: Element | null }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = (node.textContent ?? "").trim();
    const element = node.parentElement;
    if (!words || !element || element.closest("script, style, noscript, option, .for-ears, .skip-link, svg, textarea"))
      continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let rects = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    let layer: Element | null = null;
    let isScrolled = false;
    let isEllipsis = false;
    for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (!layer && /fixed|sticky|absolute/.test(style.position)) layer = box;
      if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") isEllipsis = true;
      if (scrolling(style)) {
        isScrolled = true;
        // What is scrolled out of its frame is not drawn beside it.
        const frame = box.getBoundingClientRect();
        rects = rects
          .map(({ left, right, top, height }) => {
            const start = Math.max(left, frame.left);
            return new DOMRect(start, top, Math.min(right, frame.right) - start, height);
          })
          .filter(({ width }) => width > 1);
      }
      if (cutting(style) && !isScrolled && !isEllipsis) {
        const frame = box.getBoundingClientRect();
        const out = rects.find(({ left, right }) => right > frame.right + 2 || left < frame.left - 2);
        if (out) faults.push(`cut off: "${words.slice(0, 40)}" in ${nameOf(box)}`);
      }
    }
    if (!isScrolled && !isEllipsis && rects.some(({ right, left }) => right > root.clientWidth + 1 || left < -1))
      faults.push(`out of the window: "${words.slice(0, 40)}" in ${nameOf(element)}`);
    if (!isEllipsis && !layer) for (const rect of rects) drawn.push({ element, words, rect, layer });
  }
  drawn.sort((one, other) => one.rect.top - other.rect.top);
  for (let at = 0; at < drawn.length; at++) {
    const one = drawn[at];
    if (!one) continue;
    for (let next = at + 1; next < drawn.length; next++) {
      const other = drawn[next];
      if (!other || other.rect.top >= one.rect.bottom) break;
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const wide = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const high = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
      // A line's box is taller than its letters: a third of a line must be covered.
      if (wide < 4 || high < Math.min(one.rect.height, other.rect.height) * 0.35) continue;
      const seen = document.elementFromPoint(
        Math.max(one.rect.left, other.rect.left) + wide / 2,
        Math.max(one.rect.top, other.rect.top) + high / 2,
      );
      // What is scrolled out of its pane is not drawn there.
      if (!seen || !(one.element.contains(seen) || other.element.contains(seen))) continue;
      faults.push(
        `over each other: "${one.words.slice(0, 30)}" and "${other.words.slice(0, 30)}" (${nameOf(one.element)})`,
      );
    }
  }

  // Boxes whose words are taller than they are.
  for (const element of document.querySelectorAll("button, .tag, th, td, summary, a.button, label:not(.for-ears)")) {
    const style = getComputedStyle(element);
    if (style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 2)
      faults.push(`cut off below: ${nameOf(element)}`);
  }

  const moving = document
    .getAnimations()
    .filter((one) => one.playState === "running" && Number(one.effect?.getComputedTiming().duration ?? 0) > 1);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches && moving.length > 0)
    faults.push(`${moving.length} animations run though less motion was asked for`);

  for (const busy of document.querySelectorAll("[aria-busy=true], .skeleton, [role=progressbar]"))
    if (((busy.textContent ?? "").trim() || busy.getAttribute("aria-label")) === "" || busy.textContent === null)
      faults.push(`waits without words: ${nameOf(busy)}`);

  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) faults.push(`the id ${id} stands twice`);

  let level = 0;
  for (const heading of document.querySelectorAll("main h1, main h2, main h3, main h4, main h5, main h6")) {
    if (!heading.checkVisibility()) continue;
    const own = Number(heading.tagName.slice(1));
    if (own > level + 1)
      faults.push(
        `a heading of order ${own} follows one of order ${level}: "${heading.textContent?.trim().slice(0, 40)}"`,
      );
    level = own;
  }
  return [...new Set(faults)];
}
