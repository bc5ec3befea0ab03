// The door and the real desk together: where each role arrives, and that the policy's demand is told where it can be met.
import { beforeAll, describe, expect, test } from "vitest";
import { createSetupLink, enrolLink, ensureCertOrganisation } from "../../backend/identity/index.ts";
import { chromiumPath } from "../support/browser.ts";
import { launchBrowser, openPerson, type Person } from "../support/identity-server.ts";
import { buildFrontend, startWebServer, type WebServer } from "../support/web-server.ts";

describe.skipIf(!chromiumPath)("with a browser (install chromium to run these)", () => {
  let server: WebServer;
  let administrator: Person;
  let analyst: Person;

  beforeAll(async () => {
    buildFrontend("frontend/vite.config.ts");
    server = await startWebServer();
    const browser = await launchBrowser();
    await ensureCertOrganisation(server.world.services, "CERT national");
    administrator = await openPerson(browser);
    analyst = await openPerson(browser);
  });

  test("an administrator arrives at the people, and an invited analyst at the queue", async () => {
    const link = await createSetupLink(server.world.services);
    const { page } = administrator;
    await page.goto(enrolLink(server.world.services.config, link?.token ?? ""));
    await page.getByLabel("Your name").fill("Awa");
    await page.getByLabel("Your e-mail address").fill("awa@cert.example");
    await page.getByRole("button", { name: "Create my passkey" }).click();
    await page.waitForURL("**/desk/people");
    await page.getByRole("button", { name: "Invite a person" }).click();
    await page.getByLabel("E-mail address").fill("bintou@cert.example");
    await page.getByRole("dialog").getByLabel("Name").fill("Bintou");
    await page.getByRole("button", { name: "Make the invitation link" }).click();
    const invitation = await page.getByLabel("Link to hand over").inputValue();

    await analyst.page.goto(invitation);
    await analyst.page.getByLabel("Your e-mail address").fill("bintou@cert.example");
    await analyst.page.getByRole("button", { name: "Create my passkey" }).click();
    await analyst.page.waitForURL("**/desk/reports");
    expect([...administrator.complaints, ...analyst.complaints]).toEqual([]);
  });

  test("who is signed out by the desk's menu is asked for the passkey again", async () => {
    const { page } = analyst;
    // What was typed and not sent does not stay on a device that somebody else may use next.
    await page.evaluate(() => localStorage.setItem("toguna.draft.answer.1", "Bonjour Fanta"));
    await page.getByRole("button", { name: "Bintou" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL("**/desk/reports");
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("Fanta");
    expect(await analyst.context.cookies(server.url)).toHaveLength(1);
  });

  test("an item of a menu is called as it is seen, says whether it is chosen, and one of them writes all times whole", async () => {
    const { page } = analyst;
    await page.goto(`${server.url}/desk/me`);
    const account = page.getByRole("button", { name: "Bintou" });
    const time = page.locator("main time").first();
    expect(await time.innerText()).not.toContain("UTC");
    await account.click();
    // The key that stands beside the words is part of the name (WCAG 2.5.3).
    await page.getByRole("menuitem", { name: "Help and keys ?", exact: true }).waitFor();
    expect(await page.getByRole("menuitemradio", { name: "Light", checked: false }).count()).toBe(1);
    expect(await page.getByRole("menuitemradio", { checked: true }).count()).toBe(1);
    const full = page.getByRole("menuitemcheckbox", { name: "Times in full" });
    expect(await full.getAttribute("aria-checked")).toBe("false");
    // There is no hover for a hand on the keys: the choice is theirs, and stays.
    await full.focus();
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => await time.innerText(), { timeout: 30_000 })
      .toMatch(/^\d{1,2} \p{L}+ \d{4} at \d\d:\d\d UTC/u);
    await page.reload();
    await page.locator("main time", { hasText: "UTC" }).first().waitFor();
    await account.click();
    await page.getByRole("menuitemcheckbox", { name: "Times in full", checked: true }).click();
    await expect.poll(async () => await time.innerText(), { timeout: 30_000 }).not.toContain("UTC");
  });

  test("a stricter policy takes the queue from an open session, and says what brings it back", async () => {
    const { page } = administrator;
    await page.goto(`${server.url}/desk/people`);
    await page.getByLabel("Level").selectOption("national");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("Applied, also to open sessions.").waitFor();
    await analyst.page.goto(`${server.url}/desk/`);
    await analyst.page.waitForURL("**/desk/me");
    await analyst.page.getByText("The national level asks for two passkeys.").waitFor();
    const refused = await analyst.page.evaluate(async () => (await fetch("/api/v1/desk/queue")).status);
    expect(refused).toBe(403);
  });
});
