// The clerk's page, on an enrolled device within a shift: several people in turn, read back before sending, a receipt on A6, nothing of one person left for the next.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDeviceLink } from "../../backend/identity/offices/enrol-device.ts";
import { stepUpForOffice } from "../../backend/identity/offices/model.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkAccess } from "../support/check-access.ts";
import { makeTestOffice, type TestOffice } from "../support/office.ts";
import { pick, picture, readReceipt } from "../support/portal-walk.ts";
import { startWebServer, type WebServer } from "../support/web-server.ts";

let server: WebServer;
let browser: Browser;
let office: TestOffice;

/** The office's device, with an open shift: the PIN is typed as a clerk types it. */
async function beginShift(context: BrowserContext, page: Page): Promise<void> {
  await context.addCookies([
    { name: "office", value: office.deviceKey, url: server.url, httpOnly: true, sameSite: "Strict" },
  ]);
  await page.goto(`${server.url}/guichet`);
  await page.check(`input[name="clerk"][value="${office.clerkId}"]`);
  await page.fill("#f-pin", office.pin);
  await press(page, "button.go");
  await page.locator("#f-story").waitFor();
}

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
    const [cert] = await server.world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
    office = await makeTestOffice(server.world, cert?.id ?? "");
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
      await beginShift(context, page);
      await picture(page, "guichet");
      const steps = hasScript ? await page.evaluate(() => history.length) : 0;
      await press(page, "button.go");
      expect(await mistakes(page)).toEqual([
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
      expect(JSON.stringify(row?.["on_behalf"])).toContain("Poste de Kita, M. Diallo");
      expect(
        await server.world
          .owner`select 1 from office_reports where report_id = ${String(row?.["id"])} and clerk_id = ${office.clerkId}`,
      ).toHaveLength(1);
      const [identity] = await server.world
        .owner`select * from report_identities where report_id = ${String(row?.["id"])}`;
      expect(identity).toMatchObject({ name: "Fanta Coulibaly", phone: "+999 70 44 55 66", may_tell: ["operator"] });
      expect(
        await server.world.owner`select name from report_files where report_id = ${String(row?.["id"])}`,
      ).toHaveLength(1);

      await press(page, 'form[action="/guichet/next"] button');
      const html = await page.content();
      for (const trace of ["Fanta", "70 44 55 66", "25 000", receipt.slice(0, 9)]) expect(html).not.toContain(trace);
      expect(await page.locator(".shift").textContent()).toContain("Poste de Kita · M. Diallo");
      expect(await page.locator("input:checked").count()).toBe(0);
      expect((await context.cookies()).map(({ name }) => name).toSorted()).toEqual(["office", "shift"]);
      expect((await context.storageState()).origins).toEqual([]);
      expect(await server.world.owner`select 1 from drafts`).toHaveLength(0);
      // Under script no earlier page is in the history. Without it the page says to close the window.
      const grown = hasScript ? (await page.evaluate(() => history.length)) - steps : 0;
      expect(grown).toBe(0);
      expect(await page.locator(".without-script").isVisible()).toBe(!hasScript);
      await page.goto(`${server.url}/guichet`);
      expect(await page.content()).not.toContain("Fanta");
      // The button ends the shift: the device asks for a PIN again, and the cookie of before opens nothing.
      await press(page, ".shift button");
      await page.locator("#f-pin").waitFor();
      expect((await context.cookies()).map(({ name }) => name)).toEqual(["office"]);
      await context.close();
    });
  }

  test("a device that is no office's is told what the page is for, and a link enrols it only by its button", async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 800 }, locale: "fr-ML" });
    const page = await context.newPage();
    await page.goto(`${server.url}/guichet`);
    await page.getByText("Est-ce un appareil d’un bureau").waitFor();
    await picture(page, "guichet-closed");
    expect((await checkAccess(page)).faults).toEqual([]);
    expect(await page.locator("form").count()).toBe(0);
    const binding = stepUpForOffice.makeDeviceLink(office.officeId, "Tablette");
    const { link } = await makeDeviceLink(await office.as(binding), office.officeId, { name: "Tablette" });
    // Opened twice, as a program that looks at links would: nothing is used up before the button.
    await page.goto(link);
    await page.goto(link);
    await picture(page, "guichet-enrol");
    expect((await checkAccess(page)).faults).toEqual([]);
    await press(page, "button.go");
    await page.locator("#f-pin").waitFor();
    await picture(page, "guichet-pin");
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.goto(link);
    await press(page, "button.go");
    await page.getByText("Ce lien n’est plus valable").waitFor();
    await context.close();
  });

  for (const hasScript of [true, false]) {
    test(`a wrong PIN is told beside its field, and a shift that ended meanwhile loses nothing that was typed (${hasScript ? "script" : "no script"})`, async () => {
      const context = await browser.newContext({ locale: "fr-ML", javaScriptEnabled: hasScript });
      const page = await context.newPage();
      await context.addCookies([{ name: "office", value: office.deviceKey, url: server.url }]);
      await page.goto(`${server.url}/guichet`);
      await page.check(`input[name="clerk"][value="${office.clerkId}"]`);
      await page.fill("#f-pin", office.pin === "000000" ? "000001" : "000000");
      await press(page, "button.go");
      expect(await mistakes(page)).toEqual(["Ce n’est pas le bon code PIN pour ce nom"]);
      expect(await page.inputValue("#f-pin")).toBe("");
      await page.fill("#f-pin", office.pin);
      await press(page, "button.go");
      await page.locator("#f-story").waitFor();
      await fillIn(page);
      await server.world.owner`update clerk_shifts set ended_at = now() where ended_at is null`;
      await press(page, 'form[action="/guichet/review"] button.go');
      await page.locator("#f-pin").waitFor();
      await page.check(`input[name="clerk"][value="${office.clerkId}"]`);
      await page.fill("#f-pin", office.pin);
      await press(page, "button.go");
      await page.locator("#f-story").waitFor();
      expect(await page.inputValue("#f-story")).toBe("Elle a envoyé 25 000 F à un faux agent.");
      expect(await page.inputValue("#f-personName")).toBe("Fanta Coulibaly");
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
    const context = await browser.newContext({ locale: "fr-ML" });
    const page = await context.newPage();
    await beginShift(context, page);
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
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
    const page = await context.newPage();
    await beginShift(context, page);
    await page.focus(".shift button");
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
