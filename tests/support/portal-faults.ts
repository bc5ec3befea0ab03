// Walks a flow of the portal as people do who err, are called away and come back on another device: each question answered wrongly first, left, and found again.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { wordsIn } from "../../backend/platform/words/index.ts";
import { goOn, picture } from "./portal-walk.ts";

export type Tongue = "fr" | "en" | "mn";

/** One way to answer a question wrongly. */
export interface Fault {
  /** What is typed or chosen; nothing where the fault is to leave it empty. */
  do?: (page: Page) => Promise<unknown>;
  /** The field to which the summary leads, and the sentence that stands there, by its key. */
  field: string;
  sentence: string;
  values?: Record<string, string | number>;
  /** What must still stand on the page afterwards, field id to value. */
  stays?: Record<string, string>;
}

export interface Step {
  /** Question id as in its address; the first page's is "first". */
  id: string;
  faults?: Fault[];
  /** The right answer; nothing where it is passed by. */
  answer?: (page: Page) => Promise<void>;
  /** What shows that the answer is still there: an element that matches when its question is opened again. */
  kept?: (page: Page) => Promise<boolean>;
}

export const isChosen =
  (value: string) =>
  async (page: Page): Promise<boolean> =>
    await page.isChecked(`main input[value="${value}"]`);

export const holds =
  (field: string, text: string) =>
  async (page: Page): Promise<boolean> =>
    (await page.inputValue(`#f-${field}`)) === text;

export interface Walking {
  browser: Browser;
  url: string;
  language: Tongue;
  hasScript: boolean;
}

const locales = { fr: "fr-ML", en: "en-GB", mn: "mn-MN" } as const;

/** A device of its own, with nothing on it. */
export async function newDevice({ browser, language, hasScript }: Walking): Promise<BrowserContext> {
  return await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: locales[language],
    javaScriptEnabled: hasScript,
  });
}

/** The page after a wrong answer: named an error, with a sentence in the reader's language that leads to its field, and nothing lost. */
export async function expectFault(page: Page, language: Tongue, fault: Fault): Promise<void> {
  const say = wordsIn(language);
  const sentence = say(fault.sentence, fault.values ?? {});
  expect(await page.title()).toMatch(new RegExp(`^${say("portal.error.prefix")}`));
  expect(await page.getAttribute("html", "lang")).toBe(language);
  const summary = page.locator('.summary[role="alert"]');
  expect(await summary.locator("h2").textContent()).toBe(say("portal.error.summary"));
  const link = summary.getByRole("link", { name: sentence });
  expect(await link.getAttribute("href"), sentence).toBe(`#f-${fault.field}`);
  const beside = page.locator(`#e-${fault.field}`);
  expect(await beside.textContent()).toBe(`${say("portal.error.prefix")}${sentence}`);
  await link.click();
  expect(await page.locator(":focus").getAttribute("id"), `the link of "${sentence}"`).toBe(`f-${fault.field}`);
  for (const [field, value] of Object.entries(fault.stays ?? {}))
    expect(await page.inputValue(`#f-${field}`), `what stood in ${field}`).toBe(value);
}

/** Digits and PIN of the page that is open; the person then stands where a device without anything does. */
export async function leaveWithCode(page: Page): Promise<{ digits: string; pin: string }> {
  await Promise.all([page.waitForNavigation(), page.click('form[action^="/elsewhere/"] button')]);
  const digits = ((await page.textContent("[data-move-digits]")) ?? "").trim();
  const pin = ((await page.textContent("[data-move-pin]")) ?? "").trim();
  return { digits, pin };
}

export async function typeCode(
  page: Page,
  url: string,
  { digits, pin }: { digits: string; pin: string },
): Promise<void> {
  await page.goto(`${url}/elsewhere`);
  await page.fill("#f-digits", digits);
  await page.fill("#f-pin", pin);
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click("main form button.go")]);
}

/**
 * Answers each question wrongly, then rightly; leaves at the next one and comes back there on another device, where the answer before it still
 * stands. Ends on the page with all answers. @returns the page, which is another device's than the one given.
 */
export async function walkWithFaults(
  walking: Walking,
  start: Page,
  steps: readonly Step[],
  label: string,
): Promise<Page> {
  let page = start;
  const idOf = (): string => new URL(page.url()).pathname.split("/")[3] ?? "first";
  for (const step of steps) {
    expect(idOf(), `the question after ${label}`).toBe(step.id);
    for (const fault of step.faults ?? []) {
      await fault.do?.(page);
      await goOn(page);
      expect(idOf().replace(/^(?!first).*$/, step.id), "a wrong answer stays at its question").toBe(step.id);
      await expectFault(page, walking.language, fault);
      await picture(page, `${label}-${step.id}-${fault.sentence}`);
    }
    await step.answer?.(page);
    await goOn(page);
    const waiting = idOf();
    const code = await leaveWithCode(page);
    await page.context().close();
    page = await (await newDevice(walking)).newPage();
    page.on("pageerror", (error) => {
      throw error;
    });
    await typeCode(page, walking.url, code);
    expect(idOf(), `where one goes on after ${step.id}`).toBe(waiting);
    if (step.kept) {
      const back = waiting === "check" ? `a[href$="/${step.id}?from=check"]` : ".back a";
      if (step.id !== "first" || waiting !== "check") {
        await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.locator(back).first().click()]);
        expect(await step.kept(page), `the answer to ${step.id} after coming back`).toBe(true);
        await goOn(page);
        expect(idOf()).toBe(waiting);
      }
    }
  }
  expect(idOf()).toBe("check");
  return page;
}
