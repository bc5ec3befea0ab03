// The clerk's page: several people in turn, read back before sending, a receipt on A6, nothing of one person left for the next.
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { pick, picture, readReceipt } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

let server: WebServer;
let browser: Browser;

/** Presses a button and waits for the page that takes the place of this one, with script or without. */
async function press(page: Page, button: string): Promise<void> {
  const body = await page.locator("main").elementHandle();
  await page.locator(button).click();
  await body?.waitForElementState("hidden").catch(() => undefined);
  await page.locator("main").waitFor();
}

/** The mistakes at the top of the page, with plain blanks. */
async function mistakes(page: Page): Promise<string[]> {
  return (await page.locator(".summary li").allTextContents()).map((text) => text.replaceAll(/[\u00a0\u202f]/g, " "));
}

async function fillIn(page: Page): Promise<void> {
  await page.fill("#f-office", "Centre de Kita, MD");
  await pick("agreed", "money", "yesterday")(page);
  await page.check('input[name="ongoing"][value="no"]');
  await page.fill("#f-story", "Elle a envoyé 25 000 F à un faux agent.");
  await page.check('input[name="reply"][value="phone"]');
  await page.fill("#f-reach", "+999 70 44 55 66");
  await page.fill("#f-personName", "Fanta Coulibaly");
  await page.check('input[name="tell"][value="operator"]');
}

describe.skipIf(!chromiumPath)("the clerk's page", () => {
  beforeAll(async () => {
    server = await startWebServer();
    browser = await openBrowser();
  });

  for (const hasScript of [true, false]) {
    test(`reads back, sends, prints, and starts the next person empty (${hasScript ? "script" : "no script"})`, async () => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        locale: "fr-ML",
        javaScriptEnabled: hasScript,
      });
      const page = await context.newPage();
      await page.goto(`${server.url}/guichet`);
      await picture(page, "guichet");
      const steps = hasScript ? await page.evaluate(() => history.length) : 0;
      await press(page, "button.go");
      expect(await mistakes(page)).toEqual([
        "Saisissez votre bureau et vos initiales",
        "Choisissez si cette personne est d’accord",
        "Choisissez ce qui s’est passé, ou « Je ne sais pas »",
        "Choisissez quand cela a commencé, ou « Je ne sais pas »",
        "Choisissez comment vous répondre",
      ]);
      await fillIn(page);
      await page.fill("#f-reach", "");
      await press(page, "button.go");
      expect(await mistakes(page)).toEqual([
        "Saisissez le téléphone ou le courriel de la personne, ou choisissez « Pas de réponse »",
      ]);
      expect(await page.inputValue("#f-story")).toBe("Elle a envoyé 25 000 F à un faux agent.");
      await page.fill("#f-reach", "+999 70 44 55 66");
      await press(page, "button.go");
      expect(await page.locator(".read-back").textContent()).toContain("téléphone\u00a0: +999 70 44 55 66.");
      await picture(page, "guichet-read-back");
      expect(hasScript ? (await checkAccess(page)).faults : []).toEqual([]);
      await press(page, 'button[formaction="/guichet/edit"]');
      expect(await page.inputValue("#f-personName")).toBe("Fanta Coulibaly");
      await press(page, "button.go");
      await page.setInputFiles('input[type="file"]', [
        { name: "sms.txt", mimeType: "text/plain", buffer: Buffer.from("sms") },
      ]);
      await press(page, "#f-send");
      await picture(page, "guichet-sent");
      const receipt = await readReceipt(page);
      expect(receipt).toMatch(/^\d{4}/);
      const reference = await page.locator(".slip-foot dd").first().textContent();
      const [row] = await server.world.owner`select * from reports where reference = ${reference ?? ""}`;
      expect(row).toMatchObject({
        source: "web",
        on_behalf: { consent: "agreed" },
        answer_channel: "phone",
        is_anonymous: false,
      });
      expect(JSON.stringify(row?.["on_behalf"])).toContain("Centre de Kita, MD");
      const [identity] = await server.world
        .owner`select * from report_identities where report_id = ${String(row?.["id"])}`;
      expect(identity).toMatchObject({ name: "Fanta Coulibaly", phone: "+999 70 44 55 66", may_tell: ["operator"] });
      expect(
        await server.world.owner`select name from report_files where report_id = ${String(row?.["id"])}`,
      ).toHaveLength(1);

      await press(page, 'form[action="/guichet/next"] button');
      const html = await page.content();
      for (const trace of ["Fanta", "70 44 55 66", "25 000", receipt.slice(0, 9)]) expect(html).not.toContain(trace);
      expect(await page.inputValue("#f-office")).toBe("Centre de Kita, MD");
      expect(await page.locator("input:checked").count()).toBe(0);
      expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
      expect(await context.storageState()).toEqual({ cookies: [], origins: [] });
      expect(await server.world.owner`select 1 from drafts`).toHaveLength(0);
      // Under script no earlier page is in the history. Without it the page says to close the window.
      const grown = hasScript ? (await page.evaluate(() => history.length)) - steps : 0;
      expect(grown).toBe(0);
      expect(await page.locator(".without-script").isVisible()).toBe(!hasScript);
      await page.goto(`${server.url}/guichet`);
      expect(await page.content()).not.toContain("Fanta");
      await context.close();
    });
  }

  test("the receipt prints on one A6 sheet with its digits and code, and nothing else", async () => {
    const page = await (await browser.newContext({ locale: "fr-ML" })).newPage();
    await page.goto(`${server.url}/suspicious`);
    await page.fill("#f-message", "http://faux.example");
    await press(page, "form[data-send] button.go");
    await page.emulateMedia({ media: "print" });
    const seen = await page.locator("body").innerText();
    expect(seen).toContain("Numéro de récépissé");
    expect(seen).not.toContain("Ce qui se passe ensuite");
    expect(seen).not.toContain("Aide et numéros");
    const path = process.env["TOGUNA_PICTURES"];
    const printed = await page.pdf({ preferCSSPageSize: true, ...(path ? { path: `${path}/receipt.pdf` } : {}) });
    const pdf = printed.toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    // A6: 105 x 148 mm, 297.6 x 419.5 points.
    const box = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf);
    expect(Math.abs(Number(box?.[1]) - 297.6)).toBeLessThan(2);
    expect(Math.abs(Number(box?.[2]) - 419.5)).toBeLessThan(2);
  });

  test("leaving a page that holds what a person told is asked about first", async () => {
    const page = await (await browser.newContext({ locale: "fr-ML" })).newPage();
    await page.goto(`${server.url}/guichet`);
    await fillIn(page);
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await page.click(".brand");
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    expect(new URL(page.url()).pathname).toBe("/guichet");
    expect(await page.inputValue("#f-personName")).toBe("Fanta Coulibaly");
  });

  test("the page is filled in with the keyboard from top to bottom", async () => {
    const page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" })
    ).newPage();
    await page.goto(`${server.url}/guichet`);
    await page.focus("#f-office");
    await page.keyboard.type("Kita, MD");
    for (const key of ["Tab", "Space", "Tab", "Space", "Tab", "Space", "Tab", "Space", "Tab"])
      await page.keyboard.press(key);
    await page.keyboard.type("Story");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowUp");
    expect(await page.isChecked('input[name="reply"][value="receipt"]')).toBe(true);
    await page.keyboard.press("Enter");
    expect(await page.locator(".read-back").textContent()).toContain("You give no name.");
  });
});
