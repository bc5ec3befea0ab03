// A real Chromium for tests: found or skipped with a line that says so, closed after the file's tests.
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { afterAll } from "vitest";

/** Where Chromium is; undefined where there is none: tests then skip. */
export const chromiumPath = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path !== undefined && existsSync(path),
);
if (!chromiumPath)
  console.warn("browser tests are skipped: no Chromium (install Debian's package chromium, or set CHROMIUM_PATH)");

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let launched: Promise<Browser> | undefined;

/** One browser a test file. */
export async function openBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error("no Chromium: guard the test with skipIf(!chromiumPath)");
  if (!launched) {
    launched = chromium.launch({ executablePath: chromiumPath, args: flags });
    afterAll(async () => {
      await (await launched)?.close();
    });
  }
  return await launched;
}

/** A browser with a profile that outlives it, as a phone's; each call starts another program on the same folder. */
export async function openProfile(folder: string, locale: string): Promise<BrowserContext> {
  if (!chromiumPath) throw new Error("no Chromium: guard the test with skipIf(!chromiumPath)");
  return await chromium.launchPersistentContext(folder, { executablePath: chromiumPath, args: flags, locale });
}

/** Ends the browser as a phone whose battery is empty does: nothing is closed, nothing is said to a page. */
export async function killBrowser(context: BrowserContext): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  const processes = (await session?.send("SystemInfo.getProcessInfo"))?.processInfo ?? [];
  const own = processes.find(({ type }) => type === "browser")?.id;
  if (own === undefined) throw new Error("the browser does not say which process it is");
  const closed = new Promise((resolve) => context.once("close", resolve));
  process.kill(own, "SIGKILL");
  await closed;
}
