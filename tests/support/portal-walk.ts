// Walks the portal as a person does: answers what each page asks, presses Continue, takes pictures where asked to.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** Question id to what the person does on its page; a question without one is passed by. */
export type Acts = Record<string, (page: Page) => Promise<void>>;

export const pick =
  (...values: string[]) =>
  async (page: Page): Promise<void> => {
    for (const value of values) await page.check(`main input[value="${value}"]`);
  };

export const write =
  (texts: Record<string, string>) =>
  async (page: Page): Promise<void> => {
    for (const [field, text] of Object.entries(texts)) await page.fill(`#f-${field}`, text);
  };

/** From the page that is open to the page with all answers. @returns the questions in the order in which they came. */
export async function walkToCheck(
  page: Page,
  acts: Acts,
  look: (id: string) => Promise<void> = async () => {},
): Promise<string[]> {
  const seen: string[] = [];
  for (let pages = 0; pages < 40; pages++) {
    const path = new URL(page.url()).pathname;
    const id = path.split("/")[3] ?? "first";
    if (id === "check") return seen;
    seen.push(id);
    await (acts[id] ?? (async () => {}))(page);
    await look(id);
    await goOn(page);
  }
  throw new Error(`no end after ${seen.join(", ")}`);
}

/** Presses the page's main button and waits for the page that follows. */
export async function goOn(page: Page): Promise<void> {
  await Promise.all([
    page.waitForNavigation({ waitUntil: "load" }),
    page.locator("main form[data-send] button.go, main form.guichet button.go").first().click(),
  ]);
}

/** The 20 digits or more on the page. */
export async function readReceipt(page: Page): Promise<string> {
  return (await page.locator("[data-receipt]").getAttribute("data-receipt")) ?? "";
}

/** Keeps a picture where TOGUNA_PICTURES names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["TOGUNA_PICTURES"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
