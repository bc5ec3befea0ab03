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

/** Takes the team away for a moment, past the rule that organisations keep their kind. */
async function turnTeam(from: string, to: string): Promise<void> {
  await server.world.owner.begin(async (tx) => {
    await tx`alter table organisations disable trigger user`;
    await tx`update organisations set kind = ${to} where kind = ${from} and name = 'CERT'`;
    await tx`alter table organisations enable trigger user`;
  });
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

/** A portal that takes nothing (no team is set up yet; once known it is remembered) gives everything back, and says when to send it again. */
async function sendToNobody(page: Page): Promise<void> {
  await turnTeam("cert", "office");
  await press(page, "#f-send");
  await expect
    .poll(async () => (await mistakes(page)).join())
    .toMatch(/^Trop de signalements.* Tout est encore sur cette page/);
  await turnTeam("office", "cert");
  expect(await page.locator(".read-back").textContent()).toContain("Elle a envoyé 25 000 F à un faux agent.");
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
      if (hasScript) await sendToNobody(page);
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

  test("a gateway's page does not take the place of what a person told", async () => {
    const context = await browser.newContext({ locale: "fr-ML", serviceWorkers: "block" });
    const page = await context.newPage();
    await beginShift(context, page);
    await fillIn(page);
    const button = page.locator("main button.go");
    for (const step of ["review", "send"]) {
      for (const answer of [
        { status: 200, contentType: "text/html", body: "<title>Wi-Fi</title><body>Log in to the Wi-Fi</body>" },
        { status: 502, contentType: "text/html", body: "Bad gateway" },
      ]) {
        await context.route(`**/guichet/${step}`, async (route) => await route.fulfill(answer), { times: 1 });
        await button.last().click();
        const note = page.locator(".note");
        await note.filter({ hasText: "Tout est encore sur cette page" }).waitFor();
        expect(await page.content()).not.toContain("Wi-Fi");
        await note.evaluate((one) => one.remove());
      }
      await press(page, "button.go >> nth=-1");
    }
    expect(await readReceipt(page)).toMatch(/^\d{4}/);
    await context.close();
  });

  test("the device reads what was told aloud by a voice of its own, sentence by sentence, and is silent for the next person", async () => {
    const context = await browser.newContext({ locale: "fr-ML", viewport: { width: 360, height: 740 } });
    // A browser without a screen has no voices: two are put in its place, one that sends what it reads to somebody else.
    await context.addInitScript(() => {
      const said: string[] = [];
      const voices = [
        { lang: "fr-FR", name: "elsewhere", localService: false },
        { lang: "fr_FR", name: "here", localService: true },
      ];
      Object.defineProperty(globalThis, "said", { value: said });
      Object.defineProperty(globalThis, "SpeechSynthesisUtterance", {
        value: class {
          readonly text: string;
          voice = { name: "" };
          constructor(text: string) {
            this.text = text;
          }
        },
      });
      Object.defineProperty(globalThis, "speechSynthesis", {
        value: {
          getVoices: () => voices,
          addEventListener: () => {},
          cancel: () => said.push("silence"),
          speak: (one: { text: string; voice: { name: string } }) => said.push(`${one.voice.name}: ${one.text}`),
        },
      });
    });
    const page = await context.newPage();
    await beginShift(context, page);
    await fillIn(page);
    await press(page, "button.go");
    const said = async (): Promise<string[]> =>
      (await page.evaluate(() => (globalThis as unknown as { said: string[] }).said)).map((text) =>
        text.replaceAll(/[\u00a0\u202f]/g, " "),
      );
    const sentences = (await page.locator(".read-back p").allTextContents()).map((text) =>
      `here: ${text}`.replaceAll(/[\u00a0\u202f]/g, " "),
    );
    await picture(page, "guichet-read-aloud");
    await page.getByRole("button", { name: "Faire lire par l’appareil" }).click();
    expect((await said()).slice(-sentences.length)).toEqual(sentences);
    expect(sentences.at(-1)).toBe("here: Est-ce juste ?");
    expect((await checkAccess(page)).faults).toEqual([]);
    await page.getByRole("button", { name: "Arrêter la lecture" }).click();
    expect((await said()).at(-1)).toBe("silence");
    await page.getByRole("button", { name: "Faire lire par l’appareil" }).click();
    await press(page, "#f-send");
    expect((await said()).at(-1)).toBe("silence");
    await context.close();
  });

  test("after three people in turn the device holds nothing of any: no storage, no cache, no earlier page, nothing to complete", async () => {
    const context = await browser.newContext({ locale: "fr-ML" });
    const page = await context.newPage();
    await beginShift(context, page);
    const people = ["Fanta", "Moussa", "Oyuna"].map((name, at) => ({ name, phone: `+999 70 44 55 6${at}` }));
    for (const { name, phone } of people) {
      await fillIn(page);
      await page.fill("#f-personName", name);
      await page.fill("#f-reach", phone);
      // Nothing that the browser would offer to the next person.
      expect(await page.locator('form.guichet:not([autocomplete="off"])').count()).toBe(0);
      const offered = page.locator("form.guichet input[autocomplete], form.guichet textarea[autocomplete]");
      expect(
        (await offered.evaluateAll((all) => all.map((one) => one.getAttribute("autocomplete")))).filter(
          (one) => one !== "off",
        ),
      ).toEqual([]);
      await press(page, "button.go");
      await press(page, "#f-send");
      const receipt = await readReceipt(page);
      await press(page, 'form[action="/guichet/next"] button');
      const left = await page.evaluate(async () => {
        const shells = await Promise.all(
          (await caches.keys()).map(async (name) => {
            const cache = await caches.open(name);
            return await Promise.all((await cache.keys()).map(async (key) => await (await cache.match(key))?.text()));
          }),
        );
        const bases = await Promise.all(
          (await indexedDB.databases()).map(
            async ({ name = "" }) =>
              await new Promise((resolve) => {
                const asked = indexedDB.open(name);
                asked.onsuccess = () => {
                  const stores = [...asked.result.objectStoreNames];
                  if (stores.length === 0) return resolve([]);
                  const all = stores.map((store) => asked.result.transaction(store).objectStore(store).getAll());
                  const last = all.at(-1);
                  if (last) last.onsuccess = () => resolve(all.map(({ result }) => result as unknown));
                };
              }),
          ),
        );
        const kept = [localStorage, sessionStorage].map((one) => Object.entries(one));
        // Not even locked: no text, no file, no key.
        if (bases.flat(2).length > 0 || localStorage.length > 0)
          return `something is kept ${JSON.stringify([bases, kept])}`;
        return JSON.stringify([shells, bases, kept, document.documentElement.outerHTML, document.cookie]);
      });
      expect(left).not.toContain("something is kept");
      for (const trace of [name, phone, "25 000", receipt]) expect(left).not.toContain(trace);
    }
    // Back and forth again: the person who sits here now sees an empty page or none of ours, and nobody else's words.
    for (const go of ["goBack", "goForward"] as const) {
      page.once("dialog", (dialog) => void dialog.accept());
      await page[go]().catch(() => null);
      const seen = await page.content();
      const typed = await page
        .locator("input, textarea")
        .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value).join(" "));
      for (const { name, phone } of people)
        for (const trace of [name, phone, "25 000"]) expect(seen + typed).not.toContain(trace);
    }
    await context.close();
  });

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

  for (const [language, heading, after] of [
    ["fr", "Numéro de récépissé", "Ce qui se passe ensuite"],
    ["en", "Receipt number", "What happens next"],
    ["mn", "Баримтын дугаар", "Дараа нь юу болох"],
  ] as const)
    test(`the receipt prints on one A6 sheet with its digits and code, and nothing else (${language})`, async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${server.url}/suspicious?lang=${language}`);
      await page.fill("#f-message", "http://faux.example");
      await press(page, "form[data-send] button.go");
      const shown = await page.locator("body").innerText();
      expect(shown).toContain(after);
      await page.emulateMedia({ media: "print" });
      const seen = await page.locator("body").innerText();
      expect(seen).toContain(heading);
      expect(seen).not.toContain(after);
      expect(await page.locator(".danger").first().isVisible()).toBe(false);
      const path = process.env["TOGUNA_PICTURES"];
      const printed = await page.pdf({
        preferCSSPageSize: true,
        ...(path ? { path: `${path}/receipt-${language}.pdf` } : {}),
      });
      const pdf = printed.toString("latin1");
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      // A6: 105 x 148 mm, 297.6 x 419.5 points.
      const box = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf);
      expect(Math.abs(Number(box?.[1]) - 297.6)).toBeLessThan(2);
      expect(Math.abs(Number(box?.[2]) - 419.5)).toBeLessThan(2);
      await context.close();
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
