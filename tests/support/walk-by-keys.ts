// A person without a mouse: goes through a page by its keys alone, and after each step the focus is on something, drawn, in sight and not covered (WCAG 2.1.1, 2.4.3, 2.4.7, 2.4.11).
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** More stops than any page has between two places; without an end a trap would go round for ever. */
const mostStops = 160;

export interface KeyWalk {
  /** Tab until the focus is there. With `back`, Shift+Tab. */
  tabTo(place: Locator, way?: "back"): Promise<void>;
  /** Tab there and press a key; Enter without one. */
  use(place: Locator, key?: string): Promise<void>;
  /** Tab there and type in place of what it holds. */
  write(place: Locator, text: string): Promise<void>;
  /** Tab to a list of choices and take one by its value with the arrows. */
  choose(place: Locator, value: string): Promise<void>;
  press(key: string): Promise<void>;
  /** From the top of the page past the navigation, as the skip link allows. */
  skip(): Promise<void>;
  /** That the focus is somewhere, drawn and in sight. */
  look(): Promise<void>;
  /** That the focus was not lost: after an act, a dialog or another page it stands on something, and never on the page's body. */
  stand(): Promise<void>;
  /** Tab to a date with its time, and set each part by the arrows: the first hour of this year, in whatever order the browser has the parts. */
  date(place: Locator): Promise<void>;
  /** What was wrong on the way; a test expects nothing. */
  faults: string[];
}

export function walkByKeys(page: Page): KeyWalk {
  const faults: string[] = [];
  const look = async (): Promise<void> => {
    let fault = await page.evaluate(lookAtFocus);
    // A form that is being drawn anew gives the focus back a moment later.
    for (let again = 0; fault && again < 5; again++) {
      await page.waitForTimeout(200);
      fault = await page.evaluate(lookAtFocus);
    }
    if (fault) faults.push(`${new URL(page.url()).pathname}: ${fault}`);
  };
  const press = async (key: string): Promise<void> => await page.keyboard.press(key);
  const tabTo = async (place: Locator, way?: "back"): Promise<void> => {
    await place.first().waitFor({ state: "attached", timeout: 30_000 });
    // A person sees where it lies, and goes back where that is nearer than once around the page.
    const isBehind = await place
      .first()
      .evaluate((one) => (one.compareDocumentPosition(document.activeElement ?? document.body) & 4) !== 0);
    const key = way === "back" || isBehind ? "Shift+Tab" : "Tab";
    for (let stop = 0; stop < mostStops; stop++) {
      const isThere = await place.evaluateAll((all) => all.includes(document.activeElement as HTMLElement));
      if (isThere) {
        await look();
        return;
      }
      await press(key);
      await look();
    }
    const where = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
    throw new Error(`no key leads to ${String(place)}; the focus stands on ${where}`);
  };
  const stand = async (): Promise<void> => {
    const isOnSomething = async (): Promise<boolean> =>
      await page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body);
    for (const until = Date.now() + 10_000; Date.now() < until; await page.waitForTimeout(100))
      if (await isOnSomething()) return await look();
    faults.push(`${new URL(page.url()).pathname}: the focus was lost`);
  };
  return {
    faults,
    look,
    stand,
    press,
    date: async (place) => {
      await tabTo(place);
      for (let part = 0; part < 6; part++) {
        await press("ArrowUp");
        await press("ArrowRight");
      }
      expect(await place.inputValue()).toMatch(/^\d{4}-01-01T/);
      // Out of the field: its calendar's button is a stop inside of it.
      for (let stop = 0; stop < 6 && (await place.evaluate((one) => one === document.activeElement)); stop++)
        await press("Tab");
    },
    tabTo,
    use: async (place, key = "Enter") => {
      await tabTo(place);
      await press(key);
    },
    write: async (place, text) => {
      await tabTo(place);
      await press("Control+a");
      await page.keyboard.type(text);
    },
    choose: async (place, value) => {
      await tabTo(place);
      for (let step = 0; step < 60; step++) {
        if ((await place.first().inputValue()) === value) return;
        await press(step === 0 ? "Home" : "ArrowDown");
      }
      expect(await place.first().inputValue()).toBe(value);
    },
    skip: async () => {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await tabTo(page.locator(".skip-link, .skip"));
      await press("Enter");
      await expect
        .poll(async () => await page.evaluate(() => document.activeElement?.id), { timeout: 30_000 })
        .toMatch(/^(room|main)$/);
    },
  };
}

/** Runs in the page, so it holds all it needs: what is wrong with where the focus stands, or nothing. */
export function lookAtFocus(): string | undefined {
  const here = document.activeElement;
  // After the last stop the browser's own bar has the focus: the page then has none for one step.
  if (!(here instanceof HTMLElement) || here === document.body || here === document.documentElement) return undefined;
  const name = `${here.tagName.toLowerCase()}${here.id ? `#${here.id}` : ""}.${[...here.classList].join(".")} "${(here.getAttribute("aria-label") ?? here.textContent ?? "").trim().slice(0, 30)}"`;
  const box = here.getBoundingClientRect();
  const top = Math.max(box.top, 0);
  const bottom = Math.min(box.bottom, innerHeight);
  const left = Math.max(box.left, 0);
  const right = Math.min(box.right, innerWidth);
  if (box.width < 1 || bottom - top < 1 || right - left < 1) return `the focus is out of sight: ${name}`;
  // A page's main part may take the focus from a skip link and shows none; what can be operated must.
  const isRegion = here.tabIndex < 0 || here.id === "room";
  const around = [here, here.parentElement, here.parentElement?.parentElement].filter((one) => one instanceof Element);
  // A field of a date draws the ring around the part that has the focus, inside of itself.
  const isOfParts = here.matches("input[type^=date], input[type=time], input[type=month], input[type=week]");
  const isRing = (style: CSSStyleDeclaration): boolean =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow.includes("inset");
  // A row's ring is drawn around the whole row, which its link covers with `::after`.
  const isDrawn =
    isOfParts || around.some((one) => isRing(getComputedStyle(one)) || isRing(getComputedStyle(one, "::after")));
  if (!isDrawn && !isRegion) return `the focus is not drawn: ${name}`;
  const points: [number, number][] = [
    [(left + right) / 2, (top + bottom) / 2],
    [left + 3, top + 3],
    [right - 3, bottom - 3],
  ];
  const isSeen = points.some(([x, y]) => {
    const over = document.elementFromPoint(x, y);
    return (
      over !== null && (here.contains(over) || over.contains(here) || over.closest("label")?.contains(here) === true)
    );
  });
  return isSeen || isRegion ? undefined : `the focus is covered: ${name}`;
}
