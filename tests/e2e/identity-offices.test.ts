// From the desk to the counter and back: an office, its device and clerk; metadata of authenticators; one-time codes; what the browser is told of passkeys.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { createSetupLink, enrolLink, ensureCertOrganisation } from "../../backend/identity/index.ts";
import { chromiumPath } from "../support/browser.ts";
import { launchBrowser, openPerson, type Person } from "../support/identity-server.ts";
import { makeMetadataMaker } from "../support/metadata-maker.ts";
import { pick } from "../support/portal-walk.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

const email = "awa@cert.example";

describe.skipIf(!chromiumPath)("with a browser (install chromium to run these)", () => {
  let server: WebServer;
  let browser: Browser;
  let administrator: Person;
  let page: Page;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    server = await startWebServer();
    browser = await launchBrowser();
    await ensureCertOrganisation(server.world.services, "CERT national");
    administrator = await openPerson(browser);
    page = administrator.page;
    // What a browser with the Signal API would be told.
    await page.addInitScript(() => {
      const told: unknown[] = [];
      Object.assign(globalThis, { told });
      for (const name of ["signalAllAcceptedCredentials", "signalCurrentUserDetails"])
        Object.assign(PublicKeyCredential, { [name]: async (options: unknown) => void told.push([name, options]) });
    });
    const link = await createSetupLink(server.world.services);
    await page.goto(enrolLink(server.world.services.config, link?.token ?? ""));
    await page.getByLabel("Your name").fill("Awa Keïta");
    await page.getByLabel("Your e-mail address").fill(email);
    await page.getByRole("button", { name: "Create my passkey" }).click();
    await page.waitForURL("**/desk/people");
  });

  /** On a busy machine a key may come before the dialog hears it. */
  async function closeDialog(): Promise<void> {
    const close = async (): Promise<number> => {
      await page.keyboard.press("Escape");
      return await page.getByRole("dialog").count();
    };
    await expect.poll(close, { timeout: 30_000, interval: 500 }).toBe(0);
  }

  test("an administrator's passkey enrols the office's device, and the clerk's PIN opens a counter that hands in", async () => {
    await page.getByRole("link", { name: "Counters" }).click();
    await page.getByRole("button", { name: "Add an office" }).click();
    await page.getByLabel("Name of the office").fill("Poste de Kita");
    await page.getByRole("dialog").getByRole("button", { name: "Add an office" }).click();
    await page.getByRole("heading", { name: "Poste de Kita" }).waitFor();
    await page.getByRole("button", { name: "Add a device" }).click();
    await page.getByLabel("Name of the device").fill("Guichet 2");
    await page.getByRole("dialog").getByRole("button", { name: "Add a device to Poste de Kita" }).click();
    const link = await page.getByLabel("Link for the device").inputValue();
    await closeDialog();
    await page.getByText("waits for its link").waitFor();
    await page.getByRole("button", { name: "Add a clerk" }).click();
    await page.getByLabel("Name of the clerk").fill("M. Diallo");
    await page.getByRole("dialog").getByRole("button", { name: "Add a clerk to Poste de Kita" }).click();
    const pin = await page.getByRole("dialog").getByLabel("PIN").inputValue();
    expect(pin).toMatch(/^\d{6}$/);
    await closeDialog();

    const counter = await (await browser.newContext({ locale: "en-GB", javaScriptEnabled: false })).newPage();
    await counter.goto(link);
    await counter.getByRole("button", { name: "Enrol this device" }).click();
    await counter.getByLabel("M. Diallo").check();
    await counter.getByLabel("Your PIN").fill(pin);
    await counter.getByRole("button", { name: "Begin the shift" }).click();
    await pick("agreed", "money", "yesterday", "receipt")(counter);
    await counter.locator("#f-story").fill("A false agent.");
    await counter.getByRole("button", { name: "Read back before sending" }).click();
    await counter.getByRole("button", { name: "It is right: send report" }).click();
    await counter.getByRole("button", { name: "Next person" }).waitFor();

    await page.goto(`${server.url}/desk/offices`);
    await page.getByText("One report came from here.").waitFor();
    await page.getByText("at work").waitFor();
    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("The device is withdrawn.").waitFor();
    await counter.getByRole("button", { name: "Next person" }).click();
    await counter.getByText("Is this a device of an office?").waitFor();
    expect(administrator.complaints).toEqual([]);
  });

  test("the browser is told which passkeys still work and how the account is called, and no related origin is named", async () => {
    await page.goto(`${server.url}/desk/me`);
    await page.getByText("First key").first().waitFor();
    const told = async () => await page.evaluate(() => (globalThis as unknown as { told: [string, object][] }).told);
    await expect
      .poll(async () => (await told()).map(([name]) => name), { timeout: 30_000 })
      .toEqual(expect.arrayContaining(["signalAllAcceptedCredentials", "signalCurrentUserDetails"]));
    const [key] = await server.world.owner<{ id: string }[]>`select id from passkeys`;
    const all = Object.fromEntries(await told());
    expect(all["signalAllAcceptedCredentials"]).toMatchObject({
      rpId: "localhost",
      allAcceptedCredentialIds: [key?.id],
    });
    expect(all["signalCurrentUserDetails"]).toMatchObject({ name: email, displayName: "Awa Keïta" });
    expect((await fetch(`${server.url}/.well-known/webauthn`)).status).toBe(404);
  });

  test("a metadata file is loaded by hand after the passkey's word, and one that nobody signed is refused in words", async () => {
    const maker = await makeMetadataMaker(new Date());
    await server.world.owner`insert into settings (key, value) values ('identity.metadata_root', ${maker.rootPem})`;
    const folder = mkdtempSync(join(tmpdir(), "toguna-metadata-"));
    const [good, bad] = [join(folder, "blob.jwt"), join(folder, "forged.jwt")];
    const model = await maker.makeMaker("08987058-cadc-4b81-b6e1-30de50dcbe96", "Good Key 5");
    writeFileSync(good, await maker.sign({ number: 7, nextUpdate: "2099-01-01", makers: [model] }));
    writeFileSync(bad, await maker.sign({ number: 8, nextUpdate: "2099-01-01", makers: [model], isForged: true }));
    await page.goto(`${server.url}/desk/people`);
    await page.getByText("No file is loaded.").waitFor();
    await page.locator('input[type="file"]').setInputFiles(bad);
    await page.getByText("Nobody who is trusted for this has signed the file.").waitFor();
    await page.locator('input[type="file"]').setInputFiles(good);
    await page.getByText("File number 7, 1 models. The next one is due on 2099-01-01.").waitFor();
    // Checked authenticators for the own role, without such a key: refused, and said why.
    await page.getByText("Checked authenticators").click();
    await page.getByRole("checkbox", { name: "Administrator" }).check();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("you would lock yourself out").waitFor();
    await page.getByRole("checkbox", { name: "Administrator" }).uncheck();
    await page.getByLabel("Allow one-time codes").check();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("Applied, also to open sessions.").waitFor();
    expect(await server.world.owner`select number::int from authenticator_metadata`).toEqual([{ number: 7 }]);
  });

  test("a one-time code makes a new passkey on another device and signs nobody in before that", async () => {
    await page.goto(`${server.url}/desk/me`);
    await page.getByRole("button", { name: "Make new codes" }).click();
    const code = (await page.locator(".code-list li").first().textContent()) ?? "";
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    const other = await openPerson(browser);
    await other.page.goto(`${server.url}/desk/sign-in`);
    await other.page.getByRole("link", { name: "I have a one-time code" }).click();
    await other.page.getByLabel("E-mail address").fill(email);
    await other.page.getByLabel("One of your codes").fill("0000-0000-0000-0000");
    await other.page.getByRole("button", { name: "Go on" }).click();
    await other.page.getByText("This address and this code were not accepted together.").waitFor();
    await other.page.getByLabel("One of your codes").fill(code.toLowerCase().replaceAll("-", " "));
    await other.page.getByRole("button", { name: "Go on" }).click();
    await other.page.getByLabel("Your e-mail address").fill(email);
    await other.page.getByRole("button", { name: "Create my passkey" }).click();
    await other.page.getByText("Your new passkey is enrolled. Sign in with it.").waitFor();
    await other.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await other.page.waitForURL("**/desk/people");
    // The session of before has ended.
    await page.goto(`${server.url}/desk/people`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    expect(other.complaints).toEqual([]);
  });
});
