// A name given in confidence, from the reporter's phone to the two people who may open it, in real browsers: with passkeys that derive keys, and with one that cannot.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeKeyPair, toBase64Url } from "../../backend/platform/sealing/index.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { type DeskPerson, signInAtDesk } from "../support/desk-browser.ts";
import { addAuthenticator, touchOnly } from "../support/identity-server.ts";
import { goOn, pick, picture, readReceipt, walkToCheck, write } from "../support/portal-walk.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const name = "Zarathoustra Quibblewick";
const address = "zq@verysecret.example";
const reason = "La police demande le nom : une vie est en danger.";

describe.skipIf(!chromiumPath)("a name in confidence", () => {
  let web: WebServer;
  let browser: Browser;
  let keeper: DeskPerson;
  let papers: DeskPerson;
  let analyst: DeskPerson;
  let reportId = "";
  /** Bodies of everything that browsers sent to the server. */
  const sent: string[] = [];
  let passphrase = "";

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    web = await startWebServer();
    browser = await openBrowser();
  });
  afterAll(async () => await browser?.close());

  async function enter(role: string, who: string, options: { language: string; hasPrf: boolean }): Promise<DeskPerson> {
    const person = await signInAtDesk(browser, web, { role, name: who }, options);
    person.page.on("request", (request) => void sent.push(request.postData() ?? ""));
    return person;
  }
  const goTo = async (page: Page, path: string, heading: string): Promise<void> => {
    await page.goto(`${web.url}/desk${path}`);
    await page.getByRole("heading", { name: heading }).first().waitFor();
  };
  const axe = async (page: Page): Promise<unknown[]> =>
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);

  test("before there are keepers the form offers no confidence, and the desk says what is missing", async () => {
    const page = await (await browser.newContext({ locale: "fr-ML", viewport: { width: 390, height: 844 } })).newPage();
    await page.goto(`${web.url}/report/citizen`);
    const seen: string[] = [];
    await walkToCheck(
      page,
      {
        first: pick("me"),
        what: pick("other"),
        started: pick("today"),
        reply: pick("mail"),
        byMail: write({ email: address }),
      },
      async (id) => void seen.push(...(id === "safe" ? [await page.locator("main").innerText()] : [])),
    );
    expect(seen.join()).toContain("est-il sûr");
    expect(seen.join()).not.toContain("En confidence");
    await page.context().close();
  });

  test("an administrator sets the escrow key that was made elsewhere; wrong letters are told apart in words", async () => {
    const administrator = await enter("administrator", "Root", { language: "en-GB", hasPrf: true });
    const { page } = administrator;
    await goTo(page, "/custody", "Names in confidence");
    await page.getByText("A custodian with an unlocking key is missing").waitFor();
    await page.getByRole("button", { name: "Set the escrow key" }).click();
    await page.getByLabel("Public half").fill("not a key");
    await page.getByRole("button", { name: "Set the escrow key" }).click();
    await page.getByText("Enter the 43 characters").waitFor();
    const { publicKey } = await makeKeyPair();
    await page.getByLabel("Public half").fill(toBase64Url(publicKey));
    await page.getByRole("button", { name: "Set the escrow key" }).click();
    await page.getByText("The escrow key is set.").waitFor();
    await page.getByText("Set by Root").waitFor();
    expect(await page.getByText("The escrow key is missing").count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    expect(administrator.complaints).toEqual([]);
    await page.context().close();
  });

  test("a custodian makes the own key with one touch; what the passkey derived and the private half never leave the browser", async () => {
    keeper = await enter("custodian", "Keita", { language: "fr-FR", hasPrf: true });
    const { page } = keeper;
    await goTo(page, "/custody", "Noms confiés");
    await picture(page, "custody-fr-empty");
    await page.getByRole("button", { name: "Faire ma clé d’ouverture" }).click();
    await page.getByText("S’ouvre avec la clé d’accès").waitFor({ timeout: 30_000 });
    await page.getByText("On peut donner son nom en confidence.").waitFor();
    const [wrap] = await web.world.owner<
      { method: string }[]
    >`select w.method from unlocking_wraps w join unlocking_keys k on k.id = w.key_id
      where k.person_id = ${keeper.personId}`;
    expect(wrap?.method).toBe("passkey");
    const body = sent.find((text) => text.includes("prfSalt"));
    expect(Object.keys(JSON.parse(body ?? "{}") as object).sort()).toEqual(["prfSalt", "publicKey", "wrap"]);
    const assertions = sent.filter((text) => text.includes("authenticatorData"));
    expect(assertions.length).toBeGreaterThan(0);
    for (const text of assertions)
      expect(
        (JSON.parse(text) as { response: { clientExtensionResults: object } }).response.clientExtensionResults,
      ).toEqual({});
    const stored = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
    );
    expect(stored).not.toMatch(/privateKey|prf/);
    expect(await axe(page)).toEqual([]);
  });

  test("a second passkey opens the same key, after one that opens it already", async () => {
    const { page, cdp, authenticatorId: first } = keeper;
    // The device that is known refuses to hold a second passkey of one account; the new one takes it.
    const second = await addAuthenticator(cdp, "usb", false, true);
    await touchOnly(cdp, first, second);
    await page.route("**/me/passkeys/options", async (asked) => {
      await touchOnly(cdp, second, first);
      await asked.continue();
    });
    await page.goto(`${web.url}/desk/me`);
    await page
      .getByRole("button", { name: /Ajouter/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("input").first().fill("Clé de secours");
    await dialog.locator("button[type=submit]").click();
    await page.locator(".id-rows").getByText("Clé de secours").first().waitFor({ timeout: 30_000 });
    await goTo(page, "/custody", "Noms confiés");
    // First the one that opens it, which is also the word for the act; then the other, when the first was put away.
    await touchOnly(cdp, first, second);
    await page.route("**/identity/step-up", async (asked) => {
      await touchOnly(cdp, second, first);
      await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: first });
      await page.unroute("**/identity/step-up");
      await asked.continue();
    });
    await page.getByRole("button", { name: "Permettre à une autre clé d’accès de l’ouvrir" }).click();
    await page.getByText("S’ouvre avec la clé d’accès « Clé de secours »").waitFor({ timeout: 30_000 });
    const wraps = await web.world
      .owner`select w.passkey_id from unlocking_wraps w join unlocking_keys k on k.id = w.key_id where k.person_id = ${keeper.personId}`;
    expect(new Set(wraps.map((wrap) => wrap["passkey_id"] as string)).size).toBe(2);
    expect(await page.getByText("Une seule chose ouvre cette clé").count()).toBe(0);
  });

  test("where the passkey derives nothing a long passphrase does, stretched in the browser; a short one is refused", async () => {
    papers = await enter("custodian", "Batbayar", { language: "mn-MN", hasPrf: false });
    const { page } = papers;
    await goTo(page, "/custody", "Итгэж өгсөн нэр");
    await page.getByRole("button", { name: "Нээх түлхүүрээ хийх" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    passphrase = await dialog.getByLabel("Таны нууц өгүүлбэр").inputValue();
    expect(passphrase).toMatch(/^([0-9a-z]{4} ){5}[0-9a-z]{4}$/);
    await picture(page, "custody-mn-phrase");
    await dialog.getByLabel("Би өөрөө зохиоё").check();
    await dialog.getByLabel("Өөрийн өгүүлбэр").fill("too short");
    await dialog.getByLabel("Би цаасан дээр бичсэн").check();
    await dialog.getByRole("button", { name: "Энэ өгүүлбэрийг ашиглах" }).click();
    await dialog.getByText("Дор хаяж зургаан өөр үг").waitFor();
    await dialog.getByLabel("Би өөрөө зохиоё").uncheck();
    expect(await axe(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Энэ өгүүлбэрийг ашиглах" }).click();
    await page.getByText("Нууц өгүүлбэрээр нээгдэнэ").waitFor({ timeout: 60_000 });
    expect(sent.join()).not.toContain(passphrase);
    expect(papers.complaints).toEqual([]);
  });

  test("a citizen reports in confidence on a phone, is told what that means, and gets a receipt", async () => {
    const page = await (await browser.newContext({ locale: "fr-ML", viewport: { width: 390, height: 844 } })).newPage();
    // The form asks every few seconds only whether there are keepers.
    await expect
      .poll(
        async () => {
          await page.goto(`${web.url}/privacy`);
          return await page.locator("main").innerText();
        },
        { timeout: 30_000 },
      )
      .toContain("Si vous signalez en confidence");
    await page.goto(`${web.url}/report/citizen`);
    await walkToCheck(page, {
      first: pick("me"),
      what: pick("threat"),
      demand: pick("no"),
      started: pick("today"),
      story: write({ story: "Quelqu’un me menace." }),
      reply: pick("mail"),
      byMail: write({ email: address, name }),
      safe: pick("yes", "routed"),
    });
    await page.getByText("Vous signalez en confidence").waitFor();
    await goOn(page);
    expect(await readReceipt(page)).toMatch(/^\d{4,5}( \d{4,5}){4}$/);
    const [row] = await web.world.owner<{ id: string }[]>`select id from reports where description like '%menace%'`;
    reportId = row?.id ?? "";
    const rows = await web.world
      .owner`select t::text as row from report_identities t union all select t::text from sealed_identities t
      union all select t::text from routing_addresses t union all select t::text from drafts t union all select t::text from reports t`;
    expect(JSON.stringify(rows)).not.toMatch(/quibble|verysecret/i);
    await page.context().close();
  });

  test("an analyst sees that it is sealed, makes a key, asks with a reason; a colleague cannot open it meanwhile", async () => {
    analyst = await enter("analyst", "Awa", { language: "fr-FR", hasPrf: true });
    const { page } = analyst;
    await page.goto(`${web.url}/desk/reports/${reportId}?view=all`);
    await page.getByText("le nom est enfermé").waitFor();
    await page.getByText("à une adresse que personne ne voit ici").waitFor();
    await page.getByText("Personne encore.").waitFor();
    await page.getByRole("button", { name: "Faire ma clé d’ouverture" }).click();
    await page.getByRole("button", { name: "Demander le nom" }).click({ timeout: 30_000 });
    await page.getByLabel("Pourquoi faut-il ce nom").fill(reason);
    await picture(page, "sealed-fr-ask");
    await page.getByRole("button", { name: "Demander aux gardiens" }).click();
    await page.getByText("aucun gardien n’a encore répondu").waitFor();
    expect(await page.locator("article").innerText()).not.toContain(name);
  });

  test("the custodian reads the reason and grants it, in the browser, by passphrase after a wrong one", async () => {
    const { page } = papers;
    await goTo(page, "/custody", "Итгэж өгсөн нэр");
    await page.getByText(reason).waitFor();
    await picture(page, "custody-mn-request");
    await page.getByRole("button", { name: "Зөвшөөрөх" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Нууц өгүүлбэр").fill("one two three four five six");
    await dialog.getByRole("button", { name: "Нээх" }).click();
    await dialog.getByText("таны түлхүүрийг нээхгүй байна").waitFor({ timeout: 60_000 });
    await dialog.getByLabel("Нууц өгүүлбэр").fill(`  ${passphrase.toUpperCase().toLowerCase()} `);
    await dialog.getByRole("button", { name: "Нээх" }).click();
    await page.getByText("Хэн ч нэр хүсээгүй байна.").waitFor({ timeout: 60_000 });
    expect(await page.locator("main").innerText()).not.toContain(name);
    expect(sent.join()).not.toContain(passphrase);
  });

  test("who asked opens it beside the report; it stands there with who opened it, and goes with the page", async () => {
    const { page } = analyst;
    await page.goto(`${web.url}/desk/reports/${reportId}?view=all`);
    await page.getByRole("button", { name: "Ouvrir le nom" }).click({ timeout: 30_000 });
    await page.locator("dd").getByText(name).waitFor({ timeout: 30_000 });
    await page.locator("dd").getByText(address).waitFor();
    await page.locator("[data-openings]").getByText("Awa").waitFor();
    await picture(page, "sealed-fr-open");
    expect(await axe(page)).toEqual([]);
    const rows = await web.world
      .owner`select person_id, way, reason from identity_openings where report_id = ${reportId}`;
    expect([...rows]).toEqual([{ person_id: analyst.personId, way: "request", reason }]);
    await page.goto(`${web.url}/desk/me`);
    await page.locator("h1").first().waitFor();
    await page.goto(`${web.url}/desk/reports/${reportId}?view=all`);
    await page.locator("[data-openings]").getByText("Awa").waitFor();
    expect(await page.locator("article").innerText()).not.toContain(name);
    expect(sent.join()).not.toMatch(/quibble|verysecret/i);
    expect(analyst.complaints).toEqual([]);
  });

  test("a new custodian's key is given what was sealed before, by a custodian's own touch, with its progress", async () => {
    const fresh = await enter("custodian", "Nouveau", { language: "en-GB", hasPrf: true });
    await goTo(fresh.page, "/custody", "Names in confidence");
    await fresh.page.getByRole("button", { name: "Make my unlocking key" }).click();
    await fresh.page.getByText("Opens with the passkey").waitFor({ timeout: 30_000 });
    await fresh.page.getByText("1 more name can be sealed on only by another custodian.").waitFor();
    const { page } = keeper;
    await goTo(page, "/custody", "Noms confiés");
    await page.getByRole("button", { name: "Les leur confier" }).click();
    await page
      .getByText("Chaque nom que vous pouvez ouvrir est confié à tous les gardiens.")
      .waitFor({ timeout: 30_000 });
    await picture(page, "custody-fr-full");
    const [count] = await web.world.owner<
      { n: number }[]
    >`select count(*)::int as n from sealed_identity_keys where report_id = ${reportId}`;
    expect(count?.n).toBe(4);
    await fresh.page.setViewportSize({ width: 390, height: 844 });
    await goTo(fresh.page, "/custody", "Names in confidence");
    await fresh.page.getByText("Every name that you can open").waitFor();
    await picture(fresh.page, "custody-en-phone");
    expect(await axe(fresh.page)).toEqual([]);
    expect(await fresh.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect([...fresh.complaints, ...keeper.complaints]).toEqual([]);
  });
});
