// A reader's own spacing of text (WCAG 1.4.12): with it nothing is cut off, lies over something else or sticks out that did not before.
import type { Page } from "playwright-core";
import { checkLayout } from "./check-layout.ts";

/** The four values of the criterion, each at once, against every rule of the page. */
const spacing =
  "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }";

/** What goes wrong with the wider spacing only, a line each. The page is as before afterwards. */
export async function checkSpacing(page: Page): Promise<string[]> {
  const before = new Set([...(await checkLayout(page)), ...(await page.evaluate(findCutBelow))]);
  // A sheet of the script's own: the page's policy refuses a style element.
  const change = await page.evaluate(async (css) => {
    const was = innerHeightOf(document.body);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    // Who wants no motion gets it in 0.01 ms, which is two frames later.
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return innerHeightOf(document.body) - was;
    function innerHeightOf(element: Element): number {
      return [...element.querySelectorAll("p, a, button, label")].reduce(
        (sum, one) => sum + one.getBoundingClientRect().width + one.getBoundingClientRect().height,
        0,
      );
    }
  }, spacing);
  const after = [...(await checkLayout(page)), ...(await page.evaluate(findCutBelow))];
  await page.evaluate(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
  });
  const found = after.filter((fault) => !before.has(fault)).map((fault) => `with wider spacing of text: ${fault}`);
  return change === 0 ? [...found, "the wider spacing of text changed nothing"] : found;
}

/** Runs in the page: boxes that hide the lower end of their words. */
function findCutBelow(): string[] {
  const faults: string[] = [];
  for (const box of document.querySelectorAll<HTMLElement>("body *")) {
    const style = getComputedStyle(box);
    if (!/hidden|clip/.test(style.overflowY) || style.webkitLineClamp !== "none") continue;
    if (!box.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (box.closest(".for-ears, .skip-link, svg") || box.clientHeight < 4 || !(box.textContent ?? "").trim()) continue;
    if (box.scrollHeight > box.clientHeight + 2)
      faults.push(`cut off below: ${box.tagName.toLowerCase()}.${[...box.classList].join(".")}`);
  }
  return faults;
}
