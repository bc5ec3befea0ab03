// What a machine can see of four criteria that axe does not ask: what comes with the pointer (1.4.13), dragging (2.5.7), help in one place (3.2.6), signing in without memory or puzzles (3.3.8).
import type { Page } from "playwright-core";

/** What is wrong with the page as it stands, a line each. */
export async function checkCriteria(page: Page): Promise<string[]> {
  return await page.evaluate(lookForCriteria);
}

/** Where help stands on the page, in words that are equal for pages of one room; undefined where there is none. */
export async function placeOfHelp(page: Page): Promise<string | undefined> {
  return await page.evaluate(() => {
    const last = [...document.querySelectorAll(".shell-head .account button")].length;
    if (last > 0) return `the head's button ${last}`;
    const links = [...document.querySelectorAll("footer a")];
    const at = links.findIndex((link) => new URL((link as HTMLAnchorElement).href).pathname === "/help");
    return at < 0 ? undefined : `the foot's link ${at + 1}`;
  });
}

/** Runs in the page, so it holds all it needs. */
function lookForCriteria(): string[] {
  const faults: string[] = [];
  const nameOf = (one: Element): string => `${one.tagName.toLowerCase()}.${[...one.classList].join(".")}`;
  // 1.4.13: nothing is hidden and comes with the pointer or the focus alone; the ways past the navigation and the mark of a row are what has the focus, in a place of their own.
  const rulesOf = (list: CSSRuleList): CSSStyleRule[] =>
    [...list].flatMap((rule) =>
      rule instanceof CSSStyleRule ? [rule] : rule instanceof CSSGroupingRule ? rulesOf(rule.cssRules) : [],
    );
  for (const sheet of document.styleSheets)
    for (const { selectorText, style } of rulesOf(sheet.cssRules))
      for (const selector of selectorText.split(","))
        if (
          /:(hover|focus)/.test(selector) &&
          !/skip|\.queue-mark/.test(selector) &&
          ["display", "visibility", "opacity", "content"].some((name) => style.getPropertyValue(name) !== "")
        )
          faults.push(`comes with the pointer or the focus: ${selector.trim()}`);
  // 2.5.7: nothing is dragged anywhere.
  for (const one of document.querySelectorAll("[draggable=true], [role=slider]"))
    faults.push(`is dragged: ${nameOf(one)}`);
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) {
    if (!field.checkVisibility() || field.disabled || field.readOnly) continue;
    if (!/^(text|search|email|url|tel|password|textarea)$/.test(field.type)) continue;
    // 3.3.8: what a manager of keys or the clipboard holds can be put into every field.
    const paste = new ClipboardEvent("paste", { cancelable: true, bubbles: true });
    field.dispatchEvent(paste);
    if (paste.defaultPrevented) faults.push(`takes no paste: ${nameOf(field)} ${field.name}`);
    if (field.type === "password" && !/current-password|new-password|one-time-code/.test(field.autocomplete))
      faults.push(`a password that no manager can fill: ${nameOf(field)} ${field.name}`);
  }
  return faults;
}
