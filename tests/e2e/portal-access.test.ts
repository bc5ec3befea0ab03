// The portal for people who use a keyboard, a screen reader, large letters or a very small screen.
import type { Browser, BrowserContext } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { goOn, pick } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

let server: WebServer;
let browser: Browser;

async function newContext(options: Parameters<Browser["newContext"]>[0] = {}): Promise<BrowserContext> {
  return await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "fr-ML", ...options });
}

describe.skipIf(!chromiumPath)("the portal for everybody", () => {
  beforeAll(async () => {
    server = await startWebServer();
    browser = await openBrowser();
  });

  test("a whole report is made with the keyboard alone, and the focus is always seen and never hidden", async () => {
    const page = await (await newContext()).newPage();
    await page.goto(server.url);
    const focus = async (): Promise<string> =>
      await page.evaluate(() => {
        const at = document.activeElement as HTMLElement | null;
        const box = at?.getBoundingClientRect();
        if (!at || !box) return "";
        const top = document.elementFromPoint(
          box.left + box.width / 2,
          Math.min(box.top + box.height / 2, innerHeight - 1),
        );
        const isSeen = top !== null && (at.contains(top) || top.contains(at));
        return `${at.tagName.toLowerCase()}${at.getAttribute("href") ?? ""}${(at as HTMLInputElement).value ?? ""}${isSeen ? "" : " hidden"}`;
      });
    const tabTo = async (wanted: (what: string) => boolean): Promise<void> => {
      for (let steps = 0; steps < 40; steps++) {
        await page.keyboard.press("Tab");
        const what = await focus();
        expect(what).not.toMatch(/ hidden$/);
        if (wanted(what)) return;
      }
      throw new Error("not reached by the Tab key");
    };
    const enter = async (): Promise<void> => {
      await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
    };
    await tabTo((what) => what === "a/report/citizen");
    await enter();
    // Nothing chosen: the summary takes the focus, and its link leads to the first choice.
    await tabTo((what) => what.startsWith("button"));
    await enter();
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("summary");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await focus()).toBe("inputme");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/what");
    await tabTo((what) => what === "inputmoney");
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
    expect(await page.isChecked('input[value="threat"]')).toBe(true);
    await enter();
    await tabTo((what) => what.startsWith("button"));
    await enter();
    await enter0();
    await tabTo((what) => what === "inputtoday");
    await page.keyboard.press("Space");
    await enter();
    await enter0();
    await tabTo((what) => what.startsWith("textarea"));
    await page.keyboard.type("Au clavier seul");
    await enter0();
    await enter0();
    await tabTo((what) => what === "inputphone");
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
    await enter();
    await enter0();
    await enter0();
    await page.waitForURL("**/check");
    await enter0();
    await page.waitForURL("**/sent");

    // On a page whose answer is optional: to the button, and on.
    async function enter0(): Promise<void> {
      await tabTo((what) => what.startsWith("button"));
      await enter();
    }
  });

  test("at twice the size, with motion unwanted and in forced colours the questions still work", async () => {
    const page = await (
      await newContext({
        viewport: { width: 640, height: 500 },
        deviceScaleFactor: 2,
        reducedMotion: "reduce",
        forcedColors: "active",
      })
    ).newPage();
    await page.goto(`${server.url}/report/citizen`);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await pick("me")(page);
    await goOn(page);
    expect(new URL(page.url()).pathname).toBe("/report/citizen/what");
  });

  test("a screen reader hears the question with its choices, the mistake with its field, and the receipt digit by digit", async () => {
    const page = await (await newContext({ locale: "en-GB" })).newPage();
    await page.goto(`${server.url}/report/citizen`);
    await goOn(page);
    const tree = await page.locator("main").ariaSnapshot();
    expect(tree).toContain('group "Who is this about?"');
    expect(tree).toContain('radio "Someone I am helping"');
    expect(await page.locator("fieldset").getAttribute("aria-describedby")).toBe("e-who");
    await page.goto(`${server.url}/suspicious`);
    await page.fill("#f-message", "http://x.example");
    await goOn(page);
    const digits = (await page.locator("[data-receipt]").getAttribute("data-receipt")) ?? "";
    expect(await page.locator(".digits .vh").textContent()).toBe(
      digits
        .split(" ")
        .map((group) => group.split("").join(" "))
        .join(", "),
    );
  });
});
