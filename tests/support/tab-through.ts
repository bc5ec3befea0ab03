// Goes through a whole page, or through the dialog that is open, by Tab alone: whatever can be operated is reached, nothing holds the focus, and at each stop it is drawn and in sight (WCAG 2.1.1, 2.1.2, 2.4.7, 2.4.11).
import type { Page } from "playwright-core";
import { lookAtFocus } from "./walk-by-keys.ts";

const mostStops = 600;

/** @returns what is wrong, a line each, and how many stops there were. */
export async function tabThrough(page: Page): Promise<{ faults: string[]; stops: number }> {
  const faults = new Set<string>();
  await page.evaluate(beginAtTop);
  let stops = 0;
  for (; stops < mostStops; stops++) {
    await page.keyboard.press("Tab");
    // In a text of many lines that is code Tab indents; Escape leads out, as is said beside it.
    if (await page.evaluate(isHeld)) {
      await page.keyboard.press("Escape");
      continue;
    }
    if (!(await page.evaluate(noteStop))) break;
    const fault = await page.evaluate(lookAtFocus);
    if (fault === undefined) continue;
    // What slides into sight, or is drawn anew, stands a moment later.
    await page.waitForTimeout(150);
    const still = await page.evaluate(lookAtFocus);
    if (still) faults.add(still);
  }
  if (stops === mostStops) faults.add(`no end after ${mostStops} stops`);
  for (const name of await page.evaluate(findUnreached)) faults.add(`no key leads to ${name}`);
  return { faults: [...faults], stops };
}

interface Walked {
  walked: {
    reached: Set<Element>;
    /** What was there at the beginning. */
    present: WeakSet<Element>;
    first: Element | undefined;
    last: Element | undefined;
  };
}

function beginAtTop(): void {
  Object.assign(window, {
    walked: {
      reached: new Set(),
      present: new WeakSet(document.querySelectorAll("body *")),
      first: undefined,
      last: undefined,
    },
  });
  const dialog = [...document.querySelectorAll<HTMLElement>("[role=dialog]")].at(-1);
  if (dialog) {
    const { walked } = window as unknown as Walked;
    if (document.activeElement && dialog.contains(document.activeElement)) walked.reached.add(document.activeElement);
    return;
  }
  const room = document.querySelector<HTMLElement>("#room") ?? document.querySelector<HTMLElement>("main");
  room?.focus({ preventScroll: true });
}

function isHeld(): boolean {
  const { walked } = window as unknown as Walked;
  return document.activeElement instanceof HTMLTextAreaElement && document.activeElement === walked.last;
}

/** @returns false once the end is reached: around again, or out of the page's part. */
function noteStop(): boolean {
  const { walked } = window as unknown as Walked;
  const here = document.activeElement;
  const dialog = [...document.querySelectorAll("[role=dialog]")].at(-1);
  const scope = dialog ?? document.querySelector("#room") ?? document.querySelector("main");
  if (!here || here === document.body) return false;
  // Kobalte's ends of a dialog, and toasts that stand beside the page.
  if (!scope?.contains(here)) return dialog !== undefined && walked.reached.size < 2;
  // A field of a date has several stops inside of itself.
  if (walked.first === here && walked.last !== here) return false;
  walked.last = here;
  walked.first ??= here;
  walked.reached.add(here);
  return true;
}

function findUnreached(): string[] {
  const { walked } = window as unknown as Walked;
  const scope =
    [...document.querySelectorAll("[role=dialog]")].at(-1) ?? document.querySelector("main") ?? document.body;
  const reached = [...walked.reached];
  const isReached = (one: Element): boolean => {
    if (walked.reached.has(one)) return true;
    // X marks the row; who has switched single keys off comes to it by Tab (desk.test.ts).
    if (one.matches(".queue-mark")) return true;
    // One stop for many: the arrows go on from there.
    if (one instanceof HTMLInputElement && one.type === "radio")
      return reached.some((other) => other instanceof HTMLInputElement && other.name === one.name);
    const group = one.closest("[role=tablist], [role=menu], [role=toolbar], [role=listbox], [role=grid], [role=tree]");
    return group !== null && reached.some((other) => group.contains(other));
  };
  return (
    [
      ...scope.querySelectorAll<HTMLElement>(
        "a[href], button:not(:disabled), input:not([type=hidden], :disabled), select:not(:disabled), textarea:not(:disabled), summary, [role=button], [role=tab]",
      ),
    ]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert], [aria-hidden=true]"))
      // What came while one was on the way is reached the next time around.
      .filter((one) => walked.present.has(one))
      .filter((one) => one.getBoundingClientRect().width > 0 && !isReached(one))
      .map(
        (one) =>
          `${one.tagName.toLowerCase()}.${[...one.classList].join(".")} "${(one.getAttribute("aria-label") ?? one.textContent ?? "").trim().slice(0, 40)}"`,
      )
  );
}
