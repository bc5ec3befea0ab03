// Measures in the page what a person waits for: a key's paint, an opened report, the frames of a scroll; beside an empty page in the same browser.
import type { Page } from "playwright-core";

export interface KeyFigures {
  /** Milliseconds to the task after the frame that shows the key. */
  paints: number[];
  /** Milliseconds to the next paint as the browser itself times events, rounded to 8. */
  events: number[];
  /** Milliseconds until the title beside the list is another. */
  titles: number[];
}

const wait = { timeout: 30_000 };

/** The value below which a share of them lies. @param share 0 to 1. */
export function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** "p50 12 ms, p95 24 ms". */
export function spread(values: readonly number[]): string {
  return `p50 ${at(values, 0.5).toFixed(0)} ms, p95 ${at(values, 0.95).toFixed(0)} ms`;
}

async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const figures = { paints: [] as number[], events: [] as number[], titles: [] as number[] };
    Object.assign(window, { figures });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === "keydown") figures.events.push(entry.duration);
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
    window.addEventListener(
      "keydown",
      () => {
        const start = performance.now();
        const title = (): string | null | undefined => document.getElementById("report-title")?.textContent;
        const before = title();
        requestAnimationFrame(() => setTimeout(() => figures.paints.push(performance.now() - start)));
        const look = (): void => {
          const now = title();
          if (now !== undefined && now !== before) figures.titles.push(performance.now() - start);
          else requestAnimationFrame(look);
        };
        if (before !== undefined) requestAnimationFrame(look);
      },
      true,
    );
  });
}

const figuresOf = async (page: Page): Promise<KeyFigures> =>
  await page.evaluate(() => Reflect.get(window, "figures") as KeyFigures);

/** Presses J in an open list with an open report; each press waits for its report. */
export async function measureKeys(page: Page, presses: number): Promise<KeyFigures> {
  await listen(page);
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press("KeyJ");
    await page.waitForFunction(
      (wanted) => (Reflect.get(window, "figures") as KeyFigures).titles.length >= wanted,
      press + 1,
      wait,
    );
    // As a reader does, who reads at least for a moment: the next is fetched meanwhile.
    await page.waitForTimeout(250);
  }
  return await figuresOf(page);
}

/** The same keys on a page that only shows a number more: what machine and browser cost by themselves. */
export async function measurePlainKeys(page: Page, presses: number): Promise<KeyFigures> {
  const plain = await page.context().newPage();
  await plain.setContent("<p id=count>0</p>");
  await plain.evaluate(() => {
    window.addEventListener("keydown", () => {
      const count = document.getElementById("count");
      if (count) count.textContent = String(Number(count.textContent) + 1);
    });
  });
  await listen(plain);
  for (let press = 0; press < presses; press++) {
    await plain.keyboard.press("KeyJ");
    await plain.waitForTimeout(250);
  }
  const figures = await figuresOf(plain);
  await plain.close();
  return figures;
}

/** Scrolls the list by wheel until so many rows went by; gives every frame's length while it did, and the last row that was shown. */
export async function measureScroll(page: Page, rows: number): Promise<{ frames: number[]; last: number }> {
  await page.locator(".queue-scroll").hover();
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frameTimes: frames });
    let before = performance.now();
    const look = (): void => {
      const now = performance.now();
      frames.push(now - before);
      before = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const lastShown = async (): Promise<number> =>
    await page.evaluate(() => Number([...document.querySelectorAll("[aria-posinset]")].at(-1)?.ariaPosInSet ?? 0));
  let last = 0;
  for (let turn = 0; turn < 3000 && last < rows; turn++) {
    await page.mouse.wheel(0, 3000);
    if (turn % 5 === 0) last = await lastShown();
  }
  return { frames: await page.evaluate(() => Reflect.get(window, "frameTimes") as number[]), last: await lastShown() };
}

/** Opens a list of reports with its first one beside it, and gives the page the time to fetch those around: the next is then opened from what is kept. */
export async function openFirstReport(page: Page, address: string): Promise<void> {
  const wait = { timeout: 30_000 };
  await page.goto(address);
  await page.locator(".queue-row").first().waitFor(wait);
  await page.keyboard.press("KeyJ");
  await page.locator("#report-title").waitFor(wait);
  await page.waitForTimeout(1000);
}
